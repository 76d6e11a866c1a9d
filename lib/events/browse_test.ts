import assert from "node:assert/strict";
import { browseAddress, countFilters, dayPresets, describeList, readQueryOfPage } from "./browse.ts";
import { encodeCursor } from "./cursor.ts";

const read = (search: string) => readQueryOfPage(new URLSearchParams(search));

Deno.test("a page leaves out what it does not understand and keeps the rest", () => {
  const bad =
    "q=fog&type=opera&city=Łódź&from=tomorrow&to=2026-02-30&sort=luck&limit=1000000&cursor=x&other=1";
  assert.deepEqual(read(bad), { q: "fog", city: "Łódź", sort: "date", limit: 20 });
  assert.deepEqual(read("q=%00&q=second&type="), { sort: "date", limit: 20 });
});

Deno.test("a cursor counts only under the sort it was made for", () => {
  const cursor = encodeCursor(["price", 1200, crypto.randomUUID()]);
  assert.equal(read(`sort=price&cursor=${cursor}`).cursor, cursor);
  assert.equal(read(`sort=title&cursor=${cursor}`).cursor, undefined);
});

Deno.test("an address leads back to the filters it was made from", () => {
  const filters = { q: "fog & drum", type: "film", city: "Łódź", from: "2026-11-27", sort: "price" } as const;
  const address = browseAddress(filters);
  assert.deepEqual(readQueryOfPage(new URL(address, "http://aisle.test").searchParams), {
    ...filters,
    limit: 20,
  });
  assert.equal(browseAddress({ sort: "date" }), "/events");
  assert.equal(browseAddress({}, "abc"), "/events?cursor=abc");
});

Deno.test("days are one filter, the order is none", () => {
  assert.equal(countFilters({ sort: "price" }), 0);
  assert.equal(countFilters({ q: "fog", from: "2026-11-27", to: "2026-11-29" }), 2);
});

Deno.test("the presets of days follow the day", () => {
  assert.deepEqual(dayPresets("2026-11-23").map(({ days }) => days), [
    {},
    { from: "2026-11-23", to: "2026-11-23" },
    { from: "2026-11-27", to: "2026-11-29" },
    { from: "2026-11-23", to: "2026-12-23" },
  ]);
});

Deno.test("a list is described in words", () => {
  assert.equal(describeList({}, 24, "en-GB"), "24 events");
  assert.equal(describeList({ type: "film" }, 1, "en-GB"), "1 film");
  assert.equal(
    describeList(
      { type: "concert", city: "Berlin", from: "2026-11-27", to: "2026-11-27", q: "fog" },
      0,
      "en-GB",
    ),
    "No concerts in Berlin on Fri, 27 Nov 2026 matching “fog”",
  );
  assert.equal(describeList({ from: "2026-11-27" }, 1200, "en-GB"), "1,200 events from Fri, 27 Nov 2026 on");
});
