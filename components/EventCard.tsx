import { DateTime } from "@/components/DateTime.tsx";
import { Place } from "@/components/Place.tsx";
import { Poster } from "@/components/Poster.tsx";
import { Price } from "@/components/Price.tsx";
import { SaleStatus } from "@/components/SaleStatus.tsx";
import type { EventItem } from "@/lib/events/event.ts";

/** An event in a rail or grid: the poster does the talking. The title's link covers the card. */
export function EventCard({ event, locale }: { event: EventItem; locale: string }) {
  return (
    <article class="event-card">
      <Poster event={event} at="card" />
      <span class="event-card-date">
        <DateTime at={event.startsAt} timeZone={event.venue.timeZone} locale={locale} />
      </span>
      <h3 class="event-title">
        <a href={`/events/${event.slug}`}>
          <bdi>{event.title}</bdi>
        </a>
      </h3>
      <p class="quiet small">
        <Place parts={[event.venue.name, event.venue.city]} />
      </p>
      <EventOffer event={event} locale={locale} />
    </article>
  );
}

/** Price and what is left. */
export function EventOffer({ event, locale, class: name = "event-card-foot" }: {
  event: EventItem;
  locale: string;
  class?: string;
}) {
  return (
    <div class={name}>
      {event.priceFrom !== null && event.saleStatus !== "cancelled" && (
        <Price amount={event.priceFrom} currency={event.currency} locale={locale} from />
      )}
      <SaleStatus status={event.saleStatus} seatsLeft={event.seatsLeft} locale={locale} />
    </div>
  );
}
