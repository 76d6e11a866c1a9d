import assert from "node:assert/strict";
import type { Role } from "@/lib/auth/permissions.ts";
import { MIGRATIONS_BEFORE, readMigrations } from "@/lib/db/migrate.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { insertChartVersion, insertHall, insertUser, smallChart } from "@/lib/events/testing.ts";
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
import { chartVersionSchema, newChartSchema } from "./input.ts";

async function insertAccount(sql: Sql, role: Role) {
  return { id: await insertUser(sql, role), name: "Test", role, address: null };
}

async function make(sql: Sql, creator: Awaited<ReturnType<typeof insertAccount>>, body: unknown) {
  const made = await createChart(sql, creator, newChartSchema.parse(body));
  assert.ok(made.ok);
  return made.chart;
}

const input = { name: "Kino Svět", city: "Brno", country: "CZ", timeZone: "Europe/Prague" };

Deno.test("an added venue is listed, page by page, and recorded in the audit log", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertAccount(sql, "organizer");
    const added = [];
    for (const name of ["One", "Two", "Three"]) {
      const created = await createVenue(sql, actor, venueInputSchema.parse({ ...input, name }));
      assert.ok(created.ok);
      added.push(created.value);
    }
    const first = await listVenues(sql, venueQuerySchema.parse({ limit: "2" }));
    const second = await listVenues(sql, venueQuerySchema.parse({ limit: "2", cursor: first.nextCursor }));
    assert.deepEqual([...first.items, ...second.items], added);
    assert.equal(second.nextCursor, null);
    const [{ entries }] = await sql`select count(*) as entries from audit_log where action = 'venue.created'`;
    assert.equal(entries, 3);
  });
});

Deno.test("a venue needs a two-letter country code and a time zone that exists", () => {
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

Deno.test("names of venues and charts are stored in canonical form, however they were typed", () => {
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
  const stored = JSON.parse(text!.json);
  assert.equal(name, "Große Bühne");
  assert.deepEqual([stored.zones[0].name, stored.sections[0].name, stored.seats[0].note], [
    "Café",
    "Café",
    "Café",
  ]);
  assert.equal(stored.seats[0].row, "É");
});

Deno.test("halls are sorted as people sort names: accents beside their letters, numbers by size", async () => {
  await withDatabase(async (sql) => {
    for (const name of ["Zoo", "Kino 10", "Émile", "Kino 2", "Eva"]) await insertHall(sql, { name });
    const names = (await listHalls(sql)).map((hall) => hall.venueName);
    assert.deepEqual(names, ["Émile", "Eva", "Kino 2", "Kino 10", "Zoo"]);
  });
});

/** A stored chart as the API returns it. */
function documentOf(stored: StoredChart | null) {
  assert.ok(stored);
  return JSON.parse(storedChartJson(stored));
}

Deno.test("charts are listed and read in their newest versions", async () => {
  await withDatabase(async (sql) => {
    const [hall, other] = [await insertHall(sql), await insertHall(sql)];
    const chart = { ...smallChart(3), version: 2 };
    await insertChartVersion(sql, { ...hall, chart });
    const summary = {
      id: hall.chartId,
      venueId: hall.venueId,
      name: "Hall",
      version: 2,
      seatCount: 30,
      owner: null,
    };
    const { items } = await listCharts(sql, chartQuerySchema.parse({ venueId: hall.venueId }));
    assert.deepEqual(items, [{ ...summary, draft: null }]);
    const all = await listCharts(sql, chartQuerySchema.parse({}));
    assert.deepEqual(all.items.map(({ id, version }) => [id, version]), [[hall.chartId, 2], [
      other.chartId,
      1,
    ]]);
    assert.deepEqual(documentOf(await readChart(sql, hall.chartId)), { ...summary, chart });
    assert.equal(await readChart(sql, crypto.randomUUID()), null);
  });
});

Deno.test("a new chart is version 1, and each write adds the next version", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertAccount(sql, "organizer");
    const { venueId } = await insertHall(sql);
    const { version: _, seatCount: __, ...chart } = smallChart(2);
    const input = newChartSchema.parse({ venueId, name: "Studio", chart });
    const keyed = { ownerId: actor.id, key: "studio", request: input };
    const created = await createChart(sql, actor, input, keyed);
    assert.ok(created.ok);
    const { chart: made } = created;
    assert.deepEqual(
      await createChart(sql, actor, input, keyed),
      created,
      "the same key returns the same chart",
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
    const numbers = versions.map((result) => result.ok ? result.chart.version : 0);
    assert.deepEqual(numbers.sort(), [3, 4, 5]);
    assert.equal((await readChart(sql, made.id))?.name, "Big", "a name that is left out is unchanged");
    const [{ count }] = await sql`select count(*) from charts where id = ${made.id}`;
    assert.equal(count, 5);
  });
});

