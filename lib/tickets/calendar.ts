import { createEvent, type EventAttributes } from "ics";
import type { BookingView } from "@/lib/bookings/view.ts";
import type { EventRecord } from "@/lib/events/event.ts";

/** How long before the doors open (or the start, where they have no time) the calendar reminds. */
const REMINDER_HOURS = 3;

/**
 * The event of a confirmed booking as an iCalendar file (RFC 5545), in UTC. Its UID is the booking's, so that opening it
 * again after the event was moved changes the entry instead of adding one. `address` is the site's, `now` in milliseconds.
 * @throws Error when the library refuses the values.
 */
export function calendarFile(booking: BookingView, event: EventRecord, address: string, now: number): string {
  const { venue } = event;
  const link = `${address}/bookings/${booking.id}`;
  const places = booking.seats.map(({ section, row, number }) =>
    [section, row && `row ${row}`, number && `seat ${number}`].filter(Boolean).join(", ")
  );
  const reminderFrom = event.doorsAt ?? event.startsAt;
  // The library takes the time stamp (DTSTAMP), but its types do not know it.
  const attributes: EventAttributes & { timestamp: number } = {
    productId: "Aisle",
    method: "PUBLISH",
    uid: `${booking.id}@${new URL(address).hostname}`,
    timestamp: now,
    start: event.startsAt.getTime(),
    startInputType: "utc",
    startOutputType: "utc",
    end: event.endsAt.getTime(),
    endInputType: "utc",
    endOutputType: "utc",
    title: event.title,
    location: [venue.name, venue.address, venue.city].filter(Boolean).join(", "),
    description: [`Booking ${booking.code}`, ...places, link].join("\n"),
    url: link,
    status: "CONFIRMED",
    busyStatus: "BUSY",
    alarms: [{
      action: "display",
      description: event.title,
      trigger: reminderFrom.getTime() - REMINDER_HOURS * 3_600_000,
    }],
  };
  const { error, value } = createEvent(attributes);
  if (!value) throw new Error("the calendar file could not be made", { cause: error });
  return value;
}
