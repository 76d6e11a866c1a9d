import assert from "node:assert/strict";
import type { EventItem, EventRecord } from "./event.ts";
import { loadRails } from "./rails.ts";

/** A Monday. */
const NOW = Date.parse("2026-11-23T12:00:00Z");

/** So many days from now. */
function event(id: string, type: "concert" | "film", days: number): EventRecord & EventItem {
  const startsAt = new Date(NOW + days * 86_400_000 + 3_600_000).toISOString();
  const counts = { saleStatus: "on-sale", seatsLeft: 90, seatCount: 100 };
  return { id, type, startsAt, status: "published", venue: { timeZone: "UTC" }, ...counts } as never;
}

Deno.test("what is on soon is shown once, above the concerts and films that come later", async () => {
  const all = [
    event("film tonight", "film", 0),
    event("concert on Saturday", "concert", 5),
    event("film next week", "film", 8),
    event("concert next week", "concert", 9),
  ];
  const rails = await loadRails({
    list: ({ type }) =>
      Promise.resolve({ items: all.filter((event) => !type || event.type === type) } as never),
    items: (events) => Promise.resolve(events as never),
  }, NOW);
  const ids = (events: EventItem[]) => events.map(({ id }) => id);
  assert.deepEqual(ids(rails.soon), ["film tonight", "concert on Saturday"]);
  assert.deepEqual(ids(rails.concerts), ["concert next week"]);
  assert.deepEqual(ids(rails.films), ["film next week"]);
});
