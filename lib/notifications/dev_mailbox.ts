/** The emails of this site as a developer reads them, whether or not a mail server is set. */
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { readMailFacts, type StoredMessage, withTokens } from "./compose_mail.ts";
import { recipientOf } from "./still_current.ts";
import type { MessageKind } from "./templates.ts";

export interface DevMail {
  id: string;
  kind: MessageKind;
  /** Null once its reader has been erased. */
  to: string | null;
  subject: string;
  /** With the links in full, each on a line of its own. */
  text: string;
  links: string[];
  /** RFC 3339. */
  createdAt: string;
}

const MAILS_MAX = 100;
/** A line that is a link. */
const LINK = /^https?:\/\/\S+$/gm;

/** The latest emails, newest first; those to one address, or all. */
export async function listDevMails(
  { sql, secrets }: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> },
  to: string | null,
): Promise<DevMail[]> {
  const rows = await deadline(sql<(StoredMessage & { email: string | null; createdAt: Date })[]>`
    select m.id, m.kind, m.booking_id, m.locale, m.subject, m.text, m.body, m.created_at,
      ${recipientOf(sql)} as email
    from messages m
    left join users u on u.id = m.buyer_id left join buyers guest on guest.id = m.buyer_id
    where m.withdrawn_at is null and m.subject <> '' and (${to}::text is null or m.recipient = ${to}
      or (m.recipient is null and coalesce(guest.email_key, u.email_key) = ${emailKey(to ?? "")}))
    order by m.created_at desc, m.id desc limit ${MAILS_MAX}`);
  const facts = await readMailFacts(sql, rows.flatMap(({ bookingId }) => bookingId ?? []));
  return rows.map(({ id, kind, bookingId, subject, email, createdAt, ...message }) => {
    const { text } = withTokens(message, secrets.cookieSecrets, facts.get(bookingId ?? "")?.keyVersion);
    const links = text.match(LINK) ?? [];
    return { id, kind, to: email, subject, text, links: [...links], createdAt: createdAt.toISOString() };
  });
}
