/** Which picture a drawn poster gets: one that the events beside it in lists do not have. */
import type { Transaction } from "@/lib/db/pool.ts";
import { type DesignSubject, posterDesign } from "./drawn_poster.ts";
import { motifs } from "./motifs.ts";

/** The motifs of other events, the nearest in time first; `city`: of those that are in the same one. */
export interface NearbyMotifs {
  before: string[];
  after: string[];
  city: { before: string[]; after: string[] };
}

/** As many cards as stand side by side on the widest page. */
const ROW = 6;
/** How many events on either side are looked at. */
const NEARBY = 100;

/**
 * The motif for an event among those nearby, of its own type: never one of the three events on either side, so that no four
 * in a row share one; if it can be none of a whole row; and then the one that was used furthest away in its city.
 */
export function chooseMotif(event: Pick<DesignSubject, "id" | "type">, nearby: NearbyMotifs): string {
  const names = motifs[event.type].map(({ name }) => name);
  // Where several are as good, the id decides, so that seasons do not begin alike.
  const first = names.indexOf(posterDesign({ ...event, poster: { motif: null } }).motif.name);
  const candidates = [...names.slice(first), ...names.slice(0, first)].map((name) => ({
    name,
    near: Math.min(distanceOf(name, nearby), ROW),
    nearInCity: distanceOf(name, nearby.city),
  }));
  const [best] = candidates.toSorted((a, b) => b.near - a.near || b.nearInCity - a.nearInCity);
  return best.name;
}

/** How many events away a motif is found: 1 for the very next one. */
function distanceOf(motif: string, { before, after }: Pick<NearbyMotifs, "before" | "after">): number {
  const places = [before, after].map((side) => side.indexOf(motif) + 1).filter((place) => place > 0);
  return Math.min(NEARBY + 1, ...places);
}

/** An event that is to have a motif. */
interface DatedEvent {
  id: string;
  type: DesignSubject["type"];
  startsAt: Date;
  city: string;
}

/** Chooses the motif of an event among those that are published, and writes it. */
export async function writeMotif(tx: Transaction, event: DatedEvent): Promise<void> {
  // Of two events that are published at once, the second sees what the first has got.
  await tx`select pg_advisory_xact_lock(hashtextextended('poster motifs', 0))`;
  const motif = chooseMotif(event, await nearbyMotifs(tx, event));
  await tx`update events set poster_motif = ${motif} where id = ${event.id}`;
}

/** Reads the motifs near an event among published ones of its type, but for its own. */
async function nearbyMotifs(
  tx: Transaction,
  { id, type, startsAt, city }: DatedEvent,
): Promise<NearbyMotifs> {
  const side = (isBefore: boolean) =>
    tx<{ id: string; motif: string | null; city: string }[]>`
      select e.id, e.poster_motif as motif, v.city from events e join venues v on v.id = e.venue_id
      where e.type = ${type} and e.status = 'published' and e.id <> ${id}
        and (e.starts_at, e.id) ${isBefore ? tx`<` : tx`>`} (${startsAt}, ${id})
      order by ${isBefore ? tx`e.starts_at desc, e.id desc` : tx`e.starts_at, e.id`} limit ${NEARBY}`;
  const [before, after] = [await side(true), await side(false)].map((rows) =>
    rows.map((row) => ({ ...row, motif: motifOf({ id: row.id, type, poster: row }) }))
  );
  const motifsOf = (rows: { motif: string }[]) => rows.map(({ motif }) => motif);
  const inCity = (rows: typeof before) => rows.filter((row) => row.city === city);
  return {
    before: motifsOf(before),
    after: motifsOf(after),
    city: { before: motifsOf(inCity(before)), after: motifsOf(inCity(after)) },
  };
}

/** The motifs of a whole season by event id, as if its events had been published in the order of their dates. */
export function assignMotifs(season: readonly DatedEvent[]): Map<string, string> {
  const motifs = new Map<string, string>();
  const published: DatedEvent[] = [];
  for (const event of season.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const before = published.filter(({ type }) => type === event.type).reverse();
    const motifsOf = (events: DatedEvent[]) => events.map(({ id }) => motifs.get(id)!);
    const city = { before: motifsOf(before.filter(({ city }) => city === event.city)), after: [] };
    motifs.set(event.id, chooseMotif(event, { before: motifsOf(before), after: [], city }));
    published.push(event);
  }
  return motifs;
}

/** The name of the motif that an event's poster is drawn with. */
export function motifOf(event: DesignSubject): string {
  return posterDesign(event).motif.name;
}

/**
 * The same events in almost the same order: one whose picture is among the three before it comes a little later, where
 * another can go first. What decides is seldom needed in lists by date: see {@link chooseMotif}.
 */
export function spreadMotifs<E extends DesignSubject & { poster: { artwork: unknown } }>(
  events: readonly E[],
): E[] {
  const pictureOf = (event: E) => event.poster.artwork ? event.id : motifOf(event);
  const waiting = [...events];
  const spread: E[] = [];
  while (waiting.length > 0) {
    const recent = spread.slice(-3).map(pictureOf);
    const next = waiting.findIndex((event) => !recent.includes(pictureOf(event)));
    spread.push(...waiting.splice(Math.max(next, 0), 1));
  }
  return spread;
}
