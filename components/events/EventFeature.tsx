import { DateTime } from "@/components/layout/DateTime.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { HallPicture } from "@/components/seat_map/HallThumbnail.tsx";
import type { FeaturedEvent } from "@/lib/events/home_lists.ts";
import { EventCardHead, EventOffer } from "./EventCard.tsx";
import { Poster } from "./Poster.tsx";

interface FeatureProps {
  of: FeaturedEvent;
}

/**
 * An event with a row to itself: its poster, the beginning of its description, the hall with its current seats, and a
 * link.
 */
export function EventFeature({ of: { event, line, hall, statuses } }: FeatureProps) {
  const words = useWords("events");
  return (
    <article class="event-feature">
      <Poster event={event} at="card" />
      <div class="event-feature-text">
        <EventCardHead event={event} />
        <p class="event-feature-line">{line}</p>
        <EventOffer event={event} />
        {event.saleStatus === "on-sale" && (
          <span class="button button-main" aria-hidden="true">{words.book}</span>
        )}
      </div>
      <HallPicture hall={hall} statuses={statuses} />
    </article>
  );
}

/** An event's hall with the current status of its seats, large beside the page's opening words. */
export function HallTonight({ of: { event, hall, statuses } }: FeatureProps) {
  return (
    <article class="hall-tonight">
      <HallPicture hall={hall} statuses={statuses} />
      <div class="hall-tonight-text">
        <h2 class="event-title">
          <a href={`/events/${event.slug}`}>
            <bdi>{event.title}</bdi>
          </a>
        </h2>
        <span class="event-card-date">
          <DateTime at={event.startsAt} timeZone={event.venue.timeZone} />
        </span>
        <EventOffer event={event} />
      </div>
    </article>
  );
}
