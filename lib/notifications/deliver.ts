import { deadline, type Sql } from "@/lib/db/pool.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { Mailer } from "./mailer.ts";

const BATCH = 50;
/** A message is another instance's for this long; then the pause doubles with each try, up to an hour. */
const RETRY_MIN_MS = 30_000;
const RETRY_MAX_MS = 3_600_000;

export interface DeliveryNeeds {
  sql: Sql;
  mailer: Mailer | null;
  logger: Logger;
}

interface DueMessage {
  id: string;
  /** Null once the account is deleted. */
  email: string | null;
  subject: string;
  text: string;
}

/**
 * Works the queue that `messages` is. Without a mailer a message counts as sent when it can be read in the app. With one
 * it is sent at least once: a crash between the server's yes and our note repeats it under the same Message-ID.
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
  const { count } = await deadline(sql`update messages set sent_at = now() where sent_at is null`);
  return count > 0;
}

async function sendDue({ sql, logger }: DeliveryNeeds, mailer: Mailer): Promise<boolean> {
  const due = await deadline(sql<DueMessage[]>`
    update messages m set attempts = attempts + 1,
      next_attempt_at = now() + least(${RETRY_MIN_MS} * 2 ^ least(attempts, 16), ${RETRY_MAX_MS})
        * interval '1 millisecond'
    from users u
    where u.id = m.user_id and m.id in (
      select id from messages where sent_at is null and next_attempt_at <= now()
      order by next_attempt_at limit ${BATCH} for update skip locked
    )
    returning m.id, u.email, m.subject, m.text`);
  const sent: string[] = [];
  await Promise.all(due.map(async ({ id, email, subject, text }) => {
    try {
      if (email) await mailer.send({ id, to: email, subject, text });
      sent.push(id);
    } catch (error) {
      logger.warn("a message could not be sent and will be tried again", { messageId: id, error });
    }
  }));
  await deadline(sql`update messages set sent_at = now() where id = any(${sent})`);
  return due.length === BATCH;
}
