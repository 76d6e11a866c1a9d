import { DateBlock } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { EventItem } from "@/lib/events/event.ts";
import { EventOffer } from "./EventCard.tsx";
import { Poster } from "./Poster.tsx";

/** An event in the browse list, date first. Rows live in an `.event-list`. */
export function EventRow({ event }: { event: EventItem }) {
  return (
    <article class="event-row">
      <DateBlock at={event.startsAt} timeZone={event.venue.timeZone} />
      <Poster event={event} at="row" transitionName={`poster-${event.slug}`} />
      <div class="event-row-what">
        <h2 class="event-title">
          <a href={`/events/${event.slug}`}>
            <bdi>{event.title}</bdi>
          </a>
        </h2>
        <p class="quiet event-row-where">
          <VenueLocation venue={event.venue} />
        </p>
        <p class="quiet small">{useWords("events").typeOf({ type: event.type })}</p>
      </div>
      <EventOffer event={event} class="event-row-buy" />
    </article>
  );
}
