/** The audit log as admins read it. */
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { auditSubjects, unknownAddress } from "@/lib/db/audit_log.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { storableText } from "@/lib/text/typed_text.ts";

const DAY_MS = 86_400_000;

// Postgres has no year 0.
const day = z.iso.date().refine((text) => text >= "0001");
const instant = z.iso.datetime({ offset: true }).refine((text) => text >= "0001");
const moment = z.union([day, instant], "must be a day such as 2027-03-12, or an RFC 3339 time")
  .meta({ type: "string", examples: ["2027-03-12"] });

export const auditQuery = pageQuery.extend({
  actor: storableText(254).optional().describe("Who did it: an account's id or email address"),
  action: z.string().max(60).regex(
    /^[a-z-]+(\.([a-z-]+|\*))?$/,
    "must be like event.published, or event for all",
  )
    .optional().describe("An action, such as `event.published`, or all of one kind: `event`"),
  subject: storableText(254).optional().describe(
    "What it was done to: an id, or an email address, even one without an account",
  ),
  from: moment.optional().describe("The first day (UTC) or time"),
  to: moment.optional().describe("The last day (UTC) or time, inclusive"),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.object({ id: z.uuid(), email: z.string().nullable().describe("Null once the account is deleted") })
    .nullable().describe("Null if nobody was signed in, or the program itself did it"),
  action: z.string(),
  subject: z.object({ type: z.enum(auditSubjects), id: z.string() }),
  detail: z.record(z.string(), z.unknown()).describe(
    "What changed, as `before` and `after`, and more about it",
  ),
  address: z.string().nullable().describe("The network address; null once the person is erased"),
  count: z.int().describe("How often it happened within a minute"),
}).meta({
  id: "AuditEntry",
  examples: [{
    id: "01977f6e-9a10-7c3e-8d21-4f5a6b7c8d90",
    at: "2027-03-01T09:12:44.120Z",
    actor: { id: "01977f6d-1900-7000-8000-000000000001", email: "ada@example.org" },
    action: "account.role-changed",
    subject: { type: "account", id: "01977f6e-0a52-7d1f-8f3e-5b1d2c9e7a01" },
    detail: { before: { role: "visitor" }, after: { role: "organizer" } },
    address: "192.0.2.7",
    count: 1,
  }],
});

/** An entry of the log, with the current email address of whoever acted. */
export interface AuditRecord {
  id: string;
  at: Date;
  actor: { id: string; email: string | null } | null;
  action: string;
  subject: { type: (typeof auditSubjects)[number]; id: string };
  detail: Record<string, unknown>;
  address: string | null;
  /** How often it happened within a minute. */
  count: number;
}

/**
 * One page of the log, newest first.
 * @throws {InvalidCursor}
 */
export async function listAudit(
  { sql, secrets }: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> },
  { actor, action, subject, from, to, limit, cursor }: AuditQuery,
): Promise<Page<AuditRecord>> {
  const list: ListKey = ["audit", actor, action, subject, from, to];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const [actors, subjects] = await Promise.all([
    actor === undefined ? null : idsNamed(sql, actor),
    subject === undefined ? null : idsNamed(sql, subject),
  ]);
  if (subject?.includes("@")) {
    for (const secret of secrets.cookieSecrets) {
      subjects!.push(unknownAddress(secret, emailKey(subject)).id);
    }
  }
  const kind = action?.replace(/\.\*$/, "");
  const rows = await deadline(sql<AuditRecord[]>`
    select a.id, a.at, a.action, a.detail, a.address, coalesce(r.count, 1) as count,
      json_build_object('type', a.subject_type, 'id', a.subject_id) as subject,
      case when a.actor_id is not null then json_build_object('id', a.actor_id, 'email', u.email) end as actor
    from audit_log a
    left join audit_repeats r on r.entry_id = a.id
    left join users u on u.id = a.actor_id
    where true
      ${actors ? sql`and a.actor_id = any(${actors.filter(isUuid)}::uuid[])` : sql``}
      ${subjects ? sql`and a.subject_id = any(${subjects})` : sql``}
      ${kind ? sql`and (a.action = ${kind} or a.action like ${`${kind}.%`})` : sql``}
      ${from ? sql`and a.at >= ${new Date(from)}` : sql``}
      ${to ? sql`and a.at < ${endOf(to)}` : sql``}
      ${after ? sql`and (a.at, a.id) < (select at, id from audit_log where id = ${after})` : sql``}
    order by a.at desc, a.id desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** The ids that text stands for: itself, or the account with this email address. */
async function idsNamed(sql: Sql, text: string): Promise<string[]> {
  if (!text.includes("@")) return [text.trim()];
  const rows = await deadline(sql<{ id: string }[]>`
    select id from users where email_key = ${emailKey(text.trim())}`);
  return rows.map(({ id }) => id);
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

/** The time after the last one that `to` includes. */
function endOf(to: string): Date {
  return new Date(new Date(to).getTime() + (day.safeParse(to).success ? DAY_MS : 1));
}
