/** Reads compiled time zones: TZif of RFC 9636, with the rule for the years after the last change it lists. */

/** A clock: its offset from UTC and its changes. All in seconds, instants since 1970. */
export interface Clock {
  offsetAt(instant: number): number;
  /** Every instant in the range at which the clock may change, in order. */
  changesIn(from: number, until: number): number[];
}

const HEADER_BYTES = 44;
const DAY = 86_400;

/** Parses a compiled file. Throws if it has no 64-bit data. */
export function readZoneFile(bytes: Uint8Array): Clock {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counts = (at: number) => [20, 24, 28, 32, 36, 40].map((offset) => view.getUint32(at + offset));
  const [utc1, std1, leap1, time1, type1, char1] = counts(0);
  // The first block has 32-bit times, for old readers.
  const start = HEADER_BYTES + time1 * 5 + type1 * 6 + char1 + leap1 * 8 + std1 + utc1;
  if (start >= bytes.length) throw new Error("the file has no 64-bit times");
  const [utc, std, leap, times, types, chars] = counts(start);
  const at = start + HEADER_BYTES;
  const changes = Array.from({ length: times }, (_, i) => Number(view.getBigInt64(at + i * 8)));
  const typeOf = bytes.subarray(at + times * 8, at + times * 9);
  const offsets = Array.from({ length: types }, (_, i) => view.getInt32(at + times * 9 + i * 6));
  const end = at + times * 9 + types * 6 + chars + leap * 12 + std + utc;
  const rule = readRule(new TextDecoder().decode(bytes.subarray(end)).trim());
  const last = changes.at(-1) ?? -Infinity;
  return {
    offsetAt(instant) {
      if (instant >= last) return rule.offsetAt(instant);
      const next = changes.findIndex((change) => change > instant);
      return offsets[next === 0 ? 0 : typeOf[next - 1]];
    },
    changesIn: (from, until) =>
      [...changes, ...rule.changesIn(last, until)].filter((change) => from < change && change < until),
  };
}

const RULE = /^(?:<[^>]+>|[A-Za-z]+)([-+\d:]+)(?:(?:<[^>]+>|[A-Za-z]+)([-+\d:]+)?,(M[^,]+),(M[^,]+))?$/;

/** The rule for all later years, in the notation of POSIX: "CET-1CEST,M3.5.0,M10.5.0/3". */
function readRule(text: string): Clock {
  const [, standard, daylight, start, end] = RULE.exec(text) ?? [];
  if (standard === undefined) throw new Error(`unknown rule: ${text}`);
  // POSIX counts westwards.
  const winter = -seconds(standard);
  if (!start) return { offsetAt: () => winter, changesIn: () => [] };
  const summer = daylight ? -seconds(daylight) : winter + 3_600;
  const startOf = (year: number) => ruleDay(start, year) - winter;
  const endOf = (year: number) => ruleDay(end, year) - summer;
  return {
    offsetAt(instant) {
      const year = new Date((instant + winter) * 1_000).getUTCFullYear();
      const [from, until] = [startOf(year), endOf(year)];
      const isSummer = from < until ? from <= instant && instant < until : instant < until || from <= instant;
      return isSummer ? summer : winter;
    },
    changesIn(from, until) {
      const year = (instant: number) => new Date(instant * 1_000).getUTCFullYear();
      const [first, last] = [year(Math.max(from, 0)), year(until)];
      const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      return years.flatMap((year) => [startOf(year), endOf(year)]).filter((change) => change > from)
        .toSorted((a, b) => a - b);
    },
  };
}

/** "Mmonth.week.weekday/time" in a year as seconds of local time; week 5 is the last one. */
function ruleDay(rule: string, year: number): number {
  const [date, time = "2"] = rule.slice(1).split("/");
  const [month, week, weekday] = date.split(".").map(Number);
  const first = Date.UTC(year, month - 1, 1) / 1_000;
  const days = (weekday - new Date(first * 1_000).getUTCDay() + 7) % 7;
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = days + (week - 1) * 7;
  while (day >= inMonth) day -= 7;
  return first + day * DAY + seconds(time);
}

function seconds(text: string): number {
  const [hours, minutes = 0, rest = 0] = text.replace(/^[-+]/, "").split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * 3_600 + minutes * 60 + rest);
}
