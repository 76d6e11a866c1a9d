import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { chartVersionSchema, newChartSchema } from "./chart_input.ts";
import {
  addChartVersion,
  chartQuerySchema,
  createChart,
  createVenue,
  HALLS_MAX,
  listCharts,
  listHalls,
  listVenues,
  readChart,
  type StoredChart,
  storedChartJson,
  venueInputSchema,
  venueQuerySchema,
} from "./halls.ts";
import { insertChartVersion, insertHall, insertUser, smallChart } from "./testing.ts";

const input = { name: "Kino Svět", city: "Brno", country: "CZ", timeZone: "Europe/Prague" };

Deno.test("a venue that is added is listed, page by page, and noted in the audit log", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertUser(sql, "organizer");
    const added = [];
    for (const name of ["One", "Two", "Three"]) {
      const created = await createVenue(sql, actor, venueInputSchema.parse({ ...input, name }));
      assert.ok(created.ok);
      added.push(created.answer);
    }
    const first = await listVenues(sql, venueQuerySchema.parse({ limit: "2" }));
    const second = await listVenues(sql, venueQuerySchema.parse({ limit: "2", cursor: first.nextCursor }));
    assert.deepEqual([...first.items, ...second.items], added);
    assert.equal(second.nextCursor, null);
    const [{ entries }] = await sql`select count(*) as entries from audit_log where action = 'venue.created'`;
    assert.equal(entries, 3);
  });
});

Deno.test("a venue needs a country of two letters and a time zone that exists", () => {
  assert.ok(venueInputSchema.safeParse(input).success);
  for (
    const changes of [{ country: "Czechia" }, { country: "ZZ" }, { country: "cz" }, { timeZone: "Brno" }, {
      timeZone: "+01:00",
    }, { name: " " }]
  ) {
    assert.equal(
      venueInputSchema.safeParse({ ...input, ...changes }).success,
      false,
      JSON.stringify(changes),
    );
  }
});

const nfd = (text: string) => text.normalize("NFD");

Deno.test("names of venues and charts are stored in their canonical form, however they were typed; ids as they are", () => {
  const venue = venueInputSchema.parse({
    ...input,
    name: nfd(input.name),
    city: nfd("Łódź"),
    address: nfd("Brňo 4"),
  });
  assert.deepEqual(venue, { ...input, city: "Łódź", address: "Brňo 4" });
  const chart = smallChart(3);
  chart.zones[0].name = chart.sections[0].name = chart.seats[0].note = nfd("Café");
  chart.seats[0].row = nfd("É");
  const { name, chart: text } = newChartSchema.parse({
    venueId: "01977f6d-1a00-7000-8000-000000000001",
    name: nfd("Große Bühne"),
    chart,
  });
  const stored = JSON.parse(text.json);
  assert.equal(name, "Große Bühne");
  assert.deepEqual([stored.zones[0].name, stored.sections[0].name, stored.seats[0].note], [
    "Café",
    "Café",
    "Café",
  ]);
  assert.equal(stored.seats[0].row, "É");
});

Deno.test("halls are listed as people order names: accents beside their letters, numbers by size", async () => {
  await withDatabase(async (sql) => {
    for (const name of ["Zoo", "Kino 10", "Émile", "Kino 2", "Eva"]) await insertHall(sql, { name });
    const names = (await listHalls(sql)).map((hall) => hall.venueName);
    assert.deepEqual(names, ["Émile", "Eva", "Kino 2", "Kino 10", "Zoo"]);
  });
});

/** A stored chart as the API answers with it. */
function documentOf(stored: StoredChart | null) {
  assert.ok(stored);
  return JSON.parse(storedChartJson(stored));
}

