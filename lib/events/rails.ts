/** What the home page shows of the events to come. */
import type { EventCatalog } from "./catalog.ts";
import { isSoon } from "./days.ts";
import type { EventItem } from "./event.ts";

/** Events for the home page, each list in the order in which it is shown. */
export interface Rails {
  /** Today and on this weekend, at their venues. */
  soon: EventItem[];
  /** Whatever comes next. */
  next: EventItem[];
  /** Those that are not soon. */
  concerts: EventItem[];
  films: EventItem[];
  /** On sale with few seats left, the fullest first. */
  nearlyGone: EventItem[];
}

const RAIL_LENGTH = 12;
/** How far ahead is looked for what is soon or nearly gone. */
const NEXT_EVENTS = 100;
/** An event is nearly gone when no more than this share of its seats is left. */
const NEARLY_GONE_SHARE = 0.1;

/** Reads the rails. Cancelled events are left to the list of all. `now` in milliseconds. */
export async function loadRails(catalog: Pick<EventCatalog, "list" | "items">, now: number): Promise<Rails> {
  const first = async (query: { type?: "concert" | "film"; limit: number }) => {
    const { items } = await catalog.list(query);
    return await catalog.items(items.filter((event) => event.status !== "cancelled"));
  };
  const [next, concerts, films] = await Promise.all([
    first({ limit: NEXT_EVENTS }),
    first({ type: "concert", limit: 2 * RAIL_LENGTH }),
    first({ type: "film", limit: 2 * RAIL_LENGTH }),
  ]);
  const isSoonAtVenue = ({ startsAt, venue }: EventItem) => isSoon(new Date(startsAt), venue.timeZone, now);
  const soon = next.filter(isSoonAtVenue).slice(0, RAIL_LENGTH);
  const soonIds = new Set(soon.map(({ id }) => id));
  const later = (events: EventItem[]) => events.filter(({ id }) => !soonIds.has(id)).slice(0, RAIL_LENGTH);
  return {
    soon,
    next: next.slice(0, RAIL_LENGTH),
    concerts: later(concerts),
    films: later(films),
    nearlyGone: next.filter(isNearlyGone).toSorted((a, b) => shareLeft(a) - shareLeft(b)).slice(
      0,
      RAIL_LENGTH,
    ),
  };
}

function isNearlyGone(event: EventItem): boolean {
  return event.saleStatus === "on-sale" && event.seatsLeft > 0 && shareLeft(event) <= NEARLY_GONE_SHARE;
}

function shareLeft({ seatsLeft, seatCount }: EventItem): number {
  return seatsLeft / seatCount;
}
