import assert from "node:assert/strict";
import { driveClock } from "@/lib/testing/driven_clock.ts";
import {
  deadline,
  DeadlineError,
  isTransient,
  openPool,
  savepoint,
  transaction,
  TransactionLostError,
} from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";

Deno.test("rows come back in camelCase, with numbers, dates and JSON as values", async () => {
  await withDatabase(async (sql) => {
    const [row] = await sql`
      select 9007199254740991::bigint as total_amount, timestamptz '2026-01-02 03:04:05Z' as starts_at,
             '{"snake_case": [1]}'::jsonb as data, array['a', 'b'] as names`;
    assert.deepEqual(row, {
      totalAmount: 9007199254740991,
      startsAt: new Date("2026-01-02T03:04:05Z"),
      data: { snake_case: [1] },
      names: ["a", "b"],
    });
    await assert.rejects(sql`select 9007199254740992::bigint`.execute(), RangeError);
  });
});

Deno.test("a statement that runs too long is cancelled by the server, which is a transient error", async () => {
  await withDatabase(async (sql) => {
    await assert.rejects(sql`select pg_sleep(30)`.execute(), isTransient);
  }, { statementTimeoutMs: 50 });
});

Deno.test("a connection killed at any point in a transaction fails it without corrupting later queries", async () => {
  await withDatabase(async (sql, url) => {
    const killer = openPool(url, { max: 1 });
    const kill = (pid: number) => killer`select pg_terminate_backend(${pid}, 5000)`;
    try {
      await sql`create table written (id int)`;
      for (let round = 0; round < 12; round++) {
        const failed = transaction(sql, async (inner) => {
          const [{ pid }] = await inner<{ pid: number }[]>`select pg_backend_pid() as pid`;
          await inner`insert into written values (${round})`;
          if (round % 3 === 0) await kill(pid);
          if (round % 3 === 1) await inner`select pg_terminate_backend(${pid}), generate_series(1, 3)`;
          if (round % 3 === 2) {
            await Promise.all([inner`select pg_sleep(5) from generate_series(1, 3)`, kill(pid)]);
          }
          await inner`insert into written values (-1)`;
        });
        await assert.rejects(failed, isTransient);
        const results = await Promise.all(
          [1, 2, 3, 4].map((n) => deadline(sql`select ${n}::int as n`)),
        );
        assert.deepEqual(results.map((rows) => [...rows]), [1, 2, 3, 4].map((n) => [{ n }]));
      }
      assert.deepEqual([...await sql`select * from written`], []);
      assert.equal(await transaction(sql, async (inner) => (await inner`select 1 as one`)[0].one), 1);
    } finally {
      await killer.end({ timeout: 5 });
    }
  }, { max: 2 });
});

Deno.test("a transaction that takes too long rejects further queries and is rolled back", async () => {
  await withDatabase(async (sql) => {
    await sql`create table written (id int)`;
    using clock = driveClock(7_000);
    const inserted = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    const lateError = Promise.withResolvers<unknown>();
    const slow = transaction(sql, async (inner) => {
      await inner`insert into written values (1)`;
      inserted.resolve();
      await proceed.promise;
      try {
        await inner`insert into written values (2)`;
      } catch (error) {
        lateError.resolve(error);
        throw error;
      }
    }, 7_000);
    await inserted.promise;
    clock.advance(7_000);
    await assert.rejects(slow, DeadlineError);
    proceed.resolve();
    assert(await lateError.promise instanceof TransactionLostError);
    assert.deepEqual([...await sql`select * from written`], []);
  }, { max: 1 });
});

Deno.test("a call to a server that is not running fails promptly", async () => {
  const sql = openPool("postgres://nobody@127.0.0.1:1/nothing", { max: 1 });
  await assert.rejects(deadline(sql`select 1`), { code: "ECONNREFUSED" });
  await sql.end({ timeout: 1 });
});

Deno.test("the error of an invalid statement is not transient", async () => {
  await withDatabase(async (sql) => {
    await assert.rejects(sql`select nothing from nowhere`.execute(), (error) => !isTransient(error));
  });
});

Deno.test("a failing part of a transaction rolls back only its own writes, however deeply nested", async () => {
  await withDatabase(async (sql) => {
    await sql`create table notes (text text)`;
    await transaction(sql, async (tx) => {
      await tx`insert into notes values ('before')`;
      await assert.rejects(savepoint(tx, async (tx) => {
        await tx`insert into notes values ('outer')`;
        await savepoint(tx, async (tx) => void await tx`insert into notes values ('inner')`);
        await assert.rejects(savepoint(tx, async (tx) => void await tx`select 1 / 0`));
        throw new Error("the outer part fails too");
      }));
      await tx`insert into notes values ('after')`;
    });
    assert.deepEqual((await sql`select text from notes`).map(({ text }) => text), ["before", "after"]);
  });
});