Deno.test("charts are listed and read in their newest versions", async () => {
  await withDatabase(async (sql) => {
    const [hall, other] = [await insertHall(sql), await insertHall(sql)];
    const chart = { ...smallChart(3), version: 2 };
    await insertChartVersion(sql, { ...hall, chart });
    const summary = { id: hall.chartId, venueId: hall.venueId, name: "Hall", version: 2, seatCount: 30 };
    const { items } = await listCharts(sql, chartQuerySchema.parse({ venueId: hall.venueId }));
    assert.deepEqual(items, [summary]);
    const all = await listCharts(sql, chartQuerySchema.parse({}));
    assert.deepEqual(all.items.map(({ id, version }) => [id, version]), [[hall.chartId, 2], [
      other.chartId,
      1,
    ]]);
    assert.deepEqual(documentOf(await readChart(sql, hall.chartId)), { ...summary, chart });
    assert.equal(await readChart(sql, crypto.randomUUID()), null);
  });
});

Deno.test("a chart that is written begins at version 1, and each write of it makes the next one", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertUser(sql, "organizer");
    const { venueId } = await insertHall(sql);
    const { version: _, seatCount: __, ...chart } = smallChart(2);
    const input = newChartSchema.parse({ venueId, name: "Studio", chart });
    const keyed = { userId: actor, key: "studio", request: input };
    const created = await createChart(sql, actor, input, keyed);
    assert.ok(created.ok);
    const { chart: made } = created;
    assert.deepEqual(
      await createChart(sql, actor, input, keyed),
      created,
      "the same key again is the same chart",
    );
    assert.deepEqual([made.name, made.version, made.seatCount], ["Studio", 1, 20]);
    assert.deepEqual(await readChart(sql, made.id), made);
    const document = documentOf(made);

    const write = (body: unknown, ifMatch: string | null = null) =>
      addChartVersion(sql, actor, made.id, chartVersionSchema.parse(body), ifMatch);
    const second = await write(document, '"1"');
    assert.ok(second.ok);
    assert.deepEqual(documentOf(second.chart), {
      ...document,
      version: 2,
      chart: { ...document.chart, version: 2 },
    });
    assert.deepEqual(await write({ chart }, '"1"'), { ok: false, code: "stale" });
    const versions = await Promise.all([write({ chart, name: "Big" }), write({ chart }), write({ chart })]);
    const numbers = versions.map((answer) => answer.ok ? answer.chart.version : 0);
    assert.deepEqual(numbers.sort(), [3, 4, 5]);
    assert.equal((await readChart(sql, made.id))?.name, "Big", "a name that was not given stays");
    const [{ kept }] = await sql`select count(*) as kept from charts where id = ${made.id}`;
    assert.equal(kept, 5);
  });
});

Deno.test("a chart of no venue, a version of no chart and a chart that contradicts itself are refused", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertUser(sql, "organizer");
    const chart = smallChart();
    const unknown = newChartSchema.parse({ venueId: crypto.randomUUID(), name: "Hall", chart });
    assert.deepEqual(await createChart(sql, actor, unknown), { ok: false, code: "venue-unknown" });
    assert.deepEqual(
      await addChartVersion(sql, actor, crypto.randomUUID(), chartVersionSchema.parse({ chart }), null),
      { ok: false, code: "not-found" },
    );
    const broken = chartVersionSchema.safeParse({
      chart: { ...chart, seatCount: 3, zones: [chart.zones[0]] },
    });
    const paths = broken.error?.issues.map(({ path }) => path.join(".")) ?? [];
    assert.ok(paths.includes("chart.seatCount") && paths.includes("chart.seats.10.zone"), paths.join());
  });
});

Deno.test("the newest 500 halls are offered, and those that are chosen already", async () => {
  await withDatabase(async (sql) => {
    const first = await insertHall(sql);
    await sql`
      insert into charts (id, version, venue_id, name, seat_count, body)
      select ('01ffffff-ffff-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, ${first.venueId}, 'Copy ' || n, 1, '{}'
      from generate_series(1, 501) as n`;
    const halls = await listHalls(sql);
    assert.equal(halls.length, HALLS_MAX);
    assert.equal(halls.some(({ chartId }) => chartId === first.chartId), false);
    const chosen = await listHalls(sql, [first.chartId, "no id"]);
    assert.equal(chosen.length, HALLS_MAX + 1);
    assert.ok(chosen.some(({ chartId }) => chartId === first.chartId));
  });
});
