/**
 * Time zones: their names and their clocks, the only authority for both. The table comes from IANA's database by
 * `deno task time-zones`. The runtime, Postgres and browsers each bring a release of their own and differ where a country
 * has changed its clocks since, and V8 calls Asia/Kolkata by its old name: what they resolve is neither stored nor compared.
 */
import { lowerAscii } from "@/lib/text/unicode_forms.ts";
import table from "./time_zones.json" with { type: "json" };

/** The release of IANA's database that the table is from. */
export const timeZonesVersion: string = table.version;

/** IANA's primary name of each place's clock, and Etc/UTC. */
export const timeZones: readonly string[] = Object.keys(table.zones);

const primaryNames: ReadonlyMap<string, string> = new Map(
  [...timeZones.map((name) => [name, name]), ...Object.entries(table.aliases)]
    .map(([name, primary]) => [lowerAscii(name), primary]),
);

/**
 * The primary name of a zone: Asia/Kolkata for Asia/Calcutta, whatever the case. Null for anything else, such as IST or
 * +02:00: abbreviations mean another clock to the next reader, and an offset knows no summer.
 */
export function timeZoneNamed(name: string): string | null {
  return primaryNames.get(lowerAscii(name)) ?? null;
}

/** Of the years from 2000 to 2100. */
interface Clock {
  /** When it changes, milliseconds, ascending. */
  changes: number[];
  /** What it is ahead of UTC, milliseconds, before the first change and after each. */
  offsets: number[];
}

const MINUTE_MS = 60_000;
/** Unpacked when first asked for; zones share many. */
const clocks: Clock[] = [];

/** A name that is not in the table has UTC; the database refuses such names. */
function clockOf(timeZone: string): Clock {
  const index = (table.zones as Record<string, number>)[timeZone] ?? table.zones["Etc/UTC"];
  return clocks[index] ??= unpackClock(table.clocks[index]);
}

/** The notation is that of tasks/time_zones.ts. */
function unpackClock(packed: string): Clock {
  const [first, ...rest] = packed.split(" ").map((part) => parseInt(part, 36) * MINUTE_MS);
  const clock: Clock = { changes: [], offsets: [first] };
  let at = Date.UTC(2000, 0, 1);
  for (let i = 0; i < rest.length; i += 2) {
    clock.changes.push(at += rest[i]);
    clock.offsets.push(rest[i + 1]);
  }
  return clock;
}

/** What clocks of a zone are ahead of UTC at an instant; both in milliseconds. */
export function utcOffset(timeZone: string, instant: number): number {
  const { changes, offsets } = clockOf(timeZone);
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[middle] <= instant) low = middle + 1;
    else high = middle;
  }
  return offsets[low];
}

const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The instants at which clocks of a zone show a local time, in milliseconds as if it were UTC. Mostly one; two where the
 * clock shows it twice, in order; none where a change leaves it out: `around` are then what it would be by the clock after
 * the change (the earlier) and by the one before.
 */
export function instantsOf(
  timeZone: string,
  local: number,
): { instants: number[]; around: [number, number] } {
  const before = local - utcOffset(timeZone, local - DAY_MS);
  const after = local - utcOffset(timeZone, local + DAY_MS);
  const around: [number, number] = before < after ? [before, after] : [after, before];
  const instants = [...new Set(around)].filter((instant) => instant + utcOffset(timeZone, instant) === local);
  return { instants, around };
}
