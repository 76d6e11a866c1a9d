import assert from "node:assert/strict";
import { blankForm, type EventForm, type FormHall, formOf, readEventForm } from "./admin_form.ts";
import type { EventRecord } from "./event.ts";

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

/** The input that a form must have given. */
function inputOf(changes: EventForm = {}) {
  const answer = readEventForm({ ...form, ...changes }, hall);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.input;
}

/** The fields that a form must have been refused for. */
function faultyFields(changes: EventForm): string[] {
  const answer = readEventForm({ ...form, ...changes }, hall);
  assert.ok(!answer.ok);
  return Object.keys(answer.errors).toSorted();
}

Deno.test("a form says what it holds: local times as instants, prices in minor units, empty dates as none", () => {
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

Deno.test("each fault is told at the field that puts it right", () => {
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
    assert.deepEqual(faultyFields(changes), fields, JSON.stringify(changes));
  }
});

Deno.test("the form of an event, sent back untouched, says the same event", () => {
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
    cancellationAllowed: true,
    cancellationUntil: new Date("2026-06-30T22:00:00Z"),
    chartId: hall.chartId,
    venue: { id: hall.venueId, timeZone: hall.timeZone },
    zones: [{ id: "front", name: "Best seats", price: 999 }, { id: "back", name: "Back", price: 0 }],
  } as EventRecord;
  const answer = readEventForm(formOf(event), hall, event.zones);
  assert.ok(answer.ok);
  const { input } = answer;
  assert.equal(input.startsAt, event.startsAt.toISOString());
  assert.equal(input.doorsAt, event.doorsAt?.toISOString());
  assert.deepEqual(input.zones, event.zones);
  assert.equal(input.orphans, "refuse");
  assert.deepEqual(input.cancellation, { allowed: true, until: event.cancellationUntil?.toISOString() });
});
