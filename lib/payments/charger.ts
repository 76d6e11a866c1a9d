import { v7 as uuidv7 } from "uuid";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import { batch } from "@/lib/batch.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { ChargeStatus, PaymentProvider } from "./provider.ts";

/** Calls to the provider at once. */
const MAX_CALLS = 64;
const CALL_TIMEOUT_MS = 5_000;
/** A leased row is nobody else's for this long: a call and the write of its result fit in. */
const LEASE_MS = 10_000;
/** Every call that ends may make room for another: they are looked for together. */
const REST_MS = 10;
const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 60_000;

/** What calling the provider needs of the services. */
export interface PaymentNeeds {
  sql: Sql;
  provider: PaymentProvider;
  logger: Logger;
  /** Called after results were committed. */
  onResults: () => void;
}

interface DuePayment {
  bookingId: string;
  amount: number;
  currency: string;
  token: string;
  /** Below zero after the deadline: then the charge is given up instead of tried. */
  msToDeadline: number;
}

interface Result {
  payment: DuePayment;
  status: ChargeStatus | "unknown";
  /** Why there was no answer. */
  error: string | null;
}

/**
 * Works the queue that `payments` is: leases due rows, calls the provider outside any transaction, many at once, and
 * writes what it said together with a `payment.status` message.
 *
 * Before a booking's deadline it charges; from then on it asks the provider to close the charge, with growing pauses
 * and without end, until the answer is terminal. Several chargers share the queue.
 */
export function startCharger(needs: PaymentNeeds): PollingLoop {
  const calls = new Set<Promise<void>>();
  const write = batch((results: Result[]) => writeResults(needs, results));

  const loop = startPolling({
    step,
    pauseMs: { min: 20, max: 200 },
    restMs: REST_MS,
    onFailure: (error) => needs.logger.warn("due payments could not be read, trying again", { error }),
  });

  async function step(): Promise<boolean> {
    const free = MAX_CALLS - calls.size;
    if (free === 0) return false;
    const due = await leaseDue(needs.sql, free);
    for (const payment of due) {
      const call = callProvider(needs, payment).then(write).finally(() => {
        calls.delete(call);
        loop.kick();
      });
      calls.add(call);
    }
    return due.length === free && calls.size < MAX_CALLS;
  }

  return {
    kick: loop.kick,
    async stop() {
      await loop.stop();
      await Promise.allSettled(calls);
    },
  };
}

function leaseDue(sql: Sql, limit: number): Promise<DuePayment[]> {
  return deadline(sql<DuePayment[]>`
    with due as (
      select booking_id from payments where status = 'started' and next_attempt_at <= now()
      order by next_attempt_at limit ${limit} for update skip locked
    )
    update payments p
    set attempts = attempts + 1, next_attempt_at = now() + ${LEASE_MS} * interval '1 millisecond', updated_at = now()
    from due, bookings b
    where p.booking_id = due.booking_id and b.id = due.booking_id
    returning p.booking_id, p.amount, p.currency, p.token,
      (extract(epoch from b.deadline_at - now()) * 1000)::float8 as ms_to_deadline`);
}

async function callProvider({ provider, logger }: PaymentNeeds, payment: DuePayment): Promise<Result> {
  const key = payment.bookingId;
  const charging = payment.msToDeadline > 0;
  // A charge that hangs is left at the deadline, so that giving it up does not wait any longer.
  const timeoutMs = charging ? Math.min(CALL_TIMEOUT_MS, payment.msToDeadline) : CALL_TIMEOUT_MS;
  const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    const status = charging
      ? await provider.charge({ key, ...pick(payment) }, signal)
      : await provider.close(key, signal);
    return { payment, status, error: null };
  } catch (error) {
    logger.warn("the payment provider gave no answer", { bookingId: key, charging, error });
    return { payment, status: "unknown", error: describeError(error) };
  }
}

const pick = ({ amount, currency, token }: DuePayment) => ({ amount, currency, token });

/** Writes the terminal answers and when to ask again for the others, in one statement. */
async function writeResults({ sql, logger, onResults }: PaymentNeeds, results: Result[]): Promise<void> {
  const terminal = results.filter(({ status }) => status !== "processing" && status !== "unknown");
  const open = results.filter((result) => !terminal.includes(result));
  // A booking whose charge is open past the deadline must be told too: it fails now and may be rescued later.
  const overdue = open.filter(({ payment }) => payment.msToDeadline <= 0);
  const nudges = [...terminal, ...overdue];
  const ids = (list: Result[]) => list.map(({ payment }) => payment.bookingId);
  try {
    await deadline(sql`
      with written as (
        update payments p set status = r.status, next_attempt_at = null, failing_since = null, error = null,
          updated_at = now()
        from unnest(${ids(terminal)}::uuid[], ${
      terminal.map(({ status }) => status)
    }::text[]) as r (id, status)
        where p.booking_id = r.id and p.status = 'started'
        returning p.booking_id
      ), postponed as (
        update payments p set next_attempt_at = now() + r.ms * interval '1 millisecond', error = r.error,
          failing_since = case when r.error is not null then coalesce(p.failing_since, now()) end, updated_at = now()
        from unnest(${ids(open)}::uuid[], ${open.map(({ payment }) => retryInMs(payment))}::float8[], ${
      open.map(({ error }) => error)
    }::text[]) as r (id, ms, error)
        where p.booking_id = r.id and p.status = 'started'
      )
      insert into outbox (id, topic, key, data)
      select n.message_id, 'payment.status', n.booking_id, jsonb_build_object('bookingId', n.booking_id)
      from unnest(${nudges.map(() => uuidv7())}::uuid[], ${ids(nudges)}::uuid[]) as n (message_id, booking_id)
      join bookings b on b.id = n.booking_id and (not b.final)`);
    if (nudges.length > 0) onResults();
  } catch (error) {
    // The leases run out and the provider is asked again: it repeats its answers.
    logger.error("results of payments were not written and will be asked for again", { error });
  }
}

/**
 * Before the deadline: soon, at the deadline at the latest. After it: after half the time that has passed since, so that
 * the pauses grow with the wait.
 */
function retryInMs({ msToDeadline }: DuePayment): number {
  if (msToDeadline > 0) return Math.min(1_000, Math.max(msToDeadline, 0));
  return Math.min(Math.max(-msToDeadline / 2, RETRY_MIN_MS), RETRY_MAX_MS);
}
