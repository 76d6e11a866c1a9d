import assert from "node:assert/strict";
import { boardSource } from "@/lib/board/source.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { countSeats } from "@/lib/events/sale_status.ts";
import { databaseViolations } from "@/tests/auditor/invariants.ts";
import { seed } from "./data.ts";
import { venues } from "./halls/mod.ts";

const now = Date.parse("2026-11-22T19:00:00Z");
const options = { now, passwordHash: "hash", site: "http://localhost" };

interface Row {
  title: string;
  type: string;
  status: string;
  city: string;
  startsAt: Date;
  localHour: number;
  salesOpenAt: Date | null;
  seatCount: number;
  offered: number;
  claims: number;
}

function readEvents(sql: Sql): Promise<Row[]> {
  return sql<Row[]>`
    select e.title, e.type, e.status, v.city, e.starts_at, e.sales_open_at, e.seat_count,
      e.seat_count - cardinality(e.blocked_seats) as offered,
      extract(hour from e.starts_at at time zone v.time_zone)::integer as local_hour,
      (select count(*)::integer from seat_claims c where c.event_id = e.id) as claims
    from events e join venues v on v.id = e.venue_id`;
}

Deno.test("the sample data fills an empty database once and obeys every invariant", async () => {
  await withDatabase(async (sql) => {
    assert.deepEqual(
      await Promise.all([seed(sql, options), seed(sql, options)]).then((done) => done.sort()),
      [
        false,
        true,
      ],
    );
    assert.deepEqual(await databaseViolations(sql), []);
    const [{ users }] = await sql`select count(*) as users from users`;
    assert.equal(await seed(sql, options), false);
    assert.deepEqual(await sql`select count(*) as users from users`.then(([row]) => row), { users });
  });
});

Deno.test("the events are within the next 60 days and cover every sale status", async () => {
  await withDatabase(async (sql) => {
    await seed(sql, options);
    const events = await readEvents(sql);
    const sold = (row: Row) => row.claims / row.offered;
    assert.equal(events.length, 24);
    assert.equal(new Set(events.map((row) => row.city)).size, venues.length);
    for (const row of events) {
      assert.ok(row.startsAt.getTime() > now && row.startsAt.getTime() < now + 60 * 86_400_000, row.title);
      assert.ok(row.localHour >= 12 && row.localHour <= 22, `${row.title} begins at ${row.localHour}`);
      assert.ok(row.claims === 0 || row.seatCount <= 500, `${row.title} is too large for sample bookings`);
    }
    assert.deepEqual(new Set(events.map((row) => row.type)), new Set(["concert", "film"]));
    assert.equal(events.filter((row) => row.status === "draft" && row.claims === 0).length, 1);
    assert.equal(events.filter((row) => row.status === "cancelled" && row.claims === 0).length, 1);
    assert.equal(events.filter((row) => row.salesOpenAt && row.salesOpenAt.getTime() > now).length, 1);
    assert.equal(events.filter((row) => sold(row) === 1).length, 1);
    assert.ok(events.filter((row) => sold(row) > 0.9 && sold(row) < 1).length >= 3);
  });
});

Deno.test("an event tonight that would start too soon is moved to tomorrow", async () => {
  await withDatabase(async (sql) => {
    const late = Date.parse("2026-11-22T19:30:00Z");
    await seed(sql, { ...options, now: late });
    const [first] = await sql<{ startsAt: Date }[]>`select starts_at from events order by starts_at limit 1`;
    assert.equal(first.startsAt.toISOString(), "2026-11-23T20:15:00.000Z");
  });
});

Deno.test("the demo visitor has an upcoming booking of two seats with a message", async () => {
  await withDatabase(async (sql) => {
    await seed(sql, options);
    const bookings = await sql`
      select (select count(*)::integer from booking_seats s where s.booking_id = b.id) as seats,
        (select m.sent_at is not null from messages m where m.booking_id = b.id) as sent
      from bookings b join users u on u.id = b.buyer_id where u.email = 'visitor@aisle.test'`;
    assert.deepEqual([...bookings], [{ seats: 2, sent: true }]);
  });
});

Deno.test("a board restored from the sample data is sold out where the sale is", async () => {
  await withDatabase(async (sql) => {
    await seed(sql, options);
    const [{ id }] = await sql<{ id: string }[]>`select id from events where title like 'Small Hours%'`;
    const truth = (await boardSource(sql).load(id))!;
    const statuses = new Array<string>(truth.seatCount).fill("a");
    for (const { index } of truth.claims) statuses[index] = "b";
    assert.deepEqual(countSeats(statuses.join("")), { left: 0, held: 0 });
  });
});
