import { DateBlock } from "@/components/DateTime.tsx";
import { Poster } from "@/components/Poster.tsx";
import type { BookingView } from "@/lib/bookings/view.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { seatsInWords } from "@/lib/seats/seats_in_words.ts";

/**
 * What a page with tickets brings for when there is no network: its row in the list on the offline page, and a notice that
 * a kept page shows. Its presence makes the service worker keep the page (static/sw.js).
 */
export function KeptTicket({ booking, event, locale }: {
  booking: BookingView;
  event: EventRecord;
  locale: string;
}) {
  const { startsAt, endsAt, venue, title } = event;
  return (
    <>
      <p id="kept-note" hidden class="notice" data-kind="info">
        You’re offline. These are your tickets as this device last saw them.
      </p>
      <template id="kept-row" data-ends={endsAt.toISOString()}>
        <article class="event-row">
          <DateBlock at={startsAt.toISOString()} timeZone={venue.timeZone} locale={locale} />
          <Poster event={event} at="row" />
          <div>
            <h3 class="event-title">
              <a href={`/bookings/${booking.id}`} dir="auto">{title}</a>
            </h3>
            <p class="quiet">{venue.name}, {venue.city}</p>
            <p class="quiet small">
              {seatsInWords(booking.seats)}, <span class="number">{booking.code}</span>
            </p>
          </div>
        </article>
      </template>
    </>
  );
}
