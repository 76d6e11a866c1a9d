import assert from "node:assert/strict";
import { type EventInput, eventInputSchema, textFaults, timeFaults, zoneFaults } from "./admin_input.ts";

const input: EventInput = {
  type: "concert",
  title: "An evening",
  description: "",
  venueId: crypto.randomUUID(),
  chartId: crypto.randomUUID(),
  startsAt: "2026-06-10T20:00:00+02:00",
  endsAt: "2026-06-10T22:00:00+02:00",
  currency: "EUR",
  maxSeatsPerBuyer: 8,
  zones: [{ id: "front", name: "Front", price: 1000 }],
};

const faultPaths = (changes: Partial<EventInput>) =>
  timeFaults({ ...input, ...changes }).map((fault) => fault.path);

Deno.test("of its times, an event needs only its start and end", () => {
  assert.ok(eventInputSchema.safeParse(input).success);
  assert.deepEqual(faultPaths({}), []);
  assert.deepEqual(faultPaths({ doorsAt: null, salesOpenAt: null, salesCloseAt: null }), []);
});

Deno.test("times are compared as instants, whatever their offsets", () => {
  assert.deepEqual(faultPaths({ doorsAt: "2026-06-10T18:00:00Z" }), []);
  assert.deepEqual(faultPaths({ doorsAt: "2026-06-10T19:00:00Z" }), ["doorsAt"]);
});

Deno.test("times out of order are refused at the member that is wrong", () => {
  assert.deepEqual(faultPaths({ endsAt: input.startsAt }), ["endsAt"]);
  assert.deepEqual(faultPaths({ salesCloseAt: "2026-06-10T20:00:01Z" }), ["salesCloseAt"]);
  assert.deepEqual(faultPaths({ accessibleReleaseAt: "2026-06-10T20:00:01Z" }), ["accessibleReleaseAt"]);
  assert.deepEqual(faultPaths({ salesOpenAt: input.endsAt }), ["salesOpenAt"]);
  const close = "2026-06-01T00:00:00Z";
  assert.deepEqual(faultPaths({ salesOpenAt: close, salesCloseAt: close }), ["salesOpenAt"]);
  assert.deepEqual(faultPaths({ cancellation: { allowed: true, until: input.endsAt } }), [
    "cancellation.until",
  ]);
});

Deno.test("every zone of the chart must have exactly one price, and no other zone may have one", () => {
  const chart = [{ id: "front" }, { id: "back" }];
  assert.deepEqual(zoneFaults([{ id: "back" }, { id: "front" }], chart), []);
  assert.deepEqual(zoneFaults([{ id: "front" }], chart).map((fault) => fault.path), ["zones"]);
  const twice = zoneFaults([{ id: "front" }, { id: "back" }, { id: "front" }, { id: "roof" }], chart);
  assert.deepEqual(twice.map((fault) => fault.path), ["zones.2.id", "zones.3.id"]);
});

Deno.test("input that cannot be stored or shown is refused", () => {
  const bad: Partial<Record<keyof EventInput | "status", unknown>>[] = [
    { title: "  " },
    { title: "a\0b" },
    { type: "opera" },
    { currency: "XQZ" },
    { currency: "eur" },
    { maxSeatsPerBuyer: 0 },
    { maxSeatsPerBuyer: 101 },
    { startsAt: "2026-06-10 20:00" },
    { startsAt: "1026-06-10T20:00:00Z" },
    { zones: [] },
    { zones: [{ id: "front", name: "Front", price: -1 }] },
    { zones: [{ id: "front", name: "Front", price: 10.5 }] },
    { status: "published" },
  ];
  for (const changes of bad) {
    assert.equal(
      eventInputSchema.safeParse({ ...input, ...changes }).success,
      false,
      JSON.stringify(changes),
    );
  }
});

Deno.test("texts must be readable unless they are unchanged", () => {
  const texts = { title: "a\nb", description: "a\nb\x07", zones: [{ name: "Front" }, { name: "\u200b" }] };
  assert.deepEqual(textFaults(texts), [
    { path: "title", message: "must be on one line" },
    { path: "description", message: "must not contain control characters" },
    { path: "zones.1.name", message: "must contain a visible character" },
  ]);
  assert.deepEqual(textFaults(texts, texts), []);
});

Deno.test("typed text is normalized before its length is checked", () => {
  const typed = eventInputSchema.parse({
    ...input,
    title: ` ${"e\u0301".repeat(120)} `,
    description: "Cafe\u0301\nCre\u0300me",
    zones: [{ id: "e\u0301", name: "Balco\u0301n", price: 0 }],
  });
  assert.equal(typed.title, "\u00e9".repeat(120));
  assert.equal(typed.description, "Caf\u00e9\nCr\u00e8me");
  assert.deepEqual(typed.zones, [{ id: "e\u0301", name: "Balc\u00f3n", price: 0 }]);
});
