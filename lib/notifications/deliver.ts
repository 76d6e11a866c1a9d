import { deadline, type Sql } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { composeMail, type MailNeeds, readMailFacts, type StoredMessage } from "./compose_mail.ts";
import { type Mailer, MailRefused } from "./mailer.ts";
import { isCurrent } from "./still_current.ts";

const BATCH = 50;
/** A message is another instance's for this long; then the pause doubles with each try, up to an hour. */
const RETRY_MIN_MS = 30_000;
const RETRY_MAX_MS = 3_600_000;
/** About four days, in which a mail server can be repaired. Then a message is given up. */
const ATTEMPTS_MAX = 100;

export interface DeliveryNeeds extends MailNeeds {
  sql: Sql;
  mailer: Mailer | null;
  logger: Logger;
}

interface DueMessage extends StoredMessage {
  /** Null once the account is deleted. */
  email: string | null;
  /** This one included. */
  attempts: number;
  isTrue: boolean;
}

/**
 * Works the queue that `messages` is. Without a mailer a message counts as sent when it can be read in the app. With one
 * it is sent at least once: a crash between the server's yes and our note repeats it under the same Message-ID. One that the
 * server refuses for good, or that was tried for days, is given up and can still be read in the app. One that is not true
 * any more, as the mail server was away or the buyer was quick, is not sent.
 */
export function startDelivery(needs: DeliveryNeeds): PollingLoop {
  return startPolling({
    pauseMs: { min: 50, max: 1_000 },
    restMs: 50,
    onFailure: (error) => needs.logger.warn("messages could not be delivered, trying again", { error }),
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
    from users u
    where u.id = m.user_id and m.id in (
      select id from messages
      where sent_at is null and failed_at is null and withdrawn_at is null and next_attempt_at <= now()
      order by next_attempt_at limit ${BATCH} for update skip locked
    )
    returning m.id, m.kind, m.booking_id, m.locale, u.email, m.subject, m.text, m.body, m.attempts,
      ${isCurrent(sql)} as is_true`);
  if (due.length === 0) return false;
  const bookingIds = due.map(({ bookingId }) => bookingId).filter((id) => id !== null);
  const facts = await readMailFacts(sql, bookingIds);
  const sent: string[] = [];
  const failed: { id: string; error: string; givenUp: boolean }[] = [];
  const withdrawn: string[] = [];
  await Promise.all(due.map(async (message) => {
    const { id, email, bookingId, attempts, isTrue } = message;
    if (!isTrue) return withdrawn.push(id);
    try {
      if (email) {
        await mailer.send(await composeMail(needs, message, facts.get(bookingId ?? ""), email));
      }
      sent.push(id);
    } catch (thrown) {
      // Servers repeat the address in their replies, so what they said is not logged as it is.
      const error = describeError(thrown);
      const givenUp = thrown instanceof MailRefused || attempts >= ATTEMPTS_MAX;
      failed.push({ id, error, givenUp });
      logger.warn(`a message could not be sent and ${givenUp ? "is given up" : "will be tried again"}`, {
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