Deno.test("a chart for an unknown venue, a version of an unknown chart and a contradictory chart are refused", async () => {
  await withDatabase(async (sql) => {
    const actor = await insertAccount(sql, "organizer");
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

Deno.test("the newest 500 halls are offered, plus those already chosen", async () => {
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

/** The ids of the owners of all venues and charts. */
async function ownersIn(sql: Sql) {
  const [venues, charts] = await Promise.all([
    listVenues(sql, venueQuerySchema.parse({})),
    listCharts(sql, chartQuerySchema.parse({})),
  ]);
  const owners = (items: { owner: { id: string } | null }[]) => items.map(({ owner }) => owner?.id ?? null);
  return { venues: owners(venues.items), charts: owners(charts.items) };
}

Deno.test("only the owner and admins can write a chart, which stays the owner's", async () => {
  await withDatabase(async (sql) => {
    const [owner, other] = [await insertAccount(sql, "organizer"), await insertAccount(sql, "organizer")];
    const { venueId } = await insertHall(sql);
    const { version: _, ...chart } = smallChart(2);
    const made = await make(sql, owner, { venueId, name: "Studio", chart });
    assert.deepEqual(made.owner, { id: owner.id, name: "Test" });
    const write = (editor: typeof owner, ifMatch: string | null = null) =>
      addChartVersion(sql, editor, made.id, chartVersionSchema.parse({ chart }), ifMatch);

    assert.deepEqual(await write(other), { ok: false, code: "forbidden" });
    assert.deepEqual(await write(other, '"9"'), { ok: false, code: "forbidden" });
    assert.deepEqual(await readChart(sql, made.id), made);
    assert.ok((await write(owner)).ok);
    const byAdmin = await write(await insertAccount(sql, "admin"));
    assert.ok(byAdmin.ok);
    assert.deepEqual([byAdmin.chart.version, byAdmin.chart.owner], [3, made.owner]);
    assert.deepEqual(documentOf(byAdmin.chart), documentOf(await readChart(sql, made.id)));
  });
});

Deno.test("anyone can copy a chart's newest version, once per key, and owns the copy", async () => {
  await withDatabase(async (sql) => {
    const [owner, other] = [await insertAccount(sql, "organizer"), await insertAccount(sql, "organizer")];
    const { venueId } = await insertHall(sql);
    const { version: _, ...chart } = smallChart(2);
    const original = await make(sql, owner, { venueId, name: "Studio", chart });
    const { version: __, ...larger } = smallChart(3);
    const write = (editor: typeof owner, id: string, chart: unknown) =>
      addChartVersion(sql, editor, id, chartVersionSchema.parse({ chart }), null);
    assert.ok((await write(owner, original.id, larger)).ok);

    const body = newChartSchema.parse({ venueId, name: "Mine", copyOf: original.id });
    const keyed = { ownerId: other.id, key: "copy", request: body };
    const copied = await createChart(sql, other, body, keyed);
    assert.ok(copied.ok);
    const { chart: copy } = copied;
    assert.deepEqual(documentOf(copy), {
      id: copy.id,
      venueId,
      name: "Mine",
      version: 1,
      seatCount: larger.seatCount,
      owner: { id: other.id, name: "Test" },
      chart: { ...larger, version: 1 },
    });
    assert.notEqual(copy.id, original.id);
    assert.ok((await write(other, copy.id, chart)).ok);
    assert.ok((await write(owner, original.id, chart)).ok);
    assert.deepEqual(await createChart(sql, other, body, keyed), copied, "a repeat gets the first result");
    assert.deepEqual((await ownersIn(sql)).charts, [null, owner.id, other.id]);

    const none = newChartSchema.parse({ venueId, name: "None", copyOf: crypto.randomUUID() });
    assert.deepEqual(await createChart(sql, other, none), { ok: false, code: "chart-unknown" });
    for (const drawing of [{}, { chart, copyOf: original.id }]) {
      const { error } = newChartSchema.safeParse({ venueId, name: "None", ...drawing });
      assert.deepEqual(error?.issues.map(({ path }) => path.join(".")), ["chart"]);
    }
  });
});

Deno.test("only admins can write a chart that has no owner or whose owner's account was deleted", async () => {
  await withDatabase(async (sql) => {
    const [admin, other] = [await insertAccount(sql, "admin"), await insertAccount(sql, "organizer")];
    const { venueId, chartId } = await insertHall(sql);
    const { version: _, ...chart } = smallChart(2);
    const ownerless = await make(sql, other, { venueId, name: "Ownerless", chart });
    await sql`update users set name = '', deleted_at = now() where id = ${other.id}`;
    assert.deepEqual((await ownersIn(sql)).charts, [null, null]);
    const body = chartVersionSchema.parse({ chart });
    for (const id of [chartId, ownerless.id]) {
      const organizer = await insertAccount(sql, "organizer");
      const refused = await addChartVersion(sql, organizer, id, body, null);
      assert.deepEqual(refused, { ok: false, code: "forbidden" });
      assert.ok((await addChartVersion(sql, admin, id, body, null)).ok);
    }
  });
});

Deno.test("the migration makes creators in the audit log the owners of their venues and charts", async () => {
  const migration = (await readMigrations(MIGRATIONS_BEFORE)).find(({ name }) =>
    name.endsWith("_hall_owners.sql")
  )!;
  await withDatabase(async (sql) => {
    const [owner, admin] = [await insertAccount(sql, "organizer"), await insertAccount(sql, "admin")];
    await insertHall(sql);
    const venue = await createVenue(sql, owner, venueInputSchema.parse(input));
    assert.ok(venue.ok);
    const { version: _, ...chart } = smallChart(2);
    const made = await make(sql, owner, { venueId: venue.value.id, name: "Studio", chart });
    const body = chartVersionSchema.parse({ chart });
    assert.ok((await addChartVersion(sql, admin, made.id, body, null)).ok);
    await sql`alter table venues drop column owner_id`;
    await sql`alter table charts drop column owner_id`;

    await sql.unsafe(migration.statements);
    assert.deepEqual(await ownersIn(sql), { venues: [null, owner.id], charts: [null, owner.id] });
    const versions = await sql`select owner_id from charts where id = ${made.id}`;
    assert.deepEqual(versions.map(({ ownerId }) => ownerId), [owner.id, owner.id]);
  });
});
