import assert from "node:assert/strict";
import { chartSchema } from "@/lib/charts/chart.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { insertEvent, insertHall, scriptedBoard } from "@/lib/events/testing.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { handler as chartOf } from "./[id]/chart.ts";
import { handler as oneEvent } from "./[id]/index.ts";
import { handler as listEvents } from "./index.ts";

const now = Date.parse("2026-06-01T12:00:00Z");

async function setUp(sql: Sql) {
  const statuses = new Map<string, string>();
  const catalog = new EventCatalog({ sql, board: scriptedBoard(statuses), now: () => now });
  const hall = await insertHall(sql, {
    name: "Klub Ósmy",
    city: "Łódź",
    country: "PL",
    timeZone: "Europe/Warsaw",
  });
  const get = (endpoint: Endpoint, path: string, id = "", headers: Record<string, string> = {}) =>
    callEndpoint(endpoint, new Request(`http://aisle.test/api/events${path}`, { headers }), {
      services: { sql, catalog, now: () => now },
      params: { id },
    });
  return { statuses, hall, get };
}

Deno.test("each listed event has the members of the contract", async () => {
  await withDatabase(async (sql) => {
    const { statuses, hall, get } = await setUp(sql);
    const id = await insertEvent(sql, hall, { now, title: "Mgła", motif: "waves" });
    statuses.set(id, "aaahbbxx");
    const response = await get(listEvents, "?q=lodz&limit=1");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.deepEqual(await response.json(), {
      items: [{
        id,
        slug: `event-${id}`,
        type: "concert",
        title: "Mgła",
        startsAt: "2026-06-02T12:00:00.000Z",
        endsAt: "2026-06-02T14:00:00.000Z",
        venue: { name: "Klub Ósmy", city: "Łódź", country: "PL", timeZone: "Europe/Warsaw" },
        priceFrom: 1000,
        currency: "EUR",
        seatsLeft: 3,
        seatCount: 20,
        saleStatus: "on-sale",
        poster: { motif: "waves", artwork: null },
      }],
      nextCursor: null,
    });
  });
});

Deno.test("a mistyped word finds what was meant, and every page of the results says so", async () => {
  await withDatabase(async (sql) => {
    const { hall, get } = await setUp(sql);
    for (const title of ["Beethoven I", "Beethoven II", "Bach"]) await insertEvent(sql, hall, { now, title });
    const list = async (query: string) => await (await get(listEvents, query)).json();
    const first = await list("?q=bethoven&limit=1");
    const second = await list(`?q=bethoven&limit=1&cursor=${first.nextCursor}`);
    const found = [first, second].map(({ items, correctedQ }) => [items[0].title.slice(0, 9), correctedQ]);
    assert.deepEqual(found, [["Beethoven", "beethoven"], ["Beethoven", "beethoven"]]);
    assert.equal(second.nextCursor, null);
    assert.deepEqual(await list("?q=zither"), { items: [], nextCursor: null });
  });
});

Deno.test("the list rejects an invalid or unknown parameter by name", async () => {
  await withDatabase(async (sql) => {
    const { get } = await setUp(sql);
    for (const [query, path] of [["?limit=0", "limit"], ["?cursor=x", "cursor"], ["?page=2", "page"]]) {
      const response = await get(listEvents, query);
      assert.equal(response.status, 422);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const body = await response.json();
      assert.deepEqual([body.code, body.errors[0].path], ["validation", path]);
    }
  });
});

Deno.test("an event is found by id or slug; a draft or unknown event is not", async () => {
  await withDatabase(async (sql) => {
    const { hall, get } = await setUp(sql);
    const id = await insertEvent(sql, hall, { now });
    const draft = await insertEvent(sql, hall, { now, status: "draft" });
    const [byId, bySlug] = [await get(oneEvent, `/${id}`, id), await get(oneEvent, "/slug", `event-${id}`)];
    assert.deepEqual([byId.status, bySlug.status], [200, 200]);
    const body = await byId.json();
    assert.deepEqual(await bySlug.json(), body);
    assert.deepEqual(
      [body.maxSeatsPerBuyer, body.cancellation, body.zones.length, body.venue.city],
      [8, { allowed: false, until: null }, 2, "Łódź"],
    );
    for (const name of [draft, "nothing"]) {
      for (const endpoint of [oneEvent, chartOf]) {
        const response = await get(endpoint, `/${name}`, name);
        assert.equal(response.status, 404);
        assert.equal((await response.json()).code, "not-found");
      }
    }
  });
});

Deno.test("a chart is valid, gzipped where accepted, and not sent again to clients that have it", async () => {
  await withDatabase(async (sql) => {
    const { hall, get } = await setUp(sql);
    const id = await insertEvent(sql, hall, { now });
    const plain = await get(chartOf, "", id);
    assert.equal(plain.status, 200);
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.deepEqual(chartSchema.parse(await plain.json()), hall.chart);

    const packed = await get(chartOf, "", id, { "accept-encoding": "br, gzip" });
    assert.equal(packed.headers.get("content-encoding"), "gzip");
    assert.equal(packed.headers.get("vary"), "accept-encoding");
    const unpacked = packed.body!.pipeThrough(new DecompressionStream("gzip"));
    assert.deepEqual(await new Response(unpacked).json(), hall.chart);

    const etag = plain.headers.get("etag")!;
    for (const known of [etag, etag.replace("W/", ""), `"other", ${etag}`]) {
      const response = await get(chartOf, "", id, { "if-none-match": known });
      assert.equal(response.status, 304);
      assert.equal(response.headers.get("etag"), etag);
      assert.equal(await response.text(), "");
    }
    assert.equal((await get(chartOf, "", id, { "if-none-match": '"other"' })).status, 200);
  });
});
