import assert from "node:assert/strict";
import fc from "fast-check";
import { currencies } from "@/lib/format/currencies.ts";
import { ambiguityOf } from "@/lib/format/form_times.ts";
import { timeZones } from "@/lib/format/time_zones.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import {
  blankForm,
  type EventForm,
  type FormHall,
  formOf,
  readEventChanges,
  readEventForm,
} from "./admin_form.ts";
import type { EventRecord } from "./event.ts";

const words = wordsIn("en");

const hall: FormHall = {
  chartId: "0197a000-0000-7000-8000-000000000001",
  venueId: "0197a000-0000-7000-8000-000000000002",
  timeZone: "America/New_York",
  zones: [{ id: "front", name: "Front" }, { id: "back", name: "Back" }],
};

const form: EventForm = {
  ...blankForm(hall.chartId),
  title: "Low Sun",
  description: "One evening.\r\nTwo sets.",
  startsAt: "2026-12-01T20:00",
  endsAt: "2026-12-01T22:00",
  "price.front": "45,50",
  "price.back": "20",
};

/** The input of a form that must be valid. */
function inputOf(changes: EventForm = {}) {
  const result = readEventForm({ ...form, ...changes }, hall, words);
  assert.ok(result.ok, JSON.stringify(result));
  return result.input;
}

/** The fields with errors in a form that must be invalid. */
function invalidFields(changes: EventForm): string[] {
  const result = readEventForm({ ...form, ...changes }, hall, words);
  assert.ok(!result.ok);
  return Object.keys(result.errors).toSorted();
}

Deno.test("a form is read with local times as instants, prices in minor units and empty dates as none", () => {
  const input = inputOf();
  assert.equal(input.startsAt, "2026-12-02T01:00:00.000Z");
  assert.equal(input.doorsAt, null);
  assert.equal(input.description, "One evening.\nTwo sets.");
  assert.deepEqual(input.zones, [
    { id: "front", name: "Front", price: 4550 },
    { id: "back", name: "Back", price: 2000 },
  ]);
  assert.deepEqual(input.cancellation, { allowed: false, until: null });
  assert.deepEqual([input.orphans, inputOf({ refusesOrphans: "on" }).orphans], ["warn", "refuse"]);
  assert.equal(inputOf({ currency: "jpy", "price.front": "4000" }).zones[0].price, 4000);
});

Deno.test("each fault is an error at the field to correct", () => {
  const rows: [EventForm, string[]][] = [
    [{ type: "circus" }, ["type"]],
    [{ title: " " }, ["title"]],
    [{ title: "x".repeat(121) }, ["title"]],
    [{ startsAt: "" }, ["startsAt"]],
    [{ startsAt: "soon" }, ["startsAt"]],
    [{ startsAt: "0026-12-01T20:00", endsAt: "3026-12-01T20:00" }, ["endsAt", "startsAt"]],
    [{ endsAt: "2026-12-01T20:00" }, ["endsAt"]],
    [{ doorsAt: "2026-12-01T20:01" }, ["doorsAt"]],
    [{ salesCloseAt: "2026-12-02T20:00" }, ["salesCloseAt"]],
    [{ salesOpenAt: "2026-12-01T22:00" }, ["salesOpenAt"]],
    [{ currency: "XX" }, ["currency"]],
    [{ currency: "JPY" }, ["price.front"]],
    [{ maxSeatsPerBuyer: "" }, ["maxSeatsPerBuyer"]],
    [{ maxSeatsPerBuyer: "101" }, ["maxSeatsPerBuyer"]],
    [{ "price.front": "", "price.back": "-1" }, ["price.back", "price.front"]],
    [{ currency: "QQQ", endsAt: "2026-12-01T19:00" }, ["currency", "endsAt"]],
    [{ startsAt: "", endsAt: "2026-12-01T19:00" }, ["startsAt"]],
    [{ cancellationUntil: "2026-12-02T20:00" }, ["cancellationUntil"]],
  ];
  for (const [changes, fields] of rows) {
    assert.deepEqual(invalidFields(changes), fields, JSON.stringify(changes));
  }
});

