import { Poster } from "@/components/events/Poster.tsx";
import { DateBlock } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { BookingView } from "@/lib/bookings/queries.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import type { EventRecord } from "@/lib/events/event.ts";

/** The notice on a saved page, by which the service worker recognizes the pages that it has saved (static/sw.js). */
export function SavedNote({ hasTickets }: { hasTickets: boolean }) {
  const words = useWords("bookings");
  return (
    <p id="kept-note" hidden class="notice" data-kind="info">
      {hasTickets ? words.offlineTickets : words.offlinePayment}
    </p>
  );
}

/** The row on the offline page for a saved page with tickets. */
export function SavedRow({ booking, event }: {
  booking: BookingView;
  event: EventRecord;
}) {
  const { startsAt, endsAt, venue, title } = event;
  return (
    <template id="kept-row" data-ends={endsAt.toISOString()}>
      <article class="event-row">
        <DateBlock at={startsAt.toISOString()} timeZone={venue.timeZone} />
        <Poster event={event} at="row" />
        <div>
          <h3 class="event-title">
            <a href={`/bookings/${booking.id}`} dir="auto">{title}</a>
          </h3>
          <p class="quiet">
            <VenueLocation venue={venue} />
          </p>
          <p class="quiet small">
            {useWords("bookings").seatListAndCode({
              seats: seatsInList(booking.seats, useWords("seats")),
              code: () => <span class="number">{booking.code}</span>,
            })}
          </p>
        </div>
      </article>
    </template>
  );
}
