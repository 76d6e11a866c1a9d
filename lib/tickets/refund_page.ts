import type { User } from "@/lib/auth/caller.ts";
import { recordRead } from "@/lib/bookings/record_read.ts";
import { findBookingForStaff, type StaffBookingView } from "@/lib/bookings/queries.ts";
import type { Actor } from "@/lib/db/audit_log.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { admittedTickets } from "./check_in.ts";

export interface RefundableBooking {
  booking: StaffBookingView;
  event: EditableEvent;
  /** Ids of the tickets that were checked in. */
  admitted: ReadonlySet<string>;
}

/** A booking and its event, for the event's organizer and for admins; null for others. */
export async function findRefundable(
  sql: Sql,
  person: User & Actor,
  { eventId, bookingId }: { eventId: string; bookingId: string },
): Promise<RefundableBooking | null> {
  const event = await eventToEdit(sql, person, eventId);
  const booking = event && await findBookingForStaff(sql, bookingId);
  if (!event || booking?.eventId !== event.id) return null;
  await recordRead(sql, person, "booking", booking.id);
  return { booking, event, admitted: await admittedTickets(sql, booking.tickets.map(({ id }) => id)) };
}