Deno.test("an unreadable title is refused with what to do about it", () => {
  const errorOf = (title: string) => {
    const result = readEventForm({ ...form, title }, hall, words);
    return result.ok ? null : result.errors.title;
  };
  assert.equal(errorOf("\u200b"), "Use at least one visible character.");
  assert.equal(errorOf("a\nb"), "Use a single line.");
  assert.match(errorOf("a\u202eb") ?? "", /invisible characters/);
  assert.equal(errorOf("x".repeat(121)), "Enter a title of up to 120 characters.");
});

const event = {
  type: "film",
  title: "Orbit",
  description: "Two astronauts.",
  startsAt: new Date("2026-07-01T22:00:00Z"),
  endsAt: new Date("2026-07-02T00:00:00Z"),
  doorsAt: new Date("2026-07-01T21:30:00Z"),
  salesOpenAt: null,
  salesCloseAt: null,
  currency: "EUR",
  maxSeatsPerBuyer: 4,
  orphans: "refuse",
  accessibleReleaseAt: null,
  cancellationAllowed: true,
  cancellationUntil: new Date("2026-06-30T22:00:00Z"),
  chartId: hall.chartId,
  revision: 3,
  venue: { id: hall.venueId, timeZone: hall.timeZone },
  zones: [{ id: "front", name: "Best seats", price: 999 }, { id: "back", name: "Back", price: 0 }],
} as EventRecord;

/** What a browser sends for an untouched form: no breaks in single lines, CRLF in texts, no unchecked boxes. */
function sentBack(form: EventForm): EventForm {
  const sent = Object.entries(form).map(([name, value]) => [
    name,
    name === "description" ? value.replaceAll(/\r\n?|\n/g, "\r\n") : value.replaceAll(/[\r\n]/g, ""),
  ]);
  return Object.fromEntries(
    sent.filter(([name, value]) => value || !/^(refuses|cancellationAllowed|.*[.]reading)/.test(name)),
  );
}

/** The patch read from an event's form with these fields changed. */
function patchOf(changes: EventForm, record = event, inHall = hall) {
  const result = readEventChanges({ ...sentBack(formOf(record)), ...changes }, inHall, record, words);
  assert.ok(result.ok, JSON.stringify(result));
  return result.patch;
}

Deno.test("the form of any event, submitted untouched, changes nothing", () => {
  // To the millisecond, so that many have seconds or are in an hour that clocks show twice.
  const time = fc.date({ min: new Date("2000-01-02"), max: new Date("2099-12-30"), noInvalidDate: true });
  const repeated = fc.nat(7_199_999).map((ms) => new Date(Date.parse("2026-11-01T05:00Z") + ms));
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const anyEvent = fc.record({
    type: fc.constantFrom("concert", "film"),
    title: text,
    description: fc.oneof(text, fc.constant("  one\r\ntwo\rthree\n")),
    startsAt: fc.oneof(time, repeated),
    length: fc.integer({ min: 1, max: 10 ** 9 }),
    before: fc.array(fc.option(fc.integer({ min: 1, max: 10 ** 9 })), { minLength: 5, maxLength: 5 }),
    currency: fc.constantFrom(...currencies, "CLF", "DEM"),
    maxSeatsPerBuyer: fc.integer({ min: 1, max: 100 }),
    orphans: fc.constantFrom("warn", "refuse"),
    cancellationAllowed: fc.boolean(),
    timeZone: fc.constantFrom(...timeZones),
    prices: fc.array(fc.nat(10_000_000), { minLength: 2, maxLength: 2 }),
  });
  fc.assert(
    fc.property(anyEvent, ({ startsAt, length, before, timeZone, prices, ...members }) => {
      const earlier = (by: number | null) => by === null ? null : new Date(startsAt.getTime() - by);
      const record = {
        ...event,
        ...members,
        startsAt,
        endsAt: new Date(startsAt.getTime() + length),
        doorsAt: earlier(before[0]),
        salesOpenAt: earlier(before[1]),
        salesCloseAt: before[2] === null ? null : startsAt,
        accessibleReleaseAt: earlier(before[3]),
        cancellationUntil: earlier(before[4]),
        venue: { ...event.venue, timeZone },
        zones: event.zones.map((zone, i) => ({ ...zone, price: prices[i] })),
      } as EventRecord;
      assert.deepEqual(patchOf({}, record, { ...hall, timeZone }), {});
    }),
    { seed: 11, numRuns: 400 },
  );
});

