/** The public list, single events, their charts and seats. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { assertProblem, Client, signIn } from "../client.ts";
import type { Steps } from "./steps.ts";

interface Item {
  id: string;
  slug: string;
  type: string;
  title: string;
  startsAt: string;
  venue: { city: string; timeZone: string };
  priceFrom: number | null;
  saleStatus: string;
}

async function list(url: string, query: string): Promise<Item[]> {
  const { status, body } = await new Client(url).get(`/api/events?limit=100&${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.items;
}

async function slugs(url: string, query: string): Promise<string[]> {
  return (await list(url, query)).map(({ slug }) => slug);
}

const badQueries = [
  ...["limit=0", "limit=101", "limit=1.5", "limit=x", "limit=", "limit=1&limit=2", "limit=0x10", "limit=1e1"],
  ...["limit=%205", "limit=5%20", "limit=%2B5", "limit=-5", "limit=5.0", "limit=٥", "limit=Infinity"],
  ...["sort=newest", "type=opera", "from=2026-13-01", "from=2026-02-30", "to=tomorrow", "from=01.02.2026"],
  ...["from=2026-2-1", "from=%202026-02-01", "to=2027-02-29", "to=2026-02-01T00:00:00Z", "to=20260201"],
  ...["cursor=nonsense", "q=a&q=b", "unknown=1", "__proto__=1", "q=%00", `q=${"x".repeat(500)}`],
];

const itemMembers = ["id", "slug", "type", "title", "startsAt", "venue", "priceFrom", "currency", "seatsLeft"]
  .concat("saleStatus");
const detailMembers = ["description", "endsAt", "doorsAt", "zones", "maxSeatsPerBuyer", "salesOpenAt"]
  .concat("salesCloseAt", "seatCount", "cancellation", "orphans");

function assertHas(value: object, members: string[]): void {
  assert.deepEqual(members.filter((member) => !(member in value)), []);
}

export const events: Steps = {
  async "are listed with everything that a list shows, except for drafts"({ url }) {
    const items = await list(url, "");
    for (const item of items) {
      assertHas(item, itemMembers);
      assertHas(item.venue, ["name", "city", "country", "timeZone"]);
    }
    const admin = await signIn(url, "admin@aisle.test");
    const [draft] = (await admin.get("/api/admin/events?status=draft")).body.items;
    assert.ok(draft && !items.some(({ id }) => id === draft.id));
    for (const id of [draft.id, draft.slug]) {
      for (const part of ["", "/chart", "/seats", "/stream"]) {
        assertProblem(await admin.get(`/api/events/${id}${part}`), 404, "not-found");
      }
      const hold = await admin.post(`/api/events/${id}/holds`, { seats: ["x"] });
      assertProblem(hold, 404, "not-found");
    }
  },

  async "are found by the beginnings of words, whatever their case and accents"({ url }) {
    assert.deepEqual(await slugs(url, "q=mgla"), ["mgla-nad-lodzia"]);
    assert.deepEqual(await slugs(url, `q=${encodeURIComponent("MGŁA łódź")}`), ["mgla-nad-lodzia"]);
    assert.deepEqual(
      await slugs(url, "q=lod+mgl"),
      ["mgla-nad-lodzia"],
      "words in any order, venue and city too",
    );
    assert.deepEqual(await slugs(url, "q=glasharmonium"), []);
    assert.deepEqual(await slugs(url, `q=${encodeURIComponent("' | :* & ! ( \\")}`), await slugs(url, ""));
    assert.deepEqual(await slugs(url, "q=harmonium"), ["the-glass-harmonium"]);
    assert.deepEqual(await slugs(url, "q=armonium"), [], "not from the middle of a word");
  },

  async "are filtered by type, by city and by day at the venue"({ url }) {
    const all = await list(url, "");
    assert.ok((await list(url, "type=film")).every(({ type }) => type === "film"));
    const cities = await list(url, `city=${encodeURIComponent("łÓDŹ")}`);
    assert.ok(cities.length > 0 && cities.every(({ venue }) => venue.city === "Łódź"));
    assert.deepEqual(await list(url, "city=Ber"), []);
    // In New York and Tokyo the day may differ from UTC's.
    for (const event of all) {
      const day = Temporal.Instant.from(event.startsAt).toZonedDateTimeISO(event.venue.timeZone)
        .toPlainDate();
      const isListed = async (query: string) => (await list(url, query)).some(({ id }) => id === event.id);
      assert.ok(await isListed(`from=${day}&to=${day}`), event.slug);
      assert.ok(!await isListed(`from=${day.add({ days: 1 })}`), event.slug);
      assert.ok(!await isListed(`to=${day.subtract({ days: 1 })}`), event.slug);
    }
  },

  async "are sorted by date, price or title"({ url }) {
    const by = async (sort: string) => await list(url, `sort=${sort}`);
    const dates = (await by("date")).map(({ startsAt }) => startsAt);
    assert.deepEqual(dates, dates.toSorted());
    assert.deepEqual((await list(url, "")).map(({ startsAt }) => startsAt), dates, "by date is the default");
    const prices = (await by("price")).map(({ priceFrom }) => priceFrom ?? Infinity);
    assert.deepEqual(prices, prices.toSorted((a, b) => a - b));
    const fold = (title: string) => title.normalize("NFD").replace(/[^A-Za-z ]/g, "").toLowerCase();
    const titles = (await by("title")).map(({ title }) => fold(title));
    assert.equal(titles[0], titles.toSorted()[0]);
    const cursor = (await new Client(url).get("/api/events?limit=1&sort=price")).body.nextCursor;
    assertProblem(await new Client(url).get(`/api/events?sort=title&cursor=${cursor}`), 422, "validation");
  },

  async "refuse invalid queries"({ url }) {
    for (const query of badQueries) {
      const response = await new Client(url).get(`/api/events?${query}`);
      assert.deepEqual([query, response.status], [query, 422]);
      assertProblem(response, 422, "validation");
    }
  },

  async "are the same by id and by slug, and between them have every sale status"({ url }) {
    const items = await list(url, "");
    for (const { id, slug } of items) {
      const byId = await new Client(url).get(`/api/events/${id}`);
      const bySlug = await new Client(url).get(`/api/events/${slug}`);
      assert.deepEqual([byId.status, byId.body.id, byId.body.slug], [200, id, slug]);
      assert.equal(bySlug.body.id, id);
      assertHas(byId.body, [...itemMembers, ...detailMembers]);
      for (const zone of byId.body.zones) assertHas(zone, ["id", "name", "price"]);
      assertHas(byId.body.cancellation, ["allowed", "until"]);
    }
    const statuses = new Set(items.map(({ saleStatus }) => saleStatus));
    assert.deepEqual([...statuses].toSorted(), ["cancelled", "not-yet", "on-sale", "sold-out"]);
  },

  async "have a chart that fits their seats and is revalidated by its ETag"({ url }) {
    const client = new Client(url);
    for (const { id } of await list(url, "")) {
      const { body: chart, headers } = await client.get(`/api/events/${id}/chart`);
      // The count may be a second old.
      const { event, seats } = await until(async () => {
        const { body: event } = await client.get(`/api/events/${id}`);
        const { body: seats } = await client.get(`/api/events/${id}/seats`);
        return { event, seats };
      }, ({ event, seats }) => event.seatsLeft === seats.statuses.split("a").length - 1);
      assertHas(chart, ["version", "seatCount", "width", "height", "zones", "seats", "areas", "shapes"]);
      assertHas(chart.seats[0], ["id", "x", "y", "zone", "section", "row", "number", "flags"]);
      assert.equal(chart.seats.length, chart.seatCount);
      assert.equal(seats.statuses.length, event.seatCount);
      assert.match(seats.statuses, /^[ahbx]+$/);
      const zones = new Set(chart.seats.map(({ zone }: { zone: string }) => zone));
      const priced = event.zones.map((zone: { id: string }) => zone.id);
      assert.deepEqual([...zones].filter((zone) => !priced.includes(zone)), []);
      for (const area of chart.areas) {
        const places = chart.seats.filter((seat: { area?: string }) => seat.area === area.id);
        assert.equal(places.length, area.capacity);
      }

      const etag = headers.get("etag")!;
      const revalidate = (header: string) =>
        client.call("GET", `/api/events/${id}/chart`, undefined, { "if-none-match": header });
      const weak = etag.replace(/^(W\/)?/, "W/");
      for (const header of [etag, weak, weak.slice(2), `"other", ${weak}`, "*"]) {
        const cached = await revalidate(header);
        assert.deepEqual([header, cached.status, cached.body], [header, 304, ""]);
        assert.equal(cached.headers.get("etag"), etag);
      }
      assert.equal((await revalidate('"other"')).status, 200);
    }
  },
};
