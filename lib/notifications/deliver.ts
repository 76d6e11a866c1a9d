import { deadline, type Sql } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { composeMail, type MailNeeds, readMailFacts, type StoredMessage } from "./compose_mail.ts";
import { type Mailer, MailRefused } from "./mailer.ts";
import { isCurrent, recipientOf } from "./still_current.ts";

const BATCH = 50;
/** The lease of a message and its first retry delay, which doubles with each try up to an hour. */
const RETRY_MIN_MS = 30_000;
const RETRY_MAX_MS = 3_600_000;
/** About four days, enough to repair a mail server; then a message is given up on. */
const ATTEMPTS_MAX = 100;

export interface DeliveryNeeds extends MailNeeds {
  sql: Sql;
  mailer: Mailer | null;
  logger: Logger;
}

interface DueMessage extends StoredMessage {
  /** The recipient's address; null once they have been erased. */
  email: string | null;
  /** This one included. */
  attempts: number;
  isStillTrue: boolean;
}

/**
 * Processes `messages` as a queue. Without a mailer, a message counts as sent once it can be read in the app. With one,
 * it is sent at least once: after a crash between the server's acceptance and our record of it, it is sent again under
 * the same Message-ID. A message that the server refuses for good, or that has been failing for days, is given up on but can
 * still be read in the app. A message that is no longer true, after an outage or because the buyer has acted since, is
 * withdrawn.
 */
export function startDelivery(needs: DeliveryNeeds): PollingLoop {
  return startPolling({
    pauseMs: { min: 50, max: 5_000 },
    restMs: () => 50,
    onFailure: (error) => needs.logger.warn("could not deliver messages, retrying", { error }),
    step: () => needs.mailer ? sendDue(needs, needs.mailer) : markDue(needs.sql),
  });
}

async function markDue(sql: Sql): Promise<boolean> {
  const { count } = await deadline(
    sql`
      update messages set sent_at = now()
      where sent_at is null and failed_at is null and withdrawn_at is null`,
  );
  return count > 0;
}

async function sendDue(needs: DeliveryNeeds, mailer: Mailer): Promise<boolean> {
  const { sql, logger } = needs;
  const due = await deadline(sql<DueMessage[]>`
    update messages m set attempts = attempts + 1,
      next_attempt_at = now() + least(${RETRY_MIN_MS} * 2 ^ least(attempts, 16), ${RETRY_MAX_MS})
        * interval '1 millisecond'
    where m.id in (
      select id from messages
      where sent_at is null and failed_at is null and withdrawn_at is null and next_attempt_at <= now()
      order by next_attempt_at limit ${BATCH} for update skip locked
    )
    returning m.id, m.kind, m.booking_id, m.locale, ${
    recipientOf(sql)
  } as email, m.subject, m.text, m.body, m.attempts,
      ${isCurrent(sql)} as is_still_true`);
  if (due.length === 0) return false;
  const bookingIds = due.map(({ bookingId }) => bookingId).filter((id) => id !== null);
  const facts = await readMailFacts(sql, bookingIds);
  const sent: string[] = [];
  const failed: { id: string; error: string; givenUp: boolean }[] = [];
  const withdrawn: string[] = [];
  await Promise.all(due.map(async (message) => {
    const { id, email, bookingId, attempts, isStillTrue } = message;
    if (!isStillTrue) return withdrawn.push(id);
    try {
      if (email) {
        await mailer.send(await composeMail(needs, message, facts.get(bookingId ?? ""), email));
      }
      sent.push(id);
    } catch (thrown) {
      // Servers repeat the address in their replies, so those are not logged verbatim.
      const error = describeError(thrown);
      const givenUp = thrown instanceof MailRefused || attempts >= ATTEMPTS_MAX;
      failed.push({ id, error, givenUp });
      logger.warn(`could not send a message, ${givenUp ? "giving up" : "will retry"}`, {
        messageId: id,
        error,
      });
    }
  }));
  await deadline(sql`
    with failed as (
      update messages m set failing_since = coalesce(failing_since, now()), error = f.error,
        failed_at = case when f."givenUp" then now() end
      from jsonb_to_recordset(${sql.json(failed)}) as f (id uuid, error text, "givenUp" boolean)
      where m.id = f.id and m.sent_at is null
    ), withdrawn as (
      update messages set withdrawn_at = now(), failing_since = null, error = null where id = any(${withdrawn}) and sent_at is null and failed_at is null
    )
    update messages set sent_at = now(), failing_since = null, error = null
    where id = any(${sent}) and failed_at is null and withdrawn_at is null`);
  return due.length === BATCH;
}
