/** Chooses the motif of a drawn poster: one that its neighbours in lists do not have. */
import type { Transaction } from "@/lib/db/pool.ts";
import { type DesignSubject, posterDesign } from "./drawn_poster.ts";
import { motifs } from "./motifs.ts";

/** The motifs of other events, the nearest in time first; `city`: only those in the same city. */
export interface NearbyMotifs {
  before: string[];
  after: string[];
  city: { before: string[]; after: string[] };
}

/** How many cards fit in a row on the widest page. */
const ROW = 6;
/** How many events on either side are considered. */
const NEARBY = 100;

/**
 * The motif for an event, given those of nearby events of its type: never one that the three events on either side use,
 * so that any four in a row differ; preferably one that no card in the same row has; then the one used furthest away in
 * its city.
 */
export function chooseMotif(event: Pick<DesignSubject, "id" | "type">, nearby: NearbyMotifs): string {
  const names = motifs[event.type].map(({ name }) => name);
  // Ties are broken by the id, so that seasons do not all begin with the same motif.
  const first = names.indexOf(posterDesign({ ...event, poster: { motif: null } }).motif.name);
  const candidates = [...names.slice(first), ...names.slice(0, first)].map((name) => ({
    name,
    near: Math.min(distanceOf(name, nearby), ROW),
    nearInCity: distanceOf(name, nearby.city),
  }));
  const [best] = candidates.toSorted((a, b) => b.near - a.near || b.nearInCity - a.nearInCity);
  return best.name;
}

/** How many events away a motif is: 1 for the next one. */
function distanceOf(motif: string, { before, after }: Pick<NearbyMotifs, "before" | "after">): number {
  const distances = [before, after].map((side) => side.indexOf(motif) + 1).filter((distance) => distance > 0);
  return Math.min(NEARBY + 1, ...distances);
}

/** An event that needs a motif. */
interface DatedEvent {
  id: string;
  type: DesignSubject["type"];
  startsAt: Date;
  city: string;
}

/** Chooses an event's motif, given the published events, and writes it. */
export async function writeMotif(tx: Transaction, event: DatedEvent): Promise<void> {
  // Of two events published concurrently, the second sees the first's motif.
  await tx`select pg_advisory_xact_lock(hashtextextended('poster motifs', 0))`;
  const motif = chooseMotif(event, await nearbyMotifs(tx, event));
  await tx`update events set poster_motif = ${motif} where id = ${event.id}`;
}

/** Reads the motifs of the published events of the same type near an event, without its own. */
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

/** The motifs of a whole season by event id, as if its events had been published in date order. */
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

/** The name of the motif of an event's poster. */
export function motifOf(event: DesignSubject): string {
  return posterDesign(event).motif.name;
}

/**
 * The same events in almost the same order: one whose picture is among the three before it moves back a little, if
 * another can go first. Lists by date seldom need this: see {@link chooseMotif}.
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
