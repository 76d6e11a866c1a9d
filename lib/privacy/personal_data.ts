/**
 * Everything that is stored about the owner of an account, except for secrets, their hashes, and what admits to an event.
 * Lists are read a page at a time, as they are consumed, so that even a large account takes little memory.
 */
import { z } from "zod";
import { type SignedInCaller, userOf } from "@/lib/auth/caller.ts";
import { listPasskeys } from "@/lib/auth/passkeys.ts";
import { roles } from "@/lib/auth/permissions.ts";
import { factors, factorsOf } from "@/lib/auth/second_factors.ts";
import { holdSchema, type HoldView } from "@/lib/board/hold_view.ts";
import { type BookingRow, selectBookings, staffBookingSchema, staffView } from "@/lib/bookings/queries.ts";
import { auditSubjects } from "@/lib/db/audit_log.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { type HoldNeeds, listHolds } from "@/lib/holds/holds.ts";
import { recipientOf } from "@/lib/notifications/still_current.ts";

/** The most rows that are read at a time. */
export const PAGE_SIZE = 200;
/** How many events' boards are asked for holds at a time. */
const BOARDS_AT_ONCE = 50;

const time = z.iso.datetime();

const accountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  name: z.string(),
  role: z.enum(roles),
  locale: z.string().nullable(),
  createdAt: time,
  factors: z.array(z.enum(factors)).describe("The kinds of second factors, never their secrets"),
  identities: z.array(z.object({
    issuer: z.string(),
    subject: z.string().describe("What the issuer calls the account there"),
    connectedAt: time,
  })).describe("Accounts at identity providers that sign in to this one"),
}).meta({ id: "ExportedAccount" });
type Account = z.infer<typeof accountSchema>;

const listSchemas = {
  sessions: z.object({
    id: z.uuid(),
    userAgent: z.string(),
    createdAt: time,
    lastUsedAt: time,
    endedAt: time.nullable(),
  }).meta({ id: "ExportedSession" }),
  passkeys: z.object({ name: z.string(), createdAt: time, lastUsedAt: time.nullable() })
    .meta({ id: "ExportedPasskey" }),
  links: z.object({
    kind: z.enum(["confirm-email", "change-email", "reset-password"]),
    email: z.string().describe("The address that the link was sent to"),
    createdAt: time,
    expiresAt: time,
    usedAt: time.nullable(),
  }).meta({ id: "ExportedLink" }),
  holds: holdSchema.extend({ event: z.object({ title: z.string() }) }).meta({ id: "ExportedHold" }),
  bookings: staffBookingSchema.extend({
    event: z.object({
      title: z.string(),
      startsAt: time,
      venue: z.string(),
      city: z.string(),
      timeZone: z.string(),
    }),
    contact: z.object({ name: z.string(), email: z.string() }).nullable().describe(
      "Of a booking made as a guest",
    ),
    refunds: z.array(
      z.object({ amount: z.int(), reason: z.string(), note: z.string().nullable(), createdAt: time }),
    ),
    admissions: z.array(z.object({ ticketId: z.uuid(), at: time })),
  }).meta({ id: "ExportedBooking" }),
  messages: z.object({
    id: z.uuid(),
    kind: z.string(),
    recipient: z.string().describe("The address that it was sent to, or will be"),
    subject: z.string(),
    text: z.string().describe("Without the tokens of links"),
    createdAt: time,
    sentAt: time.nullable(),
    bookingId: z.uuid().nullable(),
  }).meta({ id: "ExportedMessage" }),
  audit: z.object({
    id: z.uuid(),
    at: time,
    action: z.string(),
    subject: z.object({ type: z.enum(auditSubjects), id: z.string() }),
    detail: z.record(z.string(), z.unknown()),
    isOwn: z.boolean().describe("Done by the account itself, not to it by someone else"),
    address: z.string().nullable().describe("The network address; null for what a member of staff did"),
    count: z.int(),
  }).meta({ id: "ExportedAuditEntry" }),
} as const;

/** The lists, in the order of the file. */
export const listNames = ["sessions", "passkeys", "links", "holds", "bookings", "messages", "audit"] as const;
export type ListName = (typeof listNames)[number];
export type Item<Name extends ListName> = z.infer<(typeof listSchemas)[Name]>;

