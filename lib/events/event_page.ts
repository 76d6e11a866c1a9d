/** What the page of an event tells machines. */
import { fractionDigits } from "./currencies.ts";
import type { EventDetail } from "./event.ts";

/** The event as schema.org describes one, for search engines. `address` is the page's. */
export function eventJsonLd(event: EventDetail, address: string): Record<string, unknown> {
  const inUnits = (amount: number) => amount / 10 ** fractionDigits(event.currency);
  const prices = event.zones.map(({ price }) => inUnits(price));
  const availability = event.saleStatus === "on-sale"
    ? "InStock"
    : event.saleStatus === "not-yet"
    ? "PreOrder"
    : "SoldOut";
  const isMoved = event.change !== null &&
    Date.parse(event.change.was.startsAt) !== Date.parse(event.startsAt);
  return {
    "@context": "https://schema.org",
    "@type": event.type === "film" ? "ScreeningEvent" : "MusicEvent",
    name: event.title,
    description: event.description,
    startDate: event.startsAt,
    endDate: event.endsAt,
    ...(event.minimumAge === null ? {} : { typicalAgeRange: `${event.minimumAge}-` }),
    ...(event.doorsAt ? { doorTime: event.doorsAt } : {}),
    eventStatus: `https://schema.org/${
      event.saleStatus === "cancelled" ? "EventCancelled" : isMoved ? "EventRescheduled" : "EventScheduled"
    }`,
    ...(isMoved ? { previousStartDate: event.change?.was.startsAt } : {}),
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    location: {
      "@type": "Place",
      name: event.venue.name,
      address: {
        "@type": "PostalAddress",
        streetAddress: event.venue.address,
        addressLocality: event.venue.city,
        addressCountry: event.venue.country,
      },
    },
    offers: {
      "@type": "AggregateOffer",
      url: address,
      priceCurrency: event.currency,
      lowPrice: Math.min(...prices),
      highPrice: Math.max(...prices),
      availability: `https://schema.org/${availability}`,
    },
  };
}
