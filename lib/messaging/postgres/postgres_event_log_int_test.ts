import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { transaction } from "@/lib/db/pool.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import type { EventLog } from "../event_log.ts";
import { append, attempted, testEventLogContract, until } from "../event_log_contract.ts";
import { deleteOldMessages } from "../outbox.ts";
import { relayOnce } from "../relay.ts";
import { postgresEventLog } from "./postgres_event_log.ts";

testEventLogContract("event log in Postgres", (test) =>
  withDatabase(async (sql) => {
    const logs: EventLog[] = [];
    try {
      await test({
        sql,
        open() {
          const log = postgresEventLog({ sql, logger: silentLogger });
          logs.push(log);
          return log;
        },
      });
    } finally {
      await Promise.all(logs.map((log) => log.close()));
    }
  }));

Deno.test("a row that is committed after a later one still arrives", () =>
  withDatabase(async (sql) => {
    const log = postgresEventLog({ sql, logger: silentLogger });
    const [early, late] = [attempted(), attempted()];
    const seen: string[] = [];
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      handle: (batch) => Promise.resolve(void seen.push(...batch.map((message) => message.envelope.id))),
    });
    await transaction(sql, async (slow) => {
      const { id, topic, key, data } = early;
      await slow`insert into outbox (id, topic, key, data) values (${id}, ${topic}, ${key}, ${
        sql.json(data)
      })`;
      await append(sql, [late]);
      assert.equal(await relayOnce(sql, log), 1);
      await until(() => seen.length === 1);
    });
    assert.equal(await relayOnce(sql, log), 1);
    await until(() => seen.length === 2);
    await log.close();
    assert.deepEqual(seen, [late.id, early.id]);
  }));

Deno.test("old messages are deleted once every group has handled them, and numbering continues", () =>
  withDatabase(async (sql) => {
    const log = postgresEventLog({ sql, logger: silentLogger });
    const later = new Date(Date.now() + 59_000);
    await append(sql, [attempted(), attempted()]);
    assert.equal(await deleteOldMessages(sql, later), 0, "nothing is published yet");
    await relayOnce(sql, log);
    await sql`insert into consumer_offsets values ('slow', 'booking.attempted', 1)`;
    const subscription = log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      handle: () => Promise.resolve(),
    });
    await until(async () => await log.lag("g", ["booking.attempted"]) === 0);
    await subscription.stop();

    assert.equal(await deleteOldMessages(sql, new Date(Date.now() - 60_000)), 0, "nothing is old");
    assert.equal(
      await deleteOldMessages(sql, later),
      3,
      "one row that both groups have handled, two inbox rows",
    );
    await sql`update consumer_offsets set position = 2`;
    assert.equal(await deleteOldMessages(sql, later), 1);

    await append(sql, [attempted()]);
    await relayOnce(sql, log);
    const [{ position }] = await sql`select position from outbox`;
    assert.equal(position, 3);
    await log.close();
  }));

Deno.test("a batch during which the connection is lost is handled again, and takes effect once", () =>
  withDatabase(async (sql) => {
    await sql`create table effects (message_id uuid)`;
    const log = postgresEventLog({ sql, logger: silentLogger });
    const rows = [attempted(), attempted()];
    let cuts = 1;
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      async handle(batch, tx) {
        await tx`insert into effects select unnest(${batch.map((message) => message.envelope.id)}::uuid[])`;
        if (cuts-- > 0) await tx`select pg_terminate_backend(pg_backend_pid())`;
      },
    });
    await append(sql, rows);
    await until(async () => await relayOnce(sql, log) === 0 && (await sql`select from effects`).length > 0);
    await log.close();
    const effects = await sql<{ messageId: string }[]>`select message_id from effects order by message_id`;
    assert.deepEqual(effects.map((effect) => effect.messageId), rows.map((row) => row.id).sort());
    assert.equal((await sql`select from dead_letters`).length, 0);
  }));