/** The export as a whole. */
export const personalDataSchema = z.object({
  exportedAt: time,
  account: accountSchema,
  sessions: z.array(listSchemas.sessions),
  passkeys: z.array(listSchemas.passkeys),
  links: z.array(listSchemas.links),
  holds: z.array(listSchemas.holds),
  bookings: z.array(listSchemas.bookings),
  messages: z.array(listSchemas.messages),
  audit: z.array(listSchemas.audit),
}).meta({
  id: "PersonalData",
  examples: [{
    exportedAt: "2027-03-01T18:30:00.000Z",
    account: {
      id: "01977f6e-0a52-7d1f-8f3e-5b1d2c9e7a01",
      email: "ada@example.org",
      emailConfirmed: true,
      name: "Ada Brook",
      role: "visitor",
      locale: "en-GB",
      createdAt: "2027-01-12T10:00:00.000Z",
      factors: [],
      identities: [],
    },
    sessions: [{
      id: "01977f6e-0a60-7c11-9d3a-6a5e4d3c2b1a",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      createdAt: "2027-01-12T10:00:00.000Z",
      lastUsedAt: "2027-03-01T18:29:58.000Z",
      endedAt: null,
    }],
    passkeys: [],
    links: [],
    holds: [],
    bookings: [],
    messages: [{
      id: "01977f6e-5d21-7e0c-8c3f-1a2b3c4d5e6f",
      kind: "new-device",
      recipient: "ada@example.org",
      subject: "New sign-in to your account",
      text: "Hello Ada Brook,",
      createdAt: "2027-02-01T10:00:00.000Z",
      sentAt: "2027-02-01T10:00:01.000Z",
      bookingId: null,
    }],
    audit: [],
  }],
});

/** An account, and its lists page by page, each newest first. */
export interface PersonalData {
  exportedAt: string;
  account: Account;
  lists: { readonly [Name in ListName]: AsyncIterable<Item<Name>[]> };
}

/** What is kept about the caller. */
export async function personalData(needs: HoldNeeds, caller: SignedInCaller): Promise<PersonalData> {
  const { sql } = needs;
  const { id } = userOf(caller);
  const buyers = await buyersOf(sql, id);
  return {
    exportedAt: new Date(needs.now()).toISOString(),
    account: await readAccount(sql, id),
    lists: {
      sessions: byId((after) => readSessions(sql, id, after)),
      passkeys: onePage(() => readPasskeys(sql, id)),
      links: onePage(() => readLinks(sql, id)),
      holds: holdPages(needs, caller),
      bookings: byId((after) => readBookings(sql, buyers, after)),
      messages: byId((after) => readMessages(sql, buyers, after)),
      audit: auditPages(sql, id),
    },
  };
}

/** The buyers that the person is: the account, and the guest of its address once that is confirmed. */
async function buyersOf(sql: Sql, userId: string): Promise<string[]> {
  const rows = await deadline(sql<{ id: string }[]>`
    select b.id from users u join buyers b on b.id = u.id or b.email_key = u.email_key and u.email_confirmed_at is not null
    where u.id = ${userId}`);
  return rows.map(({ id }) => id);
}

/** Pages of rows, each beginning after the last id of the one before. */
async function* byId<T extends { id: string }>(
  read: (after: string | null) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let after: string | null = null;;) {
    const items = await read(after);
    if (items.length > 0) yield items;
    if (items.length < PAGE_SIZE) return;
    after = items.at(-1)!.id;
  }
}

async function* onePage<T>(read: () => Promise<T[]>): AsyncGenerator<T[]> {
  yield await read();
}

type AccountRow = Omit<Account, "createdAt"> & { createdAt: Date };

async function readAccount(sql: Sql, id: string): Promise<Account> {
  const [row] = await deadline(
    sql<AccountRow[]>`
    select u.id, u.email, u.email_confirmed_at is not null as email_confirmed, u.name, u.role, u.locale, u.created_at,
      ${factorsOf(sql)} as factors,
      (select coalesce(json_agg(json_build_object('issuer', i.issuer, 'subject', i.subject, 'connectedAt', i.created_at)
          order by i.created_at), '[]')
        from identities i where i.user_id = u.id) as identities
    from users u where u.id = ${id}`,
  );
  const identities = row.identities.map(({ connectedAt, ...identity }) => (
    { ...identity, connectedAt: new Date(connectedAt).toISOString() }
  ));
  return { ...row, identities, createdAt: row.createdAt.toISOString() };
}

/** Rows whose dates are text, as in the file. */
type Dated<T> = { [K in keyof T]: K extends `${string}At` | "at" ? Date | Extract<T[K], null> : T[K] };

/** A row with its dates as text. */
function inText<T extends object>(row: Dated<T>): T {
  const text = (value: unknown) => value instanceof Date ? value.toISOString() : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])) as T;
}

async function readSessions(sql: Sql, userId: string, after: string | null) {
  const rows = await deadline(sql<Dated<Item<"sessions">>[]>`
    select id, user_agent, created_at, last_used_at, ended_at from sessions
    where user_id = ${userId} and (${after}::uuid is null or id < ${after}::uuid)
    order by id desc limit ${PAGE_SIZE}`);
  return rows.map(inText<Item<"sessions">>);
}

async function readPasskeys(sql: Sql, userId: string): Promise<Item<"passkeys">[]> {
  const rows = await listPasskeys(sql, userId);
  return rows.map(({ name, createdAt, lastUsedAt }) =>
    inText<Item<"passkeys">>({ name, createdAt, lastUsedAt })
  );
}

