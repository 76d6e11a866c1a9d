/** Checks tickets in at the door. */
import { z } from "zod";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { type Editor, isWithinReach, type Viewer } from "@/lib/events/admin.ts";
import { isGarbled, type TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";

export const checkInResults = [
  "admitted",
  "already-used",
  "cancelled",
  "refunded",
  "wrong-event",
  "invalid",
] as const;

export const checkInSchema = z.object({
  result: z.enum(checkInResults),
  seat: z.object({ section: z.string(), row: z.string(), number: z.string() }).nullable()
    .describe("If the ticket is for this event"),
  checkedInAt: z.iso.datetime().nullable().describe("When the ticket was first used"),
  event: z.object({
    id: z.uuid(),
    title: z.string(),
    startsAt: z.iso.datetime(),
    timeZone: z.string().describe("IANA name"),
  }).nullable().describe("The ticket's event, if it is another one"),
}).meta({
  id: "CheckIn",
  examples: [{
    result: "admitted",
    seat: { section: "Stalls", row: "A", number: "12" },
    checkedInAt: "2027-03-12T18:05:00.000Z",
    event: null,
  }],
});
export type CheckIn = z.infer<typeof checkInSchema>;

/** The outcome of a scan, for the door page. */
export interface Scan {
  checkIn: CheckIn;
  /** The ticket, if it is for this event. */
  ticketId: string | null;
  /** The text came from a scanner that is configured for another keyboard layout. */
  isGarbled: boolean;
}

/** The person and device that scan at a door. */
export interface Door {
  person: Editor;
  /** Null: a device that does not identify itself. */
  device: string | null;
}

interface Needs {
  sql: Sql;
  tickets: TicketSigner;
  now: () => number;
}

/** Repeated reads by one device within this time count as one scan. */
const SAME_SCAN_MS = 3_000;

/** The result for something that is not a ticket for this event. */
export function refused(result: "invalid" | "wrong-event", event: CheckIn["event"] = null): CheckIn {
  return { result, seat: null, checkedInAt: null, event };
}

/**
 * Admits someone to an event by the text of a ticket's QR code. Each ticket admits once, however many doors scan it at
 * once; void tickets (of bookings cancelled or refunded) never do. Null if there is no such event, or it is another
 * organizer's.
 */
export async function checkIn(
  { sql, tickets, now }: Needs,
  door: Door,
  eventId: string,
  typed: string,
): Promise<Scan | null> {
  const ticket = tickets.verify(typed);
  return await transaction(sql, async (tx) => {
    if (!await worksAt(tx, door.person, eventId)) return null;
    if (!ticket) return { checkIn: refused("invalid"), ticketId: null, isGarbled: isGarbled(typed) };
    if (ticket.eventId !== eventId) {
      const event = await findTicketEvent(tx, ticket.eventId);
      const checkIn = event ? refused("wrong-event", event) : refused("invalid");
      return { checkIn, ticketId: null, isGarbled: false };
    }
    return await admit(tx, door, eventId, ticket.ticketId, now());
  });
}

/** Like {@link checkIn}, for a ticket found by name, code or seat. Also null if it is not for the event. */
export async function checkInFound(
  { sql, now }: Omit<Needs, "tickets">,
  door: Door,
  eventId: string,
  ticketId: string,
): Promise<Scan | null> {
  return await transaction(sql, async (tx) => {
    if (!await worksAt(tx, door.person, eventId)) return null;
    const scan = await admit(tx, door, eventId, ticketId, now());
    return scan.ticketId === null ? null : scan;
  });
}

/** Which of these tickets have been checked in. */
export async function admittedTickets(sql: Sql, ticketIds: string[]): Promise<Set<string>> {
  const rows = await deadline(sql<{ ticketId: string }[]>`
    select ticket_id from checkins where ticket_id = any(${ticketIds}::uuid[])`);
  return new Set(rows.map(({ ticketId }) => ticketId));
}

/** Whether a person may check in at an event: organizers only at their own. */
async function worksAt(sql: Queryable, person: Viewer, eventId: string): Promise<boolean> {
  const [event] = await sql`
    select from events e where id = ${eventId} and ${isWithinReach(sql, person, "see-every-event")}`;
  return event !== undefined;
}

/** What to show of the event that a ticket is for; null if it no longer exists. */
export async function findTicketEvent(sql: Queryable, eventId: string): Promise<CheckIn["event"]> {
  const [event] = await deadline(sql<{ id: string; title: string; startsAt: Date; timeZone: string }[]>`
    select e.id, e.title, e.starts_at, v.time_zone from events e join venues v on v.id = e.venue_id
    where e.id = ${eventId} and e.status <> 'draft'`);
  return event ? { ...event, startsAt: event.startsAt.toISOString() } : null;
}

interface TicketRow {
  seat: NonNullable<CheckIn["seat"]>;
  /** Why the ticket admits nobody any more. */
  voidBecause: "cancelled" | "refunded" | null;
}

interface Admission {
  checkedInAt: Date;
  byUserId: string | null;
  device: string | null;
}

async function admit(
  tx: Transaction,
  { person, device }: Door,
  eventId: string,
  ticketId: string,
  now: number,
): Promise<Scan> {
  // Until this commits, the ticket's booking can't be cancelled, nor the ticket returned.
  const [ticket] = await tx<TicketRow[]>`${selectTicket(tx, eventId, ticketId)} for share of b, t`;
  if (!ticket) return { checkIn: refused("invalid"), ticketId: null, isGarbled: false };
  if (ticket.voidBecause) return scanOf(ticketId, ticket, ticket.voidBecause, null);
  const [admission] = await tx<Admission[]>`
    insert into checkins (ticket_id, event_id, by_user_id, device, checked_in_at)
    values (${ticketId}, ${eventId}, ${person.id}, ${device}, ${new Date(now)})
    on conflict (ticket_id) do nothing returning checked_in_at`;
  if (admission) {
    const subject = { type: "ticket", id: ticketId } as const;
    await writeAudit(tx, { actor: person, action: "ticket.admitted", subject, detail: { eventId, device } });
    return scanOf(ticketId, ticket, "admitted", admission);
  }
  const [first] = await selectAdmission(tx, ticketId);
  const isSame = device !== null && first.device === device && first.byUserId === person.id &&
    now - first.checkedInAt.getTime() <= SAME_SCAN_MS;
  return scanOf(ticketId, ticket, isSame ? "admitted" : "already-used", first);
}

/**
 * The outcome of an earlier scan, to be shown again: "admitted" if this person admitted the ticket and `wasAdmitted`
 * says that this scan did so. Null if there is no such ticket, or a valid one is not checked in.
 */
export async function recallScan(
  sql: Sql,
  person: Viewer,
  { eventId, ticketId, wasAdmitted }: { eventId: string; ticketId: string; wasAdmitted: boolean },
): Promise<Scan | null> {
  if (!await worksAt(sql, person, eventId)) return null;
  const [[ticket], [first]] = await deadline(Promise.all([
    sql<TicketRow[]>`${selectTicket(sql, eventId, ticketId)}`,
    selectAdmission(sql, ticketId),
  ]));
  if (!ticket) return null;
  if (first && wasAdmitted && first.byUserId === person.id) {
    return scanOf(ticketId, ticket, "admitted", first);
  }
  if (ticket.voidBecause) return scanOf(ticketId, ticket, ticket.voidBecause, null);
  return first ? scanOf(ticketId, ticket, "already-used", first) : null;
}

function scanOf(
  ticketId: string,
  { seat }: TicketRow,
  result: CheckIn["result"],
  first: Pick<Admission, "checkedInAt"> | null,
): Scan {
  const checkedInAt = first?.checkedInAt.toISOString() ?? null;
  return { checkIn: { result, seat, checkedInAt, event: null }, ticketId, isGarbled: false };
}

function selectTicket(sql: Queryable, eventId: string, ticketId: string) {
  return sql`
    select json_build_object('section', s.section, 'row', s.row, 'number', s.number) as seat,
      case when e.status <> 'published' or b.status not in ('confirmed', 'refunded') then 'cancelled'
        when b.status = 'refunded' or t.voided_at is not null then 'refunded' end as void_because
    from tickets t
    join bookings b on b.id = t.booking_id
    join events e on e.id = t.event_id
    join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
    where t.id = ${ticketId} and t.event_id = ${eventId}`;
}

function selectAdmission(sql: Queryable, ticketId: string) {
  return sql<Admission[]>`
    select checked_in_at, by_user_id, device from checkins where ticket_id = ${ticketId}`;
}