Deno.test("only changed fields are read", () => {
  const record = {
    ...event,
    startsAt: new Date("2026-11-01T03:59:59Z"),
    endsAt: new Date("2026-11-01T06:30:00Z"),
  };
  assert.deepEqual(patchOf({ title: "Orbit II" }, record), { title: "Orbit II" });
  assert.deepEqual(patchOf({ cancellationAllowed: "" }).cancellation, {
    allowed: false,
    until: event.cancellationUntil?.toISOString(),
  });
  assert.deepEqual(patchOf({ "price.front": "12" }).zones, [
    { id: "front", name: "Best seats", price: 1200 },
    { id: "back", name: "Back", price: 0 },
  ]);
});

Deno.test("an event whose texts are older than their rules can be edited in other fields", () => {
  const old = {
    ...event,
    title: "\u200b",
    description: "bell\x07",
    zones: [{ id: "front", name: "\u202e", price: 999 }, { id: "back", name: "Back", price: 0 }],
  };
  assert.deepEqual(patchOf({ maxSeatsPerBuyer: "6" }, old), { maxSeatsPerBuyer: 6 });
  assert.equal(patchOf({ "price.front": "12" }, old).zones?.[0].price, 1200);
  const renamed = readEventChanges({ ...sentBack(formOf(old)), title: "\u3164" }, hall, old, words);
  assert.deepEqual(renamed, {
    ok: false,
    errors: { title: "Use at least one visible character." },
  });
});

Deno.test("in a hall in another time zone, the clock times stay the same", () => {
  const patch = patchOf({ chartId: "0197a000-0000-7000-8000-000000000003" }, event, {
    ...hall,
    chartId: "0197a000-0000-7000-8000-000000000003",
    timeZone: "Europe/Berlin",
  });
  assert.equal(patch.startsAt, "2026-07-01T16:00:00.000Z");
  assert.equal(patch.cancellation?.until, "2026-06-30T16:00:00.000Z");
});

Deno.test("a time that clocks skip is an error until one of its readings is chosen", () => {
  const startsAt = "2027-03-14T02:30";
  const endsAt = "2027-03-14T05:00";
  assert.deepEqual(invalidFields({ startsAt, endsAt }), ["startsAt"]);
  const ambiguity = ambiguityOf(startsAt, hall.timeZone, words.eventForm.clocks);
  assert.equal(ambiguity?.question, "Clocks go forward that night: there is no 02:30.");
  assert.deepEqual(ambiguity.readings.map(({ label }) => label), ["01:30", "03:30"]);
  const chosen = ambiguity.readings.map(({ value }) =>
    inputOf({ startsAt, endsAt, "startsAt.reading": value }).startsAt
  );
  assert.deepEqual(chosen, ["2027-03-14T06:30:00.000Z", "2027-03-14T07:30:00.000Z"]);
});

Deno.test("a time that clocks show twice needs a choice, which applies to that time only", () => {
  const startsAt = "2026-11-01T01:30";
  const endsAt = "2026-11-01T05:00";
  assert.deepEqual(invalidFields({ startsAt, endsAt }), ["startsAt"]);
  const [first, second] = ambiguityOf(startsAt, hall.timeZone, words.eventForm.clocks)!.readings;
  assert.deepEqual([first.label, second.label], ["The first, UTC−4", "The second, UTC−5"]);
  const input = inputOf({ startsAt, endsAt, "startsAt.reading": second.value });
  assert.equal(input.startsAt, "2026-11-01T06:30:00.000Z");
  const other = { startsAt: "2026-11-01T01:45", endsAt, "startsAt.reading": second.value };
  assert.deepEqual(invalidFields(other), ["startsAt"]);
  assert.equal(ambiguityOf("2026-11-01T03:30", hall.timeZone, words.eventForm.clocks), null);

  const record = { ...event, endsAt: new Date("2026-11-01T06:30:00Z") };
  assert.equal(formOf(record)["endsAt.reading"], second.value, "the stored reading is selected");
  assert.deepEqual(patchOf({ "endsAt.reading": first.value }, record), {
    endsAt: "2026-11-01T05:30:00.000Z",
  });
});
