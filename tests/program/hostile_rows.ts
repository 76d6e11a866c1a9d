/** Events, venues, halls and accounts that the schemas accept and nobody would write: hostile text, extreme values. */
import fc from "fast-check";
import { registrationSchema } from "@/lib/account/accounts.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { venueInputSchema } from "@/lib/charts/halls.ts";
import { chartInputSchema } from "@/lib/charts/input_schema.ts";
import { eventInputSchema, textFaults, timeFaults } from "@/lib/events/admin_input.ts";
import { currencies } from "@/lib/format/currencies.ts";
import { timeZones } from "@/lib/format/time_zones.ts";
import { findUnstorable } from "@/lib/http/request_body.ts";
import { lineFault } from "@/lib/text/typed_text.ts";

/** Each has broken a page, a file or a query of some product. */
const NASTY = [
  "</script><script>alert(1)</script>",
  "<!--<svg onload=alert(1)>-->",
  `"'><&amp;&lt;`,
  "]]>",
  "%00%ff%",
  "'; drop table events; --",
  "\\u0000\\x00\\",
  "${7*7}{{7*7}}#{7*7}",
  "line\u2028and\u2029paragraph",
  "bell\u0007 escape\u001b[31m",
  "right\u202eleft\u2066",
  "\u0301\u0301\u0301",
  "👩‍👩‍👧‍👦🏳️‍🌈",
  "e\u0301 NFD Café",
  "ﷺ 𒐫 ꧅",
  "東京ドーム ไทย العربية 한국어 עברית",
  "\ufeff\u200b\u2800\u3164",
  "\ufffe\uffff\u{1fffe}",
  "CRLF\r\nX-Injected: 1",
  "=cmd|' /C calc'!A0",
  "null",
  "__proto__",
  "constructor",
  ".",
  "../../etc/passwd",
  "İıſK",
];

function text(min: number, max: number): fc.Arbitrary<string> {
  const long = fc.constantFrom("x", "W", "漢", "👩‍👩‍👧‍👦", "a\u0301").map((unit) =>
    unit.repeat(Math.max(1, Math.floor(max / unit.length)))
  );
  const any = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY).map((text) => text.slice(0, max)) },
    { weight: 1, arbitrary: long },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: min, maxLength: Math.min(max, 40) }) },
  );
  return any.filter((text) => text.isWellFormed() && !text.includes("\0") && text.trim().length >= min);
}

const venue = fc.record({
  name: text(1, 120),
  city: text(1, 120),
  country: fc.stringMatching(/^[A-Z]{2}$/),
  address: text(0, 120),
  timeZone: fc.constantFrom(...timeZones),
}).filter((venue) => venueInputSchema.safeParse(venue).success);

/** One row of seats in `zones` zones, or only a standing area. */
const chart = fc.record({
  zones: fc.constantFrom(1, 1, 2, 40),
  seats: fc.constantFrom(1, 2, 40),
  isArea: fc.boolean(),
  names: fc.array(text(1, 80), { minLength: 3, maxLength: 3 }),
  ids: fc.uniqueArray(text(1, 40), { minLength: 2, maxLength: 2 }),
  row: text(0, 12),
  number: text(1, 8),
  note: fc.option(text(1, 120), { nil: undefined }),
  side: fc.constantFrom(2_000, 100_000),
}).map(({ zones, seats, isArea, names, ids, row, number, note, side }): Chart => {
  const zoneId = (index: number) => `${ids[1].slice(0, 30)}-${index % zones}`;
  const seatCount = Math.max(seats, zones);
  const polygon: [number, number][] = [[0, 0], [side, 0], [side, side], [0, side]];
  return {
    version: 1,
    seatCount,
    width: side,
    height: side,
    zones: Array.from({ length: zones }, (_, index) => {
      return { id: zoneId(index), name: names[0], colour: index % 6 + 1 };
    }),
    sections: [{ id: ids[0], name: names[1], labelAt: [10, 10] }],
    seats: Array.from({ length: seatCount }, (_, index) => ({
      id: `${ids[0].slice(0, 30)}-${index}`,
      x: 20 + index * 24,
      y: 100,
      zone: isArea ? zoneId(0) : zoneId(index),
      section: ids[0],
      row: isArea ? "" : row,
      number: isArea ? "" : `${number} ${index}`.slice(-12),
      flags: index % 7 === 0 ? ["accessible"] : [],
      ...(isArea ? { area: "floor" } : { note }),
    })),
    areas: isArea ? [{ id: "floor", name: names[2], zone: zoneId(0), capacity: seatCount, polygon }] : [],
    shapes: [{ kind: "stage", polygon, label: names[2] }],
  };
}).filter((chart) => chartInputSchema.safeParse(chart).success);

