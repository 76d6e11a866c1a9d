import { DateTime } from "@/components/layout/DateTime.tsx";
import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import { isolated } from "@/lib/text/isolated.ts";
import type { FoundBooking, FoundTicket } from "@/lib/tickets/find_at_door.ts";

/** The bookings found by a search at the door: each ticket with its status, and a button where it can be admitted. */
export function FoundAtDoor({ eventId, text, bookings, isCut, timeZone }: {
  eventId: string;
  /** The search text. */
  text: string;
  bookings: FoundBooking[];
  isCut: boolean;
  /** The venue's time zone. */
  timeZone: string;
}) {
  const words = useWords("door");
  const seatWords = useWords("seats");
  const nameOf = ({ name }: FoundBooking) => name ?? words.noName;
  const found = { count: bookings.length, words: () => <bdi>{text}</bdi> };
  return (
    <section class="stack" aria-label={words.bookingsFound}>
      <p role="status">
        {isCut ? words.foundFirst(found) : words.found(found)}
      </p>
      {bookings.map((booking) => (
        <form
          key={booking.id}
          method="post"
          class="found"
          aria-label={words.bookingOf({ name: isolated(nameOf(booking)), code: booking.code })}
        >
          <input type="hidden" name="event" value={eventId} />
          <input type="hidden" name="q" value={text} />
          <h2>
            <bdi>{nameOf(booking)}</bdi> <span class="number quiet">{booking.code}</span>
          </h2>
          <ul>
            {booking.tickets.map((ticket) => (
              <li key={ticket.id}>
                <span>{seatName(ticket.seat, seatWords)}</span>
                <TicketStatus ticket={ticket} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        </form>
      ))}
    </section>
  );
}

function TicketStatus({ ticket: { id, seat, status, checkedInAt }, timeZone }: {
  ticket: FoundTicket;
  timeZone: string;
}) {
  const words = useWords("door");
  const seatWords = useWords("seats");
  switch (status) {
    case "valid":
      return (
        <button type="submit" class="button" name="admit" value={id}>
          {words.admit({ seat: seatName(seat, seatWords), hidden })}
        </button>
      );
    case "admitted":
      return (
        <span class="badge" data-kind="success">
          {words.inSince({
            time: () => <DateTime at={checkedInAt!} timeZone={timeZone} style="time" />,
          })}
        </span>
      );
    case "cancelled":
    case "refunded":
      return <span class="badge" data-kind="danger">{words.ticketState({ state: status })}</span>;
    default:
      return status satisfies never;
  }
}

/** For text that neither is a ticket nor matches a booking. */
export function NothingFound({ text }: { text: string }) {
  const words = useWords("door");
  return (
    <section class="check-in" data-result="invalid" role="alert">
      <h2>{words.nothingFound}</h2>
      <p>{words.notFound({ words: () => <bdi>{text}</bdi> })}</p>
    </section>
  );
}
