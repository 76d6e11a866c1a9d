import assert from "node:assert/strict";
import { venueInputSchema } from "@/lib/charts/halls.ts";
import { MIGRATIONS_BEFORE, readMigrations } from "@/lib/db/migrate.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { eventFacets, eventQuerySchema, searchEvents } from "@/lib/events/search.ts";
import { insertEvent, insertHall } from "@/lib/events/testing.ts";
import { timeZones, utcOffset } from "./time_zones.ts";
import { differences, samplesByZone } from "./time_zones_testing.ts";

Deno.test("Postgres accepts every name, with the same offsets from 2020 to 2040", async () => {
  await withDatabase(async (sql) => {
    const samples = samplesByZone();
    const rows = await sql<{ timeZone: string; offsets: number[] }[]>`
      select zone.key as time_zone, (
        select array_agg(extract(epoch from (at at time zone zone.key) - (at at time zone 'UTC'))::integer * 1000
          order by position)
        from jsonb_array_elements_text(zone.value) with ordinality as sample(text, position),
          lateral (select to_timestamp(text::float8 / 1000) as at) as instant
      ) as offsets
      from jsonb_each(${sql.json(samples)}) as zone`;
    const offsets = Object.fromEntries(rows.map(({ timeZone, offsets }) => [timeZone, offsets]));
    assert.deepEqual(differences(samples, offsets), []);
  });
});

Deno.test("the database has the names of the table, and rejects any other for a venue", async () => {
  await withDatabase(async (sql) => {
    const names = (await sql<{ name: string }[]>`select name from time_zones`).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), [...timeZones].toSorted());
    for (const timeZone of ["MIT", "Asia/Calcutta", ""]) {
      await assert.rejects(insertHall(sql, { timeZone }), /foreign key/);
    }
  });
});

Deno.test("a venue is stored with the primary name of its zone", () => {
  const venue = { name: "Rangashala", city: "Mumbai", country: "IN" };
  assert.equal(venueInputSchema.parse({ ...venue, timeZone: "Asia/Calcutta" }).timeZone, "Asia/Kolkata");
  for (const timeZone of ["MIT", "IST", "BST", "AST", "EST", "+05:30"]) {
    assert.match(venueInputSchema.safeParse({ ...venue, timeZone }).error?.message ?? "", /Europe\/Berlin/);
  }
});

Deno.test("in every time zone an event is found only on its own days", async () => {
  const midnight = Date.UTC(2026, 11, 4);
  const now = Date.UTC(2026, 11, 1);
  await withDatabase(async (sql) => {
    for (const timeZone of timeZones) {
      const hall = await insertHall(sql, { name: timeZone, timeZone });
      const startsAt = new Date(midnight - utcOffset(timeZone, midnight));
      await insertEvent(sql, hall, { now, startsAt, title: `${timeZone} first` });
      const before = new Date(startsAt.getTime() - 1);
      await insertEvent(sql, hall, { now, startsAt: before, title: `${timeZone} last` });
    }
    const { total } = await eventFacets(sql, { from: "2026-12-04", to: "2026-12-04" }, now);
    assert.equal(total, timeZones.length);
    const { total: previous } = await eventFacets(sql, { to: "2026-12-03" }, now);
    assert.equal(previous, timeZones.length);
    const { total: all } = await eventFacets(sql, { from: "0001-01-01", to: "9999-12-31" }, now);
    assert.equal(all, 2 * timeZones.length);
  });
});

const rows = [
  { country: "IN", before: "Asia/Calcutta", after: "Asia/Kolkata" },
  { country: "US", before: "us/pacific", after: "America/Los_Angeles" },
  { country: "IS", before: "Iceland", after: "Atlantic/Reykjavik" },
  { country: "CZ", before: "Europe/Prague", after: "Europe/Prague" },
  { country: "WS", before: "MIT", after: "Pacific/Apia" },
  { country: "AU", before: "AST", after: "Australia/Sydney" },
  { country: "ZZ", before: "IST", after: "Etc/UTC" },
];

Deno.test("the migration gives venues the primary name, or their capital's zone and an audit log entry", async () => {
  const migration = (await readMigrations(MIGRATIONS_BEFORE)).find(({ name }) =>
    name.endsWith("_time_zones.sql")
  )!;
  await withDatabase(async (sql) => {
    await sql`drop table time_zones cascade`;
    for (const { country, before } of rows) {
      await insertHall(sql, { country, timeZone: before, name: before });
    }
    await sql.unsafe(migration.statements);
    const venues = await sql`select country, name as before, time_zone as after from venues order by id`;
    assert.deepEqual([...venues], rows);
    assert.deepEqual(await replaced(sql), ["AST → Australia/Sydney", "IST → Etc/UTC", "MIT → Pacific/Apia"]);
  });
});

Deno.test("a venue with an unknown zone breaks no list", async () => {
  const now = Date.UTC(2026, 11, 4);
  await withDatabase(async (sql) => {
    await sql`drop table time_zones cascade`;
    await insertEvent(sql, await insertHall(sql, { timeZone: "MIT" }), { now });
    await insertEvent(sql, await insertHall(sql), { now });
    for (const query of [{ when: "today" }, { when: "next-30-days" }, { from: "2026-12-01" }, {}]) {
      const { items } = await searchEvents(sql, eventQuerySchema.parse(query), now);
      assert.ok(items.length <= 2);
    }
  });
});

async function replaced(sql: Sql): Promise<string[]> {
  const entries = await sql<{ detail: { from: string; to: string } }[]>`
    select detail from audit_log where action = 'venue.time-zone-replaced'`;
  return entries.map(({ detail }) => `${detail.from} → ${detail.to}`).toSorted();
}
