/** The metadata of an event's page. */
import { fractionDigits } from "@/lib/format/currencies.ts";
import type { EventDetail } from "./event.ts";

/** How many characters of a description search engines show. */
const DESCRIPTION_MAX = 155;

/** The beginning of an event's description as one line, cut between words; empty if there is none. */
export function descriptionOf({ description }: Pick<EventDetail, "description">): string {
  const line = description.replaceAll(/\s+/g, " ").trim();
  if (line.length <= DESCRIPTION_MAX) return line;
  const cut = line.slice(0, DESCRIPTION_MAX);
  const end = cut.lastIndexOf(" ");
  return `${end > 0 ? cut.slice(0, end) : [...cut].slice(0, -1).join("")}…`;
}

const availability: Record<EventDetail["saleStatus"], string> = {
  "on-sale": "InStock",
  "not-yet": "PreOrder",
  "sold-out": "SoldOut",
  "ended": "OutOfStock",
  "cancelled": "OutOfStock",
};

/** The event as schema.org JSON-LD, for search engines. `url` is that of its page, `image` that of its share image. */
export function eventJsonLd(
  event: EventDetail,
  { url, image }: { url: string; image: string },
): Record<string, unknown> {
  const { type, title, description, startsAt, endsAt, doorsAt, salesOpenAt, venue } = event;
  return {
    "@context": "https://schema.org",
    "@type": type === "film" ? "ScreeningEvent" : "MusicEvent",
    name: title,
    description,
    url,
    image: [image],
    startDate: startsAt,
    endDate: endsAt,
    ...(event.minimumAge === null ? {} : { typicalAgeRange: `${event.minimumAge}-` }),
    ...(doorsAt ? { doorTime: doorsAt } : {}),
    ...statusOf(event),
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    location: {
      "@type": "Place",
      name: venue.name,
      address: {
        "@type": "PostalAddress",
        streetAddress: venue.address,
        addressLocality: venue.city,
        addressCountry: venue.country,
      },
    },
    offers: event.zones.map(({ name, price }) => ({
      "@type": "Offer",
      name,
      url,
      price: inUnits(price, event.currency),
      priceCurrency: event.currency,
      availability: `https://schema.org/${availability[event.saleStatus]}`,
      ...(salesOpenAt ? { validFrom: salesOpenAt } : {}),
    })),
  };
}

/** Whether the event takes place, and its previous start if it was moved. */
function statusOf({ saleStatus, startsAt, change }: EventDetail): Record<string, string> {
  const status = (name: string) => ({ eventStatus: `https://schema.org/Event${name}` });
  if (saleStatus === "cancelled") return status("Cancelled");
  const isMoved = change && Date.parse(change.was.startsAt) !== Date.parse(startsAt);
  return isMoved ? { ...status("Rescheduled"), previousStartDate: change.was.startsAt } : status("Scheduled");
}

/** An amount in minor units as schema.org writes it: `12.50`. */
function inUnits(amount: number, currency: string): string {
  const digits = fractionDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
