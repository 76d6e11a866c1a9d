import { deadline, type Transaction } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { PaymentNeeds } from "./charger.ts";

const BATCH = 32;
const CALL_TIMEOUT_MS = 5_000;
/** The backoff grows with each call from this to a quarter of an hour; it also serves as the lease. */
const RETRY_MIN_MS = 10_000;
const RETRY_MAX_MS = 900_000;

interface DueRefund {
  id: string;
  bookingId: string;
  amount: number;
}

/** Processes `refunds` as a queue. The idempotency key is the refund's id, so a repeat never pays twice. */
export function startRefunder(needs: PaymentNeeds): PollingLoop {
  const { sql, logger } = needs;
  return startPolling({
    pauseMs: { min: 50, max: 2_000 },
    onFailure: (error) => logger.warn("could not read due refunds, retrying", { error }),
    async step() {
      const due = await deadline(sql<DueRefund[]>`
        update refunds set attempts = attempts + 1,
          next_attempt_at = now() + least(${RETRY_MIN_MS} * 2 ^ least(attempts, 16), ${RETRY_MAX_MS})
            * interval '1 millisecond'
        where id in (
          select id from refunds where status = 'pending' and next_attempt_at <= now()
          order by next_attempt_at limit ${BATCH} for update skip locked
        )
        returning id, booking_id, amount`);
      await Promise.all(due.map((refund) => sendRefund(needs, refund)));
      return due.length === BATCH;
    },
  });
}

async function sendRefund(
  { sql, provider, logger, onResults }: PaymentNeeds,
  refund: DueRefund,
): Promise<void> {
  const { id, bookingId, amount } = refund;
  try {
    await provider.refund({ key: id, chargeKey: bookingId, amount }, AbortSignal.timeout(CALL_TIMEOUT_MS));
  } catch (error) {
    logger.warn("the payment provider did not accept a refund, retrying", {
      refundId: id,
      error,
    });
    await deadline(sql`
      update refunds set failing_since = coalesce(failing_since, now()), error = ${describeError(error)}
      where id = ${id} and status = 'pending'`);
    return;
  }
  await deadline(sql`
    update refunds set status = 'done', done_at = now(), next_attempt_at = null, failing_since = null, error = null
    where id = ${id} and status = 'pending'`);
  onResults();
}

/** Erases the words in which organizers gave this buyer reasons for refunds, for the erasure of the account. */
export async function redactRefunds(tx: Transaction, userId: string): Promise<void> {
  await tx`
    update refunds set note = null
    where note is not null and booking_id in (select id from bookings where buyer_id = ${userId})`;
}

/** Likewise, of these bookings. */
export async function redactRefundsOf(tx: Transaction, bookingIds: string[]): Promise<void> {
  await tx`update refunds set note = null where note is not null and booking_id = any(${bookingIds})`;
}
