/** The upcoming events that the home page shows. */
import type { HallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import { isSoon } from "@/lib/format/days.ts";
import { spreadMotifs } from "@/lib/posters/choose_motif.ts";
import type { EventItem, EventRecord } from "./event.ts";

/** Events for the home page, each list in display order. */
export interface HomeLists {
  /** What starts first: today and this weekend if that fills a list, otherwise within seven days, otherwise later. */
  first: HomeList & { when: "soon" | "week" | "next" };
  /** The event of `first` whose hall is shown at the top; null if events are featured, each with its own hall. */
  hall: FeaturedEvent | null;
  /** Those not in `first`. */
  concerts: HomeList;
  films: HomeList;
  /** On sale with few seats left, the fullest first. */
  nearlyGone: HomeList;
}

export interface HomeList {
  events: EventItem[];
  /** The same events, if they are too few to fill a row. */
  featured: FeaturedEvent[];
}

/** A featured event. */
export interface FeaturedEvent {
  event: EventItem;
  /** The beginning of its description. */
  line: string;
  hall: HallThumbnail;
  /** The statuses of its seats, one letter each; empty if unknown. */
  statuses: string;
}

/** The part of {@link EventCatalog} that the home page uses. */
interface Catalog {
  list(query: { type?: EventRecord["type"]; limit: number }): Promise<{ items: EventRecord[] }>;
  items(events: EventRecord[]): Promise<EventItem[]>;
  chart(event: EventRecord): Promise<{ thumbnail(): HallThumbnail }>;
  overview(event: EventRecord): Promise<{ statuses: string }>;
}

const LIST_LENGTH = 12;
/** Fewer events leave most of a row empty. */
const LIST_LENGTH_MIN = 3;
/** How many of the next events are considered for `first` and `nearlyGone`. */
const NEXT_EVENTS = 100;
const WEEK_MS = 7 * 24 * 3_600_000;
/** An event is nearly gone if at most this share of its seats is left. */
const NEARLY_GONE_SHARE = 0.1;
const LINE_MAX = 160;

/**
 * Loads the lists, without cancelled events. No two of any four consecutive cards share a picture. `now` in
 * milliseconds.
 */
export async function loadHomeLists(catalog: Catalog, now: number): Promise<HomeLists> {
  const records = new Map<string, EventRecord>();
  const read = async (query: { type?: "concert" | "film"; limit: number }) => {
    const items = (await catalog.list(query)).items.filter((event) => event.status !== "cancelled");
    for (const event of items) records.set(event.id, event);
    return await catalog.items(items);
  };
  const [next, concerts, films] = await Promise.all([
    read({ limit: NEXT_EVENTS }),
    read({ type: "concert", limit: 2 * LIST_LENGTH }),
    read({ type: "film", limit: 2 * LIST_LENGTH }),
  ]);
  const feature = (event: EventItem) => toFeatured(catalog, event, records.get(event.id)!);
  const toList = async (events: EventItem[]): Promise<HomeList> => {
    const isShort = events.length < LIST_LENGTH_MIN;
    return {
      events: spreadMotifs(events.slice(0, LIST_LENGTH)),
      featured: isShort ? await Promise.all(events.map(feature)) : [],
    };
  };
  const { when, events } = firstOf(next, now);
  const first = await toList(events);
  const shown = new Set(first.events.map(({ id }) => id));
  const later = (events: EventItem[]) => toList(events.filter(({ id }) => !shown.has(id)));
  const gone = next.filter(isNearlyGone).toSorted((a, b) => shareLeft(a) - shareLeft(b));
  const topEvent = first.events.find(({ saleStatus }) => saleStatus === "on-sale") ?? first.events.at(0);
  const lists = {
    first: { when, ...first },
    hall: topEvent && first.featured.length === 0 ? await feature(topEvent) : null,
    concerts: await later(concerts),
    films: await later(films),
  };
  // A featured event already shows how few seats are left.
  const featured = new Set([lists.first, lists.concerts, lists.films].flatMap(featuredIds));
  return { ...lists, nearlyGone: await toList(gone.filter(({ id }) => !featured.has(id))) };
}

function firstOf(next: EventItem[], now: number): { when: HomeLists["first"]["when"]; events: EventItem[] } {
  const soon = next.filter(({ startsAt, venue }) => isSoon(new Date(startsAt), venue.timeZone, now));
  if (soon.length >= LIST_LENGTH_MIN) return { when: "soon", events: soon };
  const week = next.filter(({ startsAt }) => Date.parse(startsAt) < now + WEEK_MS);
  if (week.length >= LIST_LENGTH_MIN) return { when: "week", events: week };
  return soon.length > 0 ? { when: "soon", events: soon } : { when: "next", events: next };
}

async function toFeatured(catalog: Catalog, event: EventItem, record: EventRecord): Promise<FeaturedEvent> {
  const [chart, { statuses }] = await Promise.all([catalog.chart(record), catalog.overview(record)]);
  return { event, line: firstSentence(record.description), hall: chart.thumbnail(), statuses };
}

/** The first sentence of a text, cut after a word if it is long. */
function firstSentence(text: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text.slice(0, 1_000));
  const sentence = first?.segment.trim() ?? "";
  return sentence.length <= LINE_MAX ? sentence : `${sentence.slice(0, LINE_MAX).replace(/\s+\S*$/, "")}…`;
}

function featuredIds({ featured }: HomeList): string[] {
  return featured.map(({ event }) => event.id);
}

function isNearlyGone(event: EventItem): boolean {
  return event.saleStatus === "on-sale" && event.seatsLeft > 0 && shareLeft(event) <= NEARLY_GONE_SHARE;
}

function shareLeft({ seatsLeft, seatCount }: EventItem): number {
  return seatsLeft / seatCount;
}
