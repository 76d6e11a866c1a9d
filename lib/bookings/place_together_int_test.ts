import assert from "node:assert/strict";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { openPool, type Sql, transaction } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { type EventFixture, insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { databaseViolations } from "@/tests/auditor/invariants.ts";
import { type Outcome, placeTogether, type Placing, roundsOf } from "./place_together.ts";

/** What may differ between placings: so few values of each that many have something in common. */
interface Draft {
  event: "open" | "cancelled" | "deleted";
  buyer: number;
  key: number;
  request: number;
  hold: number;
  attempt: number;
  chartVersion: number;
  seats: number[];
  price: number;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  event: fc.constantFrom("open", "open", "open", "open", "cancelled", "deleted"),
  buyer: fc.nat(3),
  key: fc.nat(3),
  request: fc.nat(1),
  hold: fc.nat(6),
  attempt: fc.integer({ min: 1, max: 2 }),
  chartVersion: fc.constantFrom(1, 1, 1, 1, 2),
  seats: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }).map((seats) => seats.sort()),
  price: fc.constantFrom(2500, 2500, 0),
});

/** Two events and four buyers. */
interface Scene {
  sql: Sql;
  url: string;
  events: Record<Draft["event"], string>;
  buyers: string[];
}

function withScene(test: (scene: Scene) => Promise<void>): Promise<void> {
  return withDatabase(async (sql, url) => {
    const open: EventFixture = await insertEvent(sql, { maxSeatsPerBuyer: 4 });
    const cancelled = await insertEvent(sql, { status: "cancelled" });
    const buyers = await Promise.all([0, 1, 2, 3].map(() => insertUser(sql)));
    const events = { open: open.eventId, cancelled: cancelled.eventId, deleted: uuidv7() };
    await test({ sql, url, events, buyers });
  });
}

function placingOf({ events, buyers }: Scene, draft: Partial<Draft>): Placing {
  const {
    event = "open",
    buyer = 0,
    key = 0,
    request = 0,
    hold = 0,
    attempt = 1,
    chartVersion = 1,
    price = 2500,
  } = draft;
  const seats = draft.seats ?? [0];
  const id = uuidv7();
  return {
    booking_id: id,
    code: id,
    account_id: buyers[buyer],
    event_id: events[event],
    hold_id: `hold ${hold}`,
    attempt,
    chart_version: chartVersion,
    key: `key ${key}`,
    request_hash: `\\x0${request}`,
    payment_token: price === 0 ? null : "tok_approve",
    total: price * seats.length,
    shown_total: null,
    locale: "en",
    deadline_ms: 60_000,
    seat_indexes: seats,
    seat_ids: seats.map((seat) => `A-${seat + 1}`),
    sections: seats.map(() => 'Stalls, "left"'),
    rows: seats.map(() => ""),
    numbers: seats.map((seat) => `${seat + 1}`),
    zones: seats.map(() => "main"),
    prices: seats.map(() => price),
    traceparent: null,
    message_id: uuidv7(),
    ticket_ids: price === 0 ? seats.map(() => uuidv7()) : null,
    confirmed_message_id: price === 0 ? uuidv7() : null,
  };
}

Deno.test("placings that arrive together have the same outcomes and rows as one by one", () =>
  withScene(async (scene) => {
    const { sql } = scene;
    const read = async (outcomes: Outcome[]) => ({
      outcomes: outcomes.map(({ createdAt: _, ...outcome }: Outcome & { createdAt?: Date }) => outcome),
      rows: await readTables(sql),
    });
    const some = fc.array(draft, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(some, some, async (earlier, drafts) => {
        const [past, placings] = [earlier, drafts].map((list) =>
          list.map((draft) => placingOf(scene, draft))
        );
        await clear(sql);
        await oneByOne(sql, past);
        const separate = await read(await oneByOne(sql, placings));
        await clear(sql);
        await oneByOne(sql, past);
        const together = await read(
          await Promise.all(placings.map((placing) => placeTogether(sql, placing))),
        );
        assert.deepEqual(together, separate);
        await assertConsistent(sql);
      }),
      { numRuns: 60 },
    );
  }));

