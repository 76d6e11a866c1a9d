import assert from "node:assert/strict";
import {
  activeFilters,
  browseUrl,
  describeList,
  filterLabel,
  type Filters,
  readBrowseQuery,
} from "./browse.ts";
import { encodeCursor } from "@/lib/cursor.ts";
import { wordsIn } from "@/lib/i18n/words.ts";

const { events: words } = wordsIn("en");

const read = (search: string) => readBrowseQuery(new URLSearchParams(search));

Deno.test("a search without letters or digits, which would match every event, is dropped", () => {
  for (const q of ["'", "🎸", "— …"]) assert.equal(read(`q=${encodeURIComponent(q)}`).q, undefined, q);
  assert.equal(read("q=7").q, "7");
});

Deno.test("invalid parts of a query are dropped, and the rest is retained", () => {
  const bad =
    "q=fog&type=opera&city=Łódź&from=tomorrow&to=2026-02-30&sort=luck&limit=1000000&cursor=x&other=1";
  assert.deepEqual(read(bad), { q: "fog", city: "Łódź", limit: 20 });
  assert.deepEqual(read("q=%00&q=second&type="), { limit: 20 });
});

Deno.test("a cursor is valid only with the sort and filters it was made for", () => {
  const list = ["events", "price", null, "film", null, null, null, null] as const;
  const cursor = encodeCursor(list, [1200, crypto.randomUUID()]);
  assert.equal(read(`sort=price&type=film&cursor=${cursor}`).cursor, cursor);
  for (const other of ["sort=title&type=film", "sort=price", "sort=price&type=film&q=fog"]) {
    assert.equal(read(`${other}&cursor=${cursor}`).cursor, undefined, other);
  }
});

Deno.test("filters survive a round trip through a URL", () => {
  const filters = { q: "fog & drum", type: "film", city: "Łódź", from: "2026-11-27", sort: "price" } as const;
  const url = browseUrl(filters);
  assert.deepEqual(readBrowseQuery(new URL(url, "http://aisle.test").searchParams), {
    ...filters,
    limit: 20,
  });
  assert.equal(browseUrl({ sort: "date" }), "/events");
});

Deno.test("the default sort is not part of the URL", () => {
  assert.equal(browseUrl({ q: "fog", sort: "relevance" }), "/events?q=fog");
  assert.equal(browseUrl({ q: "fog", sort: "date" }), "/events?q=fog&sort=date");
});

Deno.test("explicit days replace a preset", () => {
  assert.deepEqual(read("when=weekend"), { when: "weekend", limit: 20 });
  assert.deepEqual(read("when=weekend&to=2026-11-27"), { to: "2026-11-27", limit: 20 });
});

Deno.test("each active filter has a label and can be removed; the sort is not a filter", () => {
  const filters = { q: "fog", type: "film", city: "Łódź", when: "weekend", sort: "price" } as const;
  const named = (filters: Filters) =>
    activeFilters(filters).map(({ kind, without }) => [
      filterLabel(kind, filters, words, "en-GB"),
      browseUrl(without),
    ]);
  assert.deepEqual(
    named(filters),
    [
      ["“fog”", "/events?type=film&city=%C5%81%C3%B3d%C5%BA&when=weekend&sort=price"],
      ["Films", "/events?q=fog&city=%C5%81%C3%B3d%C5%BA&when=weekend&sort=price"],
      ["Łódź", "/events?q=fog&type=film&when=weekend&sort=price"],
      ["This weekend", "/events?q=fog&type=film&city=%C5%81%C3%B3d%C5%BA&sort=price"],
    ],
  );
  assert.deepEqual(named({ from: "2026-11-27", to: "2026-11-29", sort: "price" }), [
    ["Fri, 27 Nov 2026 to Sun, 29 Nov 2026", "/events?sort=price"],
  ]);
});

Deno.test("a list is described in words", () => {
  assert.equal(describeList({}, 24, words, "en-GB"), "24 events");
  assert.equal(describeList({ type: "film" }, 1, words, "en-GB"), "1 film");
  assert.equal(
    describeList(
      { type: "concert", city: "Berlin", from: "2026-11-27", to: "2026-11-27", q: "fog" },
      0,
      words,
      "en-GB",
    ),
    "No concerts in Berlin on Fri, 27 Nov 2026 matching “fog”",
  );
  assert.equal(describeList({ type: "film", when: "weekend" }, 2, words, "en-GB"), "2 films this weekend");
  assert.equal(
    describeList({ from: "2026-11-27" }, 1200, words, "en-GB"),
    "1,200 events from Fri, 27 Nov 2026 onwards",
  );
});
