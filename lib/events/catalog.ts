/** What nearly every request needs to know about events, cached in this process. */
import type { SeatBoard } from "@/lib/board/board.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import { type HallThumbnail, hallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import { chartToSvg } from "@/lib/charts/svg.ts";
import type { Page } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import { yieldToRequests } from "@/lib/yield_to_requests.ts";
import { gzipInPieces } from "@/lib/gzip.ts";
import { type SeatOverview, seatOverview } from "@/lib/seats/seat_list.ts";
import { TimedCache } from "@/lib/timed_cache.ts";
import { type BrowsePage, loadBrowsePage } from "./browse_page.ts";
import { correctSpelling } from "./correct_spelling.ts";
import { type EventItem, eventItem, type EventRecord, selectEvents } from "./event.ts";
import { type HomeLists, loadHomeLists } from "./home_lists.ts";
import { countSeats, type SeatCounts } from "./sale_status.ts";
import { eventFacets, type EventQuery, type Facets, searchEvents } from "./search.ts";

/** One version of a chart, in every form in which it is needed. */
export interface LoadedChart {
  chart: Chart;
  index: ChartIndex;
  /** The chart as served, plain and compressed. */
  json: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
  etag: string;
  /** A static picture of the hall, drawn on first use. */
  svg(): string;
  /** A thumbnail of the hall, laid out on first use. */
  thumbnail(): HallThumbnail;
}

/** What is needed to count the seats of an event. */
type CountedEvent = Pick<EventRecord, "id" | "status" | "seatCount" | "blockedSeats">;

interface Needs {
  sql: Sql;
  board: Pick<SeatBoard, "snapshots">;
  /** Returns Unix time in milliseconds. */
  now: () => number;
}

/** The maximum age of everything but charts, which never change. */
const AGE_MAX_MS = 1_000;
const EVENTS_MAX = 1_000;
const PAGES_MAX = 50;
const OVERVIEWS_MAX = 100;
/** At most this many other dates of an event are listed; a search for its title finds the rest. */
export const OTHER_DATES_MAX = 8;
const CHARTS_MAX = 100;
/** About half a kilobyte per seat, in all forms together. */
const CHARTS_SEATS_MAX = 300_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID_OR_SLUG = /^[0-9a-z-]{1,80}$/i;

export class EventCatalog {
  readonly #needs: Needs;
  readonly #events: TimedCache<EventRecord | null>;
  readonly #pages: TimedCache<Page<EventRecord>>;
  readonly #browsePages: TimedCache<BrowsePage>;
  readonly #homeLists: TimedCache<HomeLists>;
  readonly #facets: TimedCache<Facets>;
  readonly #spellings: TimedCache<string | null>;
  readonly #counts: TimedCache<SeatCounts>;
  readonly #overviews: TimedCache<SeatOverview>;
  readonly #pictures: TimedCache<string>;
  readonly #otherDates: TimedCache<EventItem[]>;
  readonly #charts: TimedCache<LoadedChart>;

  constructor(needs: Needs) {
    const { now } = needs;
    this.#needs = needs;
    this.#events = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: EVENTS_MAX, now });
    this.#pages = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: PAGES_MAX, now });
    this.#browsePages = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: PAGES_MAX, now });
    this.#homeLists = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: 1, now });
    this.#facets = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: PAGES_MAX, now });
    this.#spellings = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: PAGES_MAX, now });
    this.#counts = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: EVENTS_MAX, now });
    this.#overviews = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: OVERVIEWS_MAX, now });
    this.#pictures = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: OVERVIEWS_MAX, now });
    this.#otherDates = new TimedCache({ maxAgeMs: AGE_MAX_MS, maxEntries: OVERVIEWS_MAX, now });
    const weight = { of: ({ chart }: LoadedChart) => chart.seats.length, max: CHARTS_SEATS_MAX };
    this.#charts = new TimedCache({ maxAgeMs: Infinity, maxEntries: CHARTS_MAX, now, weight });
  }

