import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import {
  chartQuerySchema,
  createVenue,
  listCharts,
  listVenues,
  readChart,
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
      added.push(await createVenue(sql, actor, venueInputSchema.parse({ ...input, name })));
    }
    const first = await listVenues(sql, venueQuerySchema.parse({ limit: 2 }));
    const second = await listVenues(sql, venueQuerySchema.parse({ limit: 2, cursor: first.nextCursor }));
    assert.deepEqual([...first.items, ...second.items], added);
    assert.equal(second.nextCursor, null);
    const [{ entries }] = await sql`select count(*) as entries from audit_log where action = 'venue.created'`;
    assert.equal(entries, 3);
  });
});

Deno.test("a venue needs a country of two letters and a time zone that exists", () => {
  assert.ok(venueInputSchema.safeParse(input).success);
  for (
    const changes of [{ country: "Czechia" }, { timeZone: "Brno" }, { timeZone: "+01:00" }, { name: " " }]
  ) {
    assert.equal(
      venueInputSchema.safeParse({ ...input, ...changes }).success,
      false,
      JSON.stringify(changes),
    );
  }
});

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
    assert.deepEqual(await readChart(sql, hall.chartId), { ...summary, chart });
    assert.equal(await readChart(sql, crypto.randomUUID()), null);
  });
});