Deno.test("whatever several processes place at the same time, the books are consistent", () =>
  withScene(async (scene) => {
    const pools = [1, 2, 3].map(() => openPool(scene.url, { max: 4 }));
    try {
      const list = fc.array(draft, { minLength: 3, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fc.tuple(list, list, list), async (lists) => {
          await clear(scene.sql);
          const outcomes = await Promise.all(
            lists.flatMap((drafts, n) =>
              drafts.map((draft) => placeTogether(pools[n], placingOf(scene, draft)))
            ),
          );
          const [{ count }] = await scene.sql`select count(*) as count from bookings`;
          assert.equal(outcomes.filter(({ outcome }) => outcome === "placed").length, count);
          await assertConsistent(scene.sql);
        }),
        { numRuns: 30 },
      );
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  }));

Deno.test("placings that arrive during a statement share the next one and its commit", () =>
  withScene(async (scene) => {
    const sent = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const sql = new Proxy(scene.sql, {
      apply(target, self, args) {
        sent.resolve();
        return gate.promise.then(() => Reflect.apply(target, self, args));
      },
    });
    const place = (n: number) => placeTogether(sql, placingOf(scene, { buyer: n, hold: n, seats: [n] }));
    const first = place(0);
    await sent.promise;
    const others = [1, 2, 3].map(place);
    gate.resolve();
    await Promise.all([first, ...others]);
    const commits = await scene.sql`
      select array_agg(s.seat_index order by s.seat_index) as seats
      from bookings b join booking_seats s on s.booking_id = b.id group by b.xmin::text order by 1`;
    assert.deepEqual(commits.map(({ seats }) => seats), [[0], [1, 2, 3]]);
  }));

Deno.test("a placing that cannot be written fails alone", () =>
  withScene(async (scene) => {
    const { sql } = scene;
    const unknown = { ...placingOf(scene, { buyer: 1, hold: 1, seats: [1] }), account_id: uuidv7() };
    const results = await Promise.allSettled([
      placeTogether(sql, placingOf(scene, { buyer: 0, hold: 0, seats: [0] })),
      placeTogether(sql, unknown),
      placeTogether(sql, placingOf(scene, { buyer: 2, hold: 2, seats: [2] })),
    ]);
    assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  }));

Deno.test("a placing that has to wait for a lock delays no other", () =>
  withScene(async (scene) => {
    const { sql } = scene;
    assert.equal((await placeTogether(sql, placingOf(scene, { buyer: 0 }))).outcome, "placed");
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const locking = transaction(sql, async (tx) => {
      await tx`select from buyer_seats for update`;
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    let isPlaced = false;
    const waiting = placeTogether(sql, placingOf(scene, { buyer: 0, key: 1, hold: 1, seats: [1] }))
      .finally(() => isPlaced = true);
    for (const n of [2, 3]) {
      const other = await placeTogether(sql, placingOf(scene, { buyer: n, hold: n, seats: [n] }));
      assert.equal(other.outcome, "placed");
    }
    assert.equal(isPlaced, false);
    unlock.resolve();
    await locking;
    assert.equal((await waiting).outcome, "placed");
  }));

Deno.test("placings with something in common are in separate rounds, in order, and the size of a round is limited", () => {
  const scene = { events: { open: "e" }, buyers: Array.from({ length: 200 }, (_, n) => `u${n}`) };
  const item = (name: string, draft: Partial<Draft>) => ({ name, placing: placingOf(scene as Scene, draft) });
  const rounds = roundsOf([
    item("a", { buyer: 0, hold: 0, seats: [0, 1] }),
    item("b", { buyer: 1, hold: 1, seats: [1, 2] }),
    item("c", { buyer: 2, hold: 2, seats: [2] }),
    item("d", { buyer: 0, hold: 3, seats: [3] }),
    item("e", { buyer: 3, hold: 4, seats: [4] }),
  ]);
  assert.deepEqual([...rounds].map((round) => round.map(({ name }) => name)), [["a", "e"], ["b", "d"], [
    "c",
  ]]);

  const many = scene.buyers.map((_, n) => item("", { buyer: n, hold: n, seats: [n] }));
  const sizes = [...roundsOf(many)].map((round) => round.length);
  assert.deepEqual(sizes, [64, 64, 64, 8]);
});

async function oneByOne(sql: Sql, placings: Placing[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const placing of placings) outcomes.push(await placeTogether(sql, placing));
  return outcomes;
}

/** Writes and publishes what the workers would, and audits the books. */
async function assertConsistent(sql: Sql): Promise<void> {
  const bookings = await sql<{ id: string }[]>`select id from bookings`;
  await transaction(sql, (tx) => writeMessages(tx, bookings.map(({ id }) => id), "http://aisle.test"));
  await sql`update outbox set position = seq`;
  assert.deepEqual(await databaseViolations(sql), []);
}

async function clear(sql: Sql): Promise<void> {
  await sql`truncate idempotency_keys, placements, buyer_seats, seat_claims, outbox, booking_seats, tickets, bookings cascade`;
}

/** Everything that placing writes, without times and the order of unrelated messages. */
async function readTables(sql: Sql): Promise<unknown[]> {
  const tables = {
    idempotency_keys: "owner_id, key",
    placements: "hold_id, attempt",
    buyer_seats: "event_id, buyer_id",
    bookings: "id",
    booking_seats: "booking_id, seat_index",
    seat_claims: "event_id, seat_index",
    payments: "booking_id",
    tickets: "id",
    outbox: "id",
  };
  return await Promise.all(
    Object.entries(tables).map(async ([table, order]) => {
      const rows = await sql.unsafe(`
        select to_jsonb(t) - '{seq,created_at,updated_at,deadline_at,occurred_at}'::text[] as row
        from ${table} t order by ${order}`);
      return [table, rows.map(({ row }) => row)];
    }),
  );
}