/** At most a few an hour are sent, and none is kept for much more than a month. */
async function readLinks(sql: Sql, userId: string) {
  const rows = await deadline(sql<Dated<Item<"links">>[]>`
    select kind, email, created_at, expires_at, used_at from one_time_links
    where user_id = ${userId} order by created_at desc`);
  return rows.map(inText<Item<"links">>);
}

/** The holds of the caller's account and browser: only the boards of events that can be booked know them. */
async function* holdPages(needs: HoldNeeds, caller: SignedInCaller): AsyncGenerator<Item<"holds">[]> {
  const events = await deadline(needs.sql<{ id: string; title: string }[]>`
    select id, title from events where status = 'published' and ends_at > ${new Date(needs.now())}
    order by ends_at, id`);
  for (let from = 0; from < events.length; from += BOARDS_AT_ONCE) {
    const held = await Promise.all(
      events.slice(from, from + BOARDS_AT_ONCE).map(async ({ id, title }) => {
        const holds: HoldView[] = await listHolds(needs, caller, id) ?? [];
        return holds.map((hold) => ({ ...hold, event: { title } }));
      }),
    );
    yield held.flat();
  }
}

type ExportedBookingRow = BookingRow & Pick<Item<"bookings">, "event" | "contact" | "refunds" | "admissions">;

async function readBookings(
  sql: Sql,
  buyers: string[],
  after: string | null,
): Promise<Item<"bookings">[]> {
  const rows = await deadline(sql<ExportedBookingRow[]>`
    select b.*,
      json_build_object('title', e.title, 'startsAt', e.starts_at, 'venue', v.name, 'city', v.city,
        'timeZone', v.time_zone) as event,
      (select json_build_object('name', c.name, 'email', c.email) from booking_contacts c where c.booking_id = b.id) as contact,
      (select coalesce(json_agg(json_build_object('amount', r.amount, 'reason', r.reason, 'note', r.note,
          'createdAt', r.created_at) order by r.id), '[]')
        from refunds r where r.booking_id = b.id) as refunds,
      (select coalesce(json_agg(json_build_object('ticketId', t.id, 'at', c.checked_in_at) order by c.checked_in_at), '[]')
        from tickets t join checkins c on c.ticket_id = t.id where t.booking_id = b.id) as admissions
    from (${selectBookings(sql)}
      where b.buyer_id = any(${buyers}) and (${after}::uuid is null or (b.created_at, b.id) < (
        select created_at, id from bookings where id = ${after}
      ))
      order by b.created_at desc, b.id desc limit ${PAGE_SIZE}
    ) b join events e on e.id = b.event_id join venues v on v.id = e.venue_id
    order by b.created_at desc, b.id desc`);
  const instant = (text: string) => new Date(text).toISOString();
  return rows.map((row) => ({
    ...staffView(row),
    event: { ...row.event, startsAt: instant(row.event.startsAt) },
    contact: row.contact,
    refunds: row.refunds.map((refund) => ({ ...refund, createdAt: instant(refund.createdAt) })),
    admissions: row.admissions.map(({ ticketId, at }) => ({ ticketId, at: instant(at) })),
  }));
}

async function readMessages(sql: Sql, buyers: string[], after: string | null) {
  const rows = await deadline(sql<Dated<Item<"messages">>[]>`
    select m.id, m.kind, ${recipientOf(sql)} as recipient, m.subject, m.text, m.created_at, m.sent_at,
      m.booking_id
    from messages m
    where m.buyer_id = any(${buyers}) and m.subject <> '' and (${after}::uuid is null or (m.created_at, m.id) < (
      select created_at, id from messages where id = ${after}
    ))
    order by m.created_at desc, m.id desc limit ${PAGE_SIZE}`);
  return rows.map(inText<Item<"messages">>);
}

/**
 * What the account did, then what others did to it, among them attempts to sign in. Others' network
 * addresses are left out as theirs, unless nobody was signed in.
 */
async function* auditPages(sql: Sql, userId: string): AsyncGenerator<Item<"audit">[]> {
  yield* byId((after) => readAudit(sql, userId, true, after));
  yield* byId((after) => readAudit(sql, userId, false, after));
}

async function readAudit(sql: Sql, userId: string, isOwn: boolean, after: string | null) {
  const rows = await deadline(sql<Dated<Item<"audit">>[]>`
    select a.id, a.at, a.action, a.detail, ${isOwn}::boolean as is_own,
      json_build_object('type', a.subject_type, 'id', a.subject_id) as subject,
      case when a.actor_id is null or a.actor_id = ${userId} then a.address end as address, coalesce(r.count, 1) as count
    from audit_log a left join audit_repeats r on r.entry_id = a.id
    where ${
    isOwn
      ? sql`a.actor_id = ${userId}`
      : sql`a.subject_type = 'account' and a.subject_id = ${userId} and a.actor_id is distinct from ${userId}`
  } and (${after}::uuid is null or (a.at, a.id) < (select at, id from audit_log where id = ${after}))
    order by a.at desc, a.id desc limit ${PAGE_SIZE}`);
  return rows.map(inText<Item<"audit">>);
}
