import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withDatabase } from "@/lib/db/testing.ts";
import { isTransient, transaction } from "@/lib/db/pool.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import type { EventLog, OutboxRow } from "./event_log.ts";
import { append, attempted, until } from "./event_log_contract.ts";
import { createKicks } from "./kicks.ts";
import { appendToOutbox, takeAndDelete, takeAndNumber } from "./outbox.ts";
import { relayOnce, SILENCE_MAX_MS, startRelay } from "./relay.ts";

/** A log that records what is published, and runs `during` while publishing. */
function recordingLog(
  during: () => Promise<void> = () => Promise.resolve(),
  take: EventLog["take"] = takeAndDelete,
) {
  const ids: string[] = [];
  return {
    ...createKicks(),
    ids,
    take,
    async publish(rows: OutboxRow[]) {
      ids.push(...rows.map((row) => row.message.envelope.id));
      await during();
    },
    published() {},
  };
}

Deno.test("while one relay publishes, another does nothing", () =>
  withDatabase(async (sql) => {
    const rows = [attempted(), attempted()];
    await append(sql, rows);
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const slow = recordingLog(() => (entered.resolve(), gate.promise));
    const idle = recordingLog();
    const first = relayOnce(sql, slow);
    await entered.promise;
    assert.equal(await relayOnce(sql, idle), 0);
    gate.resolve();
    assert.equal(await first, 2);
    assert.equal(await relayOnce(sql, idle), 0);
    assert.deepEqual(slow.ids, rows.map((row) => row.id));
    assert.deepEqual(idle.ids, []);
  }));

Deno.test("two relays publish every row of busy writers once, numbered without gaps", () =>
  withDatabase(async (sql) => {
    let active = 0;
    let activeMax = 0;
    const log = recordingLog(async () => {
      activeMax = Math.max(activeMax, ++active);
      await sql`select 1`;
      active--;
    }, takeAndNumber);
    const relays = [1, 2].map(() => startRelay({ sql, eventLog: log, logger: silentLogger, batchSize: 20 }));
    const rows = Array.from({ length: 300 }, () => attempted());
    await Promise.all(rows.map(async (row) => {
      await append(sql, [row]);
      log.kick();
    }));
    await until(() => log.ids.length >= rows.length);
    await Promise.all(relays.map((relay) => relay.stop()));
    assert.equal(activeMax, 1);
    assert.deepEqual(log.ids.toSorted(), rows.map((row) => row.id).sort());
    const positions = await sql`select position from outbox order by position`.values();
    assert.deepEqual(positions.flat(), rows.map((_, i) => i + 1));
  }));

for (const take of [takeAndDelete, takeAndNumber]) {
  Deno.test(`a row committed behind those already taken is published next (${take.name})`, () =>
    withDatabase(async (sql) => {
      const late = attempted();
      const rows = Array.from({ length: 5 }, () => attempted());
      const written = Promise.withResolvers<void>();
      const gate = Promise.withResolvers<void>();
      const committed = transaction(sql, async (tx) => {
        await appendToOutbox(tx, [late]);
        written.resolve();
        await gate.promise;
      });
      await written.promise;
      await append(sql, rows);
      const log = recordingLog(() => (gate.resolve(), committed), take);
      assert.equal(await relayOnce(sql, log, 2), rows.length);
      assert.equal(await relayOnce(sql, log, 2), 1);
      assert.deepEqual(log.ids, [...rows, late].map((row) => row.id));
    }));
}

Deno.test("rows whose relay failed after publishing are published again", () =>
  withDatabase(async (sql) => {
    const row = attempted();
    await append(sql, [row]);
    const crashing = recordingLog(() => Promise.reject(new Error("crashed")));
    await assert.rejects(relayOnce(sql, crashing), /crashed/);
    const next = recordingLog();
    assert.equal(await relayOnce(sql, next), 1);
    assert.deepEqual([crashing.ids, next.ids], [[row.id], [row.id]]);
  }));

Deno.test("a relay that loses its connection while publishing hands over to the next", () =>
  withDatabase(async (sql) => {
    const row = attempted();
    await append(sql, [row]);
    const cut = recordingLog(async () => {
      await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (
        select oid from pg_database where datname = current_database())`;
    });
    await assert.rejects(relayOnce(sql, cut));
    const next = recordingLog();
    await until(async () => await relayOnce(sql, next) === 1);
    assert.deepEqual([cut.ids, next.ids], [[row.id], [row.id]]);
  }));

Deno.test("a relay frozen while publishing loses its lock and its rows to the next within seconds", () =>
  withDatabase(async (sql, url) => {
    const row = attempted();
    await append(sql, [row]);
    const frozen = recordingLog(() => {
      // As with SIGSTOP, this process does nothing until another one has seen that the lock is free.
      const args = ["run", "-A", fileURLToPath(new URL("../testing/wait_for_lock.ts", import.meta.url)), url];
      assert.ok(new Deno.Command(Deno.execPath(), { args }).outputSync().success);
      return Promise.resolve();
    });
    await assert.rejects(relayOnce(sql, frozen));
    const next = recordingLog();
    // The pool may return the connection that is being closed; a relay would then retry.
    const tryOnce = () =>
      relayOnce(sql, next).catch((error) => {
        if (!isTransient(error)) throw error;
        return 0;
      });
    await until(async () => await tryOnce() === 1);
    assert.deepEqual([frozen.ids, next.ids], [[row.id], [row.id]]);
  }));

Deno.test("a relay whose log is slow keeps its lock", () =>
  withDatabase(async (sql) => {
    await append(sql, [attempted()]);
    const slow = recordingLog(async () => {
      await until(async () =>
        (await sql`
          select from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
            and now() - xact_start > ${SILENCE_MAX_MS + 500} * interval '1 millisecond'`).length > 0
      );
      assert.equal(await relayOnce(sql, recordingLog()), 0);
    });
    assert.equal(await relayOnce(sql, slow), 1);
  }));

Deno.test("a running relay survives a log that fails for a while", () =>
  withDatabase(async (sql) => {
    let refusals = 2;
    const log = recordingLog(() =>
      refusals-- > 0 ? Promise.reject(new Error("no broker")) : Promise.resolve()
    );
    const relay = startRelay({ sql, eventLog: log, logger: silentLogger });
    await append(sql, [attempted()]);
    relay.kick();
    await until(async () => (await sql`select from outbox where position is null`).length === 0);
    await relay.stop();
    assert.equal(log.ids.length, 3);
  }));
