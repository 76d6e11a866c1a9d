import { Poster } from "@/components/events/Poster.tsx";
import { DateBlock } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { OwnBooking } from "@/lib/bookings/own_bookings.ts";
import { attemptText } from "@/lib/bookings/attempts.ts";

/** A booking in the buyer's own list, date first; `year` also shows the year. The title links to the tickets. */
export function BookingRow(
  { booking, year }: { booking: OwnBooking; year?: boolean },
) {
  const locale = useLocale();
  const { event, code, total, currency, earlierAttempts } = booking;
  const words = useWords("bookings");
  // A booking whose seats have all been given back has none left.
  const seats = booking.seats.length > 0 ? booking.seats : booking.returnedSeats;
  return (
    <article class="event-row">
      <DateBlock at={event.startsAt} timeZone={event.venue.timeZone} year={year} />
      <Poster event={event} at="row" />
      <div>
        <h3 class="event-title">
          <a href={`/bookings/${booking.id}`}>
            <bdi>{event.title}</bdi>
          </a>
        </h3>
        <p class="quiet">
          <VenueLocation venue={event.venue} />
        </p>
        <p class="quiet small">
          {words.seatCountAndCode({ count: seats.length, code: () => <span class="number">{code}</span> })}
        </p>
        {earlierAttempts.map((attempt, n) => (
          <p key={attempt.at} class="quiet small">
            {attemptText(words, attempt, n, locale, event.venue.timeZone)}
          </p>
        ))}
      </div>
      <div class="event-row-buy">
        <Price amount={total} currency={currency} />
        <BookingStatusBadge booking={booking} />
      </div>
    </article>
  );
}

/** A booking's status, in a word or two. */
function BookingStatusBadge({ booking: { status, final, refund } }: { booking: OwnBooking }) {
  const words = useWords("bookings").status;
  switch (status) {
    case "pending":
      return <span class="badge" data-kind="info">{words.pending}</span>;
    case "confirmed":
      return <span class="badge" data-kind="success">{words.confirmed}</span>;
    case "failed":
      return <span class="badge">{final ? words.failed : words.unclear}</span>;
    case "cancelled":
    case "refunded":
      return <span class="badge">{words[refund.status === "pending" ? "refundPending" : status]}</span>;
    default:
      return status satisfies never;
  }
}
