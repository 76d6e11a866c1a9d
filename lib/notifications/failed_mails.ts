/** Emails that were given up on, to be inspected and retried once the cause is fixed. */
import { type Actor, writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Sql, transaction } from "@/lib/db/pool.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { listDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { recipientOf } from "./still_current.ts";
import type { MessageKind } from "./templates.ts";

export interface FailedMail {
  id: string;
  kind: MessageKind;
  /** Null once its reader has been erased. */
  email: string | null;
  /** Null if it is not about a booking. */
  bookingCode: string | null;
  /** The mail server's reply, without the address. */
  error: string;
  attempts: number;
  failedAt: Date;
}

const PAGE_SIZE = 50;

/** Everything that was given up on: the page of dead letters that the URL asks for, and the latest emails. */
export async function loadFailures(
  needs: { sql: Sql },
  query: URLSearchParams,
) {
  const [letters, mails] = await Promise.all([
    readListPage(query, (cursor) => listDeadLetters(needs, { limit: PAGE_SIZE, cursor })),
    listFailedMails(needs, PAGE_SIZE),
  ]);
  return { letters, mails };
}

/** The latest failed emails, newest first. */
export function listFailedMails({ sql }: { sql: Sql }, limit: number): Promise<FailedMail[]> {
  return deadline(sql<FailedMail[]>`
    select m.id, m.kind, ${
    recipientOf(sql)
  } as email, b.code as booking_code, m.error, m.attempts, m.failed_at
    from messages m left join bookings b on b.id = m.booking_id
    where m.failed_at is not null order by m.failed_at desc, m.id desc limit ${limit}`);
}

/** Puts all failed emails back into the queue as if they were new, for an administrator. Returns how many. */
export async function retryFailedMails({ sql }: { sql: Sql }, actor: Actor): Promise<number> {
  return await transaction(sql, async (tx) => {
    const { count: mails } = await tx`
      update messages set failed_at = null, failing_since = null, error = null, attempts = 0, next_attempt_at = now()
      where failed_at is not null`;
    const subject = { type: "dead-letter", id: "mails" } as const;
    await writeAudit(tx, { actor, action: "dead-letter.retried", subject, detail: { mails } });
    return mails;
  });
}