const DAY_MS = 24 * 3_600_000;
const day = fc.integer({ min: 1, max: 300 });
const last = Date.UTC(2099, 11, 31, 23, 59, 59, 999);

/** The start, the end and the other times of an event. Most events are on sale now. */
const times = fc.record({
  startsAt: fc.oneof(
    { weight: 3, arbitrary: day.map((days) => Date.now() + days * DAY_MS) },
    { weight: 1, arbitrary: fc.constantFrom(Date.UTC(2000, 0, 1), last - 1) },
    { weight: 1, arbitrary: fc.integer({ min: Date.UTC(2000, 0, 1), max: last - 1 }) },
  ),
  length: fc.constantFrom(1, 3_600_000, 50 * 365 * DAY_MS),
  before: fc.array(fc.option(fc.integer({ min: 0, max: 400 * DAY_MS })), { minLength: 4, maxLength: 4 }),
}).map(({ startsAt, length, before }) => {
  const at = (instant: number) =>
    new Date(Math.max(Date.UTC(2000, 0, 1), Math.min(last, instant))).toISOString();
  const earlier = (by: number | null) => by === null ? null : at(startsAt - by);
  return {
    startsAt: at(startsAt),
    endsAt: at(startsAt + length),
    doorsAt: earlier(before[0]),
    salesOpenAt: before[1] === null ? null : at(Date.UTC(2000, 0, 1)),
    accessibleReleaseAt: earlier(before[2]),
    cancellation: { allowed: before[3] !== null, until: earlier(before[3]) },
  };
});

const event = fc.record({
  type: fc.constantFrom("concert", "film"),
  title: text(1, 120),
  description: fc.oneof(text(0, 5_000), fc.constant("word ".repeat(999)), fc.constant("\n\n\r\n\t")),
  times,
  currency: fc.constantFrom(...currencies),
  price: fc.constantFrom(0, 1, 999, 10_000_000),
  maxSeatsPerBuyer: fc.constantFrom(1, 100),
  minimumAge: fc.constantFrom(null, 1, 99),
  orphans: fc.constantFrom("warn", "refuse"),
  zoneName: text(1, 80),
});

const account = fc.record({
  email: fc.uuid().map((id) => `o'brien+${id}@example.org`),
  name: text(1, 100),
  password: fc.constant("a long walk by the sea"),
}).filter((account) => registrationSchema.safeParse(account).success);

/** One event with everything that belongs to it, as sent to the API. */
export interface HostileRow {
  venue: Record<string, unknown>;
  hallName: string;
  chart: Chart;
  /** Without the ids of its venue and chart. */
  event: Record<string, unknown> & { title: string };
  account: { email: string; name: string; password: string };
}

const ID = "01890000-0000-7000-8000-000000000000";

const row: fc.Arbitrary<HostileRow> = fc.record({
  venue,
  hallName: text(1, 120).filter((name) => lineFault(name) === null),
  chart,
  event,
  account,
})
  .map(({ event: { times, price, zoneName, ...event }, ...row }) => {
    const zones = row.chart.zones.map(({ id }) => ({ id, name: zoneName, price }));
    return { ...row, event: { ...event, ...times, zones } };
  })
  // Truncating a text may have left half a surrogate pair, which the API refuses.
  .filter((row) => findUnstorable(row) === null)
  .filter(({ event }) => {
    const parsed = eventInputSchema.safeParse({ ...event, venueId: ID, chartId: ID });
    return parsed.success && [...timeFaults(parsed.data), ...textFaults(parsed.data)].length === 0;
  });

/** This many rows, always the same for a seed. */
export function hostileRows(count: number, seed: number): HostileRow[] {
  return fc.sample(row, { numRuns: count, seed });
}