  /** The event with an id or slug, including drafts; null if there is none. At most a second old. */
  async event(idOrSlug: string): Promise<EventRecord | null> {
    const { sql } = this.#needs;
    if (!ID_OR_SLUG.test(idOrSlug)) return null;
    return await this.#events.get(idOrSlug, async () => {
      const id = UUID.test(idOrSlug) ? idOrSlug : null;
      const [event] = await deadline(sql<EventRecord[]>`
        ${selectEvents(sql)} where e.slug = ${idOrSlug} or e.id = ${id}`);
      return event ?? null;
    });
  }

  /** Like {@link event}, but null for a draft. */
  async publicEvent(idOrSlug: string): Promise<EventRecord | null> {
    const event = await this.event(idOrSlug);
    return event?.status === "draft" ? null : event;
  }

  /** One page of the public list; `requested` as in {@link searchEvents}. At most a second old. */
  list(query: EventQuery, requested = query): Promise<Page<EventRecord>> {
    const { sql, now } = this.#needs;
    return this.#pages.get(
      JSON.stringify([query, requested.q]),
      () => searchEvents(sql, query, now(), requested),
    );
  }

  /**
   * Like {@link list}, but tolerates typing errors: if nothing matches the words, likely corrections are searched for.
   * `query` is the one that the list is for: `requested`, or the corrected one. At most a second old.
   */
  async search(requested: EventQuery): Promise<{ query: EventQuery; list: Page<EventRecord> }> {
    const { sql, now } = this.#needs;
    const list = await this.list(requested);
    const { q } = requested;
    if (list.items.length > 0 || q === undefined) return { query: requested, list };
    const meant = await this.#spellings.get(q, () => correctSpelling(sql, q, now()));
    if (meant === null) return { query: requested, list };
    const query = { ...requested, q: meant };
    return { query, list: await this.list(query, requested) };
  }

  /**
   * The data of the page that lists events, for a query. At most a second old, and so is everything it was built from.
   */
  browsePage(requested: EventQuery): Promise<BrowsePage> {
    return this.#browsePages.get(JSON.stringify(requested), () => loadBrowsePage(this, requested));
  }

  /** The data of the home page. At most a second old, and so is everything it was built from. */
  homeLists(): Promise<HomeLists> {
    return this.#homeLists.get("home", () => loadHomeLists(this, this.#needs.now()));
  }

  /** How many events a query lists on all pages, and what it can be filtered by. At most a second old. */
  facets({ q, from, to, when, city, type }: Omit<EventQuery, "limit">): Promise<Facets> {
    const { sql, now } = this.#needs;
    const query = { q, from, to, when, city, type };
    return this.#facets.get(JSON.stringify(query), () => eventFacets(sql, query, now()));
  }

  /** The chart version of an event. Throws if it is missing, which a foreign key rules out. */
  chart({ chartId, chartVersion }: Pick<EventRecord, "chartId" | "chartVersion">): Promise<LoadedChart> {
    return this.#charts.get(`${chartId}/${chartVersion}`, () => this.#loadChart(chartId, chartVersion));
  }

  /**
   * How many seats of each event are left and held, by event id; at most a second old. While the board is unreachable,
   * when nobody can hold a seat, only claims are counted. Drafts have no holds, so the board is not asked about them.
   */
  async counts(events: CountedEvent[]): Promise<Map<string, SeatCounts>> {
    // Events that are not cached are counted together, in one round trip.
    const missing: CountedEvent[] = [];
    const counted = Promise.withResolvers<Map<string, SeatCounts>>();
    const counts = events.map(async (event) => {
      if (event.status === "draft") return [event.id, withoutHolds(event, 0)] as const;
      const count = await this.#counts.get(event.id, async () => {
        missing.push(event);
        return (await counted.promise).get(event.id)!;
      });
      return [event.id, count] as const;
    });
    if (missing.length === 0) counted.resolve(new Map());
    else this.#count(missing).then(counted.resolve, counted.reject);
    return new Map(await Promise.all(counts));
  }

  /**
   * The seats of an event as its page lists them; at most a second old, for which the live map compensates. While the
   * board is unreachable, no seat counts as free.
   */
  async overview(
    event: Pick<EventRecord, "id" | "chartId" | "chartVersion">,
  ): Promise<SeatOverview> {
    const { index } = await this.chart(event);
    try {
      return await this.#overviews.get(event.id, async () => {
        const snapshot = (await this.#needs.board.snapshots([event.id])).get(event.id);
        return seatOverview(index, snapshot?.statuses ?? "");
      });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return seatOverview(index, "");
    }
  }

  /** A static picture of an event's hall with its free seats. At most a second old, and so is its overview. */
  picture(event: Pick<EventRecord, "id" | "chartId" | "chartVersion">): Promise<string> {
    return this.#pictures.get(event.id, async () => {
      const [{ chart }, { statuses }] = await Promise.all([this.chart(event), this.overview(event)]);
      return chartToSvg(chart, { statuses });
    });
  }

  /** The next other dates of an event: the organizer's events with the same title. At most a second old. */
  otherDates({ id, title, type, organizerId }: EventRecord): Promise<EventItem[]> {
    const { sql, now } = this.#needs;
    return this.#otherDates.get(id, async () => {
      const events = await deadline(sql<EventRecord[]>`
        ${selectEvents(sql)}
        where e.title = ${title} and e.status = 'published' and e.ends_at > ${new Date(
        now(),
      )} and e.id <> ${id}
          and e.type = ${type} and e.organizer_id is not distinct from ${organizerId}
        order by e.starts_at, e.id limit ${OTHER_DATES_MAX}`);
      return await this.items(events);
    });
  }

  /** Events in the short form of lists, with their seat counts. */
  async items(events: EventRecord[]): Promise<EventItem[]> {
    const counts = await this.counts(events);
    return events.map((event) => eventItem(event, counts.get(event.id)!, this.#needs.now()));
  }

  /** Call after an event is written, so that this process shows it at once. */
  forget(eventId: string): void {
    this.#events.forget((event) => event === null || event.id === eventId);
    this.#counts.forget();
    this.#overviews.forget();
    this.#pictures.forget();
    this.#otherDates.forget();
    this.#pages.forget();
    this.#browsePages.forget();
    this.#homeLists.forget();
    this.#facets.forget();
    this.#spellings.forget();
  }

  async #count(events: CountedEvent[]): Promise<Map<string, SeatCounts>> {
    try {
      const snapshots = await this.#needs.board.snapshots(events.map((event) => event.id));
      return new Map(events.map(({ id }) => [id, countSeats(snapshots.get(id)?.statuses ?? "")]));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return await this.#countClaims(events);
    }
  }

  async #countClaims(events: CountedEvent[]): Promise<Map<string, SeatCounts>> {
    const { sql } = this.#needs;
    const rows = await deadline(sql<{ eventId: string; claims: number }[]>`
      select event_id, count(*)::integer as claims from seat_claims
      where event_id = any(${events.map((event) => event.id)}::uuid[]) group by event_id`);
    const claims = new Map(rows.map((row) => [row.eventId, row.claims]));
    return new Map(events.map((event) => [event.id, withoutHolds(event, claims.get(event.id) ?? 0)]));
  }

  async #loadChart(id: string, version: number): Promise<LoadedChart> {
    const { sql } = this.#needs;
    const [row] = await deadline(sql<{ body: string }[]>`
      select body::text as body from charts where id = ${id} and version = ${version}`);
    if (!row) throw new Error(`there is no version ${version} of chart ${id}`);
    // Each step takes tens of milliseconds for the largest halls; other requests are served in between.
    const json = new TextEncoder().encode(row.body);
    await yieldToRequests();
    const chart: Chart = JSON.parse(row.body);
    await yieldToRequests();
    const index = indexChart(chart);
    let svg: string | undefined;
    let thumbnail: HallThumbnail | undefined;
    return {
      chart,
      index,
      json,
      gzip: await gzipInPieces(json),
      // Weak, because the compressed bytes are another representation of the same chart.
      etag: `W/"${id}.${version}"`,
      svg: () => svg ??= chartToSvg(chart),
      thumbnail: () => thumbnail ??= hallThumbnail(chart),
    };
  }
}

function withoutHolds({ seatCount, blockedSeats }: CountedEvent, claims: number): SeatCounts {
  return { left: seatCount - blockedSeats.length - claims, held: 0 };
}
