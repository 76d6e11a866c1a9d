import { DateTime } from "@/components/layout/DateTime.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import { FOUND_MAX, type FoundBooking, type FoundTicket } from "@/lib/tickets/find_at_door.ts";

/** The bookings that a search at the door found: each ticket with its state, and a button where it can be admitted. */
export function FoundAtDoor({ eventId, text, bookings, isCut, timeZone, locale }: {
  eventId: string;
  /** What was looked for. */
  text: string;
  bookings: FoundBooking[];
  isCut: boolean;
  /** The venue's. */
  timeZone: string;
  locale: string;
}) {
  return (
    <section class="stack" aria-label="Bookings found">
      <p role="status">
        {bookings.length === 1
          ? "1 booking"
          : `${isCut ? `The first ${FOUND_MAX}` : bookings.length} bookings`}
        {" for “"}
        <bdi>{text}</bdi>”{isCut && ". Add a name or a seat to see fewer"}.
      </p>
      {bookings.map((booking) => (
        <form key={booking.id} method="post" class="found" aria-label={`${booking.name}, ${booking.code}`}>
          <input type="hidden" name="event" value={eventId} />
          <input type="hidden" name="q" value={text} />
          <h2>
            <bdi>{booking.name}</bdi> <span class="number quiet">{booking.code}</span>
          </h2>
          <ul>
            {booking.tickets.map((ticket) => (
              <li key={ticket.id}>
                <span>{seatName(ticket.seat)}</span>
                <TicketState ticket={ticket} timeZone={timeZone} locale={locale} />
              </li>
            ))}
          </ul>
        </form>
      ))}
    </section>
  );
}

function TicketState({ ticket: { id, seat, state, checkedInAt }, timeZone, locale }: {
  ticket: FoundTicket;
  timeZone: string;
  locale: string;
}) {
  switch (state) {
    case "valid":
      return (
        <button type="submit" class="button" name="admit" value={id}>
          Admit<span class="visually-hidden">{` ${seatName(seat)}`}</span>
        </button>
      );
    case "admitted":
      return (
        <span class="badge" data-kind="success">
          In since <DateTime at={checkedInAt!} timeZone={timeZone} locale={locale} style="time" />
        </span>
      );
    case "cancelled":
      return <span class="badge" data-kind="danger">Cancelled</span>;
    case "refunded":
      return <span class="badge" data-kind="danger">Refunded</span>;
    default:
      return state satisfies never;
  }
}

/** A text that is neither a ticket nor anything about a booking. */
export function NothingFound({ text }: { text: string }) {
  return (
    <section class="check-in" data-result="invalid" role="alert">
      <h2>Nothing found</h2>
      <p>
        “<bdi>{text}</bdi>” is not a ticket, and no booking of this event has this code, name, e-mail or seat.
      </p>
    </section>
  );
}
