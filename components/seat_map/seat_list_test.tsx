import assert from "node:assert/strict";
import type { VNode } from "preact";
import { renderToString as render } from "preact-render-to-string";
import { WordsProvider } from "@/components/layout/words.tsx";
import { wordsIn } from "@/lib/i18n/words.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import type { ListedSection } from "@/lib/seats/seat_list.ts";
import { LIST_SEATS_MAX, LIST_SECTIONS_MAX, type SeatListPage } from "@/lib/seats/seat_list_page.ts";
import { SeatList } from "./SeatList.tsx";

const renderToString = (node: VNode) =>
  render(<WordsProvider language="en" locale="en" words={wordsIn("en")}>{node}</WordsProvider>);

const event: MapEvent = {
  id: "0199f0a0-0000-7000-8000-000000000002",
  slug: "night-music",
  currency: "EUR",
  maxSeatsPerBuyer: 6,
  orphans: "warn",
  zones: [{ id: "main", name: "Main", price: 4500, priceText: "€45", colour: 1, letter: "A" }],
  areas: [],
  canChoose: true,
};

/** Sections with names of maximum length. */
const sections: ListedSection[] = Array.from({ length: LIST_SECTIONS_MAX }, (_, at) => ({
  id: `${at}`.padEnd(40, "x"),
  name: `${at}`.padEnd(80, "x"),
  floor: null,
  left: 5_000,
  zones: ["main"],
}));

const list: SeatListPage = {
  sections: { items: sections, number: 1, names: ["Table 1 to Table 200", "Table 201 to Table 400"] },
  floors: [],
  hasSeats: true,
  chosen: null,
  rows: { items: [], number: 1, names: [] },
  search: null,
};

/** A page of single seats in rows of their own, which needs the most markup. */
const rows: SeatListPage["rows"] = {
  items: Array.from({ length: LIST_SEATS_MAX }, (_, at) => ({
    row: `${at}`.padEnd(12, "x"),
    seats: [{ id: `${at}`.padEnd(40, "x"), number: "1", zone: "main", flags: ["accessible"], status: "a" }],
  })),
  number: 2,
  names: ["Rows A to F", "Rows G to M", "Rows N to Z"],
};

const renderList = (page: Partial<SeatListPage>) =>
  renderToString(<SeatList {...list} {...page} event={event} />);

Deno.test("a full page of the seat list is bounded in size", () => {
  const bytes = renderList({ chosen: sections[0], rows }).length;
  assert(bytes < 600_000, `${bytes} bytes`);
});

Deno.test("a section's pages are plain links that keep the filters, with the current one marked", () => {
  const search = { words: "row c", priceMax: "5000", accessible: true, level: "" };
  const html = renderList({ chosen: { ...sections[0], id: "Stalls" }, rows, search });
  const [nav] = html.match(/<nav[^>]* aria-label="More rows">.*?<\/nav>/)!;
  const links = [...nav.matchAll(/<a [^>]*href="([^"]+)" aria-current="(\w+)"[^>]*>([^<]+)/g)].map((
    [, ...parts],
  ) => parts);
  const kept = "find=row+c&amp;up-to=5000&amp;accessible=on";
  assert.deepEqual(links, [
    [`/events/night-music?section=Stalls&amp;${kept}#list`, "false", "Rows A to F"],
    [`/events/night-music?section=Stalls&amp;${kept}&amp;page=2#list`, "page", "Rows G to M"],
    [`/events/night-music?section=Stalls&amp;${kept}&amp;page=3#list`, "false", "Rows N to Z"],
  ]);
});

Deno.test("the pages of the section list are links too, and a single page has none", () => {
  assert.match(renderList({}), /href="\/events\/night-music\?section=&amp;page=2#list" aria-current="false"/);
  const single = { ...list.sections, names: ["Table 1 to Table 200"] };
  assert.doesNotMatch(renderList({ sections: single }), /More sections/);
});
