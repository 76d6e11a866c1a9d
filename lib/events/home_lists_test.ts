import assert from "node:assert/strict";
import { hallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import { sampleEvents } from "@/lib/demo/events.ts";
import { assignMotifs } from "@/lib/posters/choose_motif.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import type { EventItem, EventRecord } from "./event.ts";
import { loadHomeLists } from "./home_lists.ts";

/** A Monday. */
const NOW = Date.parse("2026-11-23T12:00:00Z");
const DAY_MS = 86_400_000;

type Listed = EventRecord & EventItem;

/** An event `days` days from now. */
function event(id: string, type: "concert" | "film", days: number, more: Partial<Listed> = {}): Listed {
  const startsAt = new Date(NOW + days * DAY_MS + 3_600_000).toISOString();
  const counts = { saleStatus: "on-sale", seatsLeft: 90, seatCount: 100 };
  const text = { title: id, description: `Of ${id}. And more.`, status: "published" };
  const poster = { motif: null, artwork: null };
  return { id, type, startsAt, venue: { timeZone: "UTC" }, poster, ...text, ...counts, ...more } as never;
}

const HALL = hallThumbnail(smallChart(3));

function listsOf(all: Listed[]) {
  return loadHomeLists({
    list: ({ type, limit }) =>
      Promise.resolve(
        { items: all.filter((event) => !type || event.type === type).slice(0, limit) } as never,
      ),
    items: (events) => Promise.resolve(events as never),
    chart: () => Promise.resolve({ thumbnail: () => HALL } as never),
    overview: ({ id }) => Promise.resolve({ statuses: `of ${id}` } as never),
  }, NOW);
}

const ids = ({ events }: { events: EventItem[] }) => events.map(({ id }) => id);
const featured = ({ featured }: { featured: { event: EventItem }[] }) =>
  featured.map(({ event }) => event.id);

Deno.test("what is on soon is shown once, above later concerts and films", async () => {
  const lists = await listsOf([
    event("film tonight", "film", 0),
    event("concert tonight", "concert", 0),
    event("concert on Saturday", "concert", 5),
    event("film next week", "film", 8),
    event("concert next week", "concert", 9),
  ]);
  assert.equal(lists.first.when, "soon");
  assert.deepEqual(ids(lists.first), ["film tonight", "concert tonight", "concert on Saturday"]);
  assert.deepEqual(ids(lists.concerts), ["concert next week"]);
  assert.deepEqual(ids(lists.films), ["film next week"]);
});

Deno.test("if tonight and the weekend have little, the list covers seven days", async () => {
  const lists = await listsOf([
    event("tonight", "film", 0),
    event("on Wednesday", "concert", 2),
    event("on Thursday", "concert", 3),
    event("much later", "concert", 20),
  ]);
  assert.equal(lists.first.when, "week");
  assert.deepEqual(ids(lists.first), ["tonight", "on Wednesday", "on Thursday"]);
  assert.deepEqual(featured(lists.first), []);
});

Deno.test("one or two events are featured with a line and their hall, and not repeated as nearly gone", async () => {
  const lists = await listsOf([
    event("tonight", "film", 0, { seatsLeft: 2 }),
    ...Array.from({ length: 4 }, (_, n) => event(`later ${n}`, "concert", 20 + n, { seatsLeft: 1 })),
    event("later film", "film", 30, { seatsLeft: 1 }),
  ]);
  assert.equal(lists.first.when, "soon");
  assert.deepEqual(lists.first.featured, [
    { event: lists.first.events[0], line: "Of tonight.", hall: HALL, statuses: "of tonight" },
  ]);
  assert.equal(lists.hall, null, "its hall is shown only once");
  assert.deepEqual(featured(lists.films), ["later film"]);
  assert.deepEqual(ids(lists.nearlyGone).sort(), ["later 0", "later 1", "later 2", "later 3"]);
});

Deno.test("with nothing within seven days, the next events are the first list", async () => {
  const events = Array.from({ length: 30 }, (_, n) => event(`later ${n}`, "concert", 20 + n));
  const lists = await listsOf(events);
  assert.equal(lists.first.when, "next");
  assert.equal(lists.first.events.length, 12);
  const alone = await listsOf(events.slice(0, 1));
  assert.equal(alone.first.when, "next");
  assert.deepEqual(featured(alone.first), ["later 0"]);
});

Deno.test("the hall at the top is that of the first event on sale", async () => {
  const lists = await listsOf([
    event("sold out", "film", 0, { saleStatus: "sold-out" }),
    event("on sale", "film", 0),
    event("on sale too", "film", 0),
  ]);
  assert.equal(lists.hall?.event.id, "on sale");
  assert.equal(lists.hall?.statuses, "of on sale");
});

Deno.test("without events the lists are empty", async () => {
  const lists = await listsOf([]);
  assert.deepEqual([ids(lists.first), lists.hall], [[], null]);
});

Deno.test("a long first sentence is cut after a word", async () => {
  const description = "word ".repeat(100);
  const lists = await listsOf([event("long", "film", 0, { description })]);
  const [{ line }] = lists.first.featured;
  assert.ok(line.length <= 161, line);
  assert.match(line, /word…$/);
});

Deno.test("on every day of the sample season, no two of any four consecutive cards share a picture", async () => {
  const season = sampleEvents.filter(({ status }) => status === undefined);
  const idOf = (index: number) => `sample-${index}`;
  const motifs = assignMotifs(season.map(({ type, venue, day }, index) => {
    return { id: idOf(index), type, city: venue.city, startsAt: new Date(NOW + day * DAY_MS) };
  }));
  for (let today = 0; today < 30; today++) {
    const all = season.map(({ type, day, sold }, index) => {
      const poster = { motif: motifs.get(idOf(index))!, artwork: null };
      return event(idOf(index), type, day - today, { poster, seatsLeft: Math.round(100 * (1 - sold)) });
    }).filter(({ startsAt }) => Date.parse(String(startsAt)) > NOW);
    const { first, concerts, films, nearlyGone } = await listsOf(all);
    for (const { events } of [first, concerts, films, nearlyGone]) {
      for (const at of events.keys()) {
        const row = events.slice(at, at + 4).map(({ poster }) => poster.motif);
        assert.equal(new Set(row).size, row.length, `day ${today}: ${row}`);
      }
    }
  }
});
