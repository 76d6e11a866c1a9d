/** For tests that compare other sources of time zones with the product's table. */
import { timeZones, utcOffset } from "./time_zones.ts";

const DAY_MS = 24 * 3_600_000;
const FROM = Date.UTC(2020, 0, 1);
const UNTIL = Date.UTC(2041, 0, 1);

/** When releases start to differ: zones whose clocks changed by law in 2026, and one whose past was corrected. */
const DIFFER_FROM: Record<string, string> = {
  "Africa/Casablanca": "2026-09-20",
  "Africa/El_Aaiun": "2026-09-20",
  "America/Edmonton": "2026-11-01",
  "America/Havana": "2026-11-01",
  "America/Inuvik": "2026-11-01",
  "America/Vancouver": "2026-11-01",
  "America/Winnipeg": "2026-11-01",
  "Europe/Chisinau": "2022-01-01",
};

/** Instants in milliseconds at which to compare each zone: monthly, and a minute before and at each change. */
export function samplesByZone(): Record<string, number[]> {
  return Object.fromEntries(timeZones.map((timeZone) => {
    const until = Date.parse(DIFFER_FROM[timeZone] ?? "2041-01-01");
    const months = Array.from({ length: 12 * 21 }, (_, month) => Date.UTC(2020, month, 15));
    const changes = changesOf(timeZone).flatMap((change) => [change - 60_000, change]);
    return [timeZone, [...months, ...changes].filter((instant) => instant < until)];
  }));
}

/** The instants at which a zone's offset changes, to the minute, found by probing the table. */
function changesOf(timeZone: string): number[] {
  const changes: number[] = [];
  for (let day = FROM; day < UNTIL; day += DAY_MS) {
    let [before, after] = [day, day + DAY_MS];
    if (utcOffset(timeZone, before) === utcOffset(timeZone, after)) continue;
    while (after - before > 60_000) {
      const middle = before + Math.floor((after - before) / 120_000) * 60_000;
      if (utcOffset(timeZone, middle) === utcOffset(timeZone, before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

/**
 * The offsets of each zone at its instants by `Intl`, in milliseconds ahead of UTC. Also runs in a page, so the
 * function refers to nothing outside itself.
 */
export function offsetsByIntl(samples: Record<string, number[]>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(samples).map(([timeZone, instants]) => {
      const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
      const offset = (instant: number) => {
        const [, sign, hours = 0, minutes = 0] = /GMT(?:([-+])(\d+):(\d+))?/.exec(format.format(instant)) ??
          [];
        const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
        return sign === "-" ? -size : size;
      };
      return [timeZone, instants.map(offset)];
    }),
  );
}

/** The zones whose given offsets differ from the table's, with the first such instant. */
export function differences(samples: Record<string, number[]>, offsets: Record<string, number[]>): string[] {
  return timeZones.flatMap((timeZone) => {
    const at = samples[timeZone].find((instant, i) => offsets[timeZone][i] !== utcOffset(timeZone, instant));
    return at === undefined ? [] : [`${timeZone} ${new Date(at).toISOString()}`];
  });
}
