import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { PriceFrom } from "@/components/layout/Price.tsx";
import type { EventItem } from "@/lib/events/event.ts";
import { offeredFrom } from "@/lib/events/sale_status.ts";
import { Poster } from "./Poster.tsx";
import { SaleStatus } from "./SaleStatus.tsx";

/** An event in a row or grid of cards, led by its poster. The title's link covers the card. */
export function EventCard({ event }: { event: EventItem }) {
  return (
    <article class="event-card">
      <Poster event={event} at="card" />
      <EventCardHead event={event} />
      <EventOffer event={event} />
    </article>
  );
}

/** When, what and where, with the link that covers the card. */
export function EventCardHead({ event }: { event: EventItem }) {
  return (
    <>
      <span class="event-card-date">
        <DateTime at={event.startsAt} timeZone={event.venue.timeZone} />
      </span>
      <h3 class="event-title">
        <a href={`/events/${event.slug}`}>
          <bdi>{event.title}</bdi>
        </a>
      </h3>
      <p class="quiet event-card-where">
        <VenueLocation venue={event.venue} />
      </p>
    </>
  );
}

/** The price and how many seats are left. */
export function EventOffer({ event, class: name = "event-card-foot" }: {
  event: EventItem;
  class?: string;
}) {
  const price = offeredFrom(event);
  return (
    <div class={name}>
      {price !== null && <PriceFrom amount={price} currency={event.currency} />}
      <SaleStatus status={event.saleStatus} seatsLeft={event.seatsLeft} />
    </div>
  );
}
