/**
 * The only authority for time zones, their names and their offsets. `deno task time-zones` generates the table from the
 * IANA database. The runtime, Postgres and browsers each have their own release and differ where a country has changed
 * its clocks since, and V8 uses the old name of Asia/Kolkata: names that they resolve are neither stored nor compared.
 */
import { lowerAscii } from "@/lib/text/unicode_forms.ts";
import table from "./time_zones.json" with { type: "json" };

/** The release of the IANA database that the table is from. */
export const timeZonesVersion: string = table.version;

/** The primary IANA names of all zones, and Etc/UTC. */
export const timeZones: readonly string[] = Object.keys(table.zones);

const primaryNames: ReadonlyMap<string, string> = new Map(
  [...timeZones.map((name) => [name, name]), ...Object.entries(table.aliases)]
    .map(([name, primary]) => [lowerAscii(name), primary]),
);

/**
 * The primary name of a zone, regardless of case: Asia/Kolkata for Asia/Calcutta. Null for anything else, such as IST
 * or +02:00: abbreviations are ambiguous, and an offset has no daylight saving time.
 */
export function timeZoneNamed(name: string): string | null {
  return primaryNames.get(lowerAscii(name)) ?? null;
}

/** The offsets of a zone from 2000 to 2100. */
interface Clock {
  /** The instants at which the offset changes, in milliseconds, ascending. */
  changes: number[];
  /** How far it is ahead of UTC, in milliseconds, before the first change and after each. */
  offsets: number[];
}

const MINUTE_MS = 60_000;
/** Unpacked on first use; zones share many. */
const clocks: Clock[] = [];

/** A name that is not in the table gets UTC; the database rejects such names. */
function clockOf(timeZone: string): Clock {
  const index = (table.zones as Record<string, number>)[timeZone] ?? table.zones["Etc/UTC"];
  return clocks[index] ??= unpackClock(table.clocks[index]);
}

/** For the format see tasks/time_zones.ts. */
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

/** How far a zone is ahead of UTC at an instant; both in milliseconds. */
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
 * The instants at which a zone has a local time, given in milliseconds as if it were UTC. Usually one; two, in order,
 * if a clock change repeats it; none if a change skips it: `around` then has its instants by the offset after the
 * change (the earlier) and by the one before.
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
