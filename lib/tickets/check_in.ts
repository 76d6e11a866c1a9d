/** Letting people in at the door. */
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { Services } from "@/lib/services.ts";

export const checkInSchema = z.object({
  result: z.enum(["admitted", "already-used", "invalid", "wrong-event"]),
  seat: z.object({ section: z.string(), row: z.string(), number: z.string() }).nullable()
    .describe("Of a ticket that is valid for this event"),
  checkedInAt: z.iso.datetime().nullable().describe("When the ticket was first used"),
}).meta({
  id: "CheckIn",
  examples: [{
    result: "admitted",
    seat: { section: "Stalls", row: "A", number: "12" },
    checkedInAt: "2027-03-12T18:05:00.000Z",
  }],
});
export type CheckIn = z.infer<typeof checkInSchema>;

const refused = (result: "invalid" | "wrong-event"): CheckIn => ({ result, seat: null, checkedInAt: null });

/**
 * Admits to an event with the text of a ticket's QR code. Each ticket admits once, however many doors read it at once;
 * void tickets (of bookings cancelled or refunded) never do. Null when there is no such event, or when it is another
 * organiser's.
 */
export async function checkIn(
  { sql, tickets }: Pick<Services, "sql" | "tickets">,
  door: Pick<User, "id" | "role">,
  eventId: string,
  token: string,
): Promise<CheckIn | null> {
  const ticket = await tickets.verify(token);
  return await transaction(sql, async (tx) => {
    const own = !may(door.role, "every-event") && may(door.role, "edit-events");
    const [event] = await tx`
      select from events where id = ${eventId} and (not ${own} or organizer_id = ${door.id})`;
    if (!event) return null;
    if (!ticket) return refused("invalid");
    if (ticket.eventId !== eventId) return refused("wrong-event");
    const seat = await lockValidTicket(tx, ticket.ticketId, eventId);
    if (!seat) return refused("invalid");
    const [admitted] = await tx<[{ checkedInAt: Date }?]>`
      insert into checkins (ticket_id, event_id, by_user_id) values (${ticket.ticketId}, ${eventId}, ${door.id})
      on conflict (ticket_id) do nothing returning checked_in_at`;
    if (admitted) return { result: "admitted", seat, checkedInAt: admitted.checkedInAt.toISOString() };
    const [first] = await tx<[{ checkedInAt: Date }]>`
      select checked_in_at from checkins where ticket_id = ${ticket.ticketId}`;
    return { result: "already-used", seat, checkedInAt: first.checkedInAt.toISOString() };
  });
}

/** Which of these tickets somebody was admitted with. */
export async function admittedTickets(sql: Sql, ticketIds: string[]): Promise<Set<string>> {
  const rows = await deadline(sql<{ ticketId: string }[]>`
    select ticket_id from checkins where ticket_id = any(${ticketIds}::uuid[])`);
  return new Set(rows.map(({ ticketId }) => ticketId));
}

/** The seat of a ticket that admits now; null for any other. Its booking can't be cancelled before this commits. */
async function lockValidTicket(
  tx: Transaction,
  ticketId: string,
  eventId: string,
): Promise<CheckIn["seat"]> {
  const [seat] = await tx<NonNullable<CheckIn["seat"]>[]>`
    select s.section, s.row, s.number
    from tickets t
    join bookings b on b.id = t.booking_id
    join events e on e.id = t.event_id
    join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
    where t.id = ${ticketId} and t.event_id = ${eventId} and t.voided_at is null
      and b.status = 'confirmed' and e.status = 'published'
    for share of b, t`;
  return seat ?? null;
}
