/** The contract of every event log, run against each adapter by its own test file. */
import assert from "node:assert/strict";
import { v7 as newId } from "uuid";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import { listDeadLetters, retryDeadLetter, retryDueDeadLetters } from "./dead_letters.ts";
import type { BatchHandler, EventLog } from "./event_log.ts";
import { appendToOutbox, type OutboxEntry, outboxEntry } from "./outbox.ts";
import { relayOnce } from "./relay.ts";

export interface LogDeployment {
  sql: Sql;
  /** Opens the log as another process would. Closed by the deployment. */
  open(): EventLog;
}

/** Provides an empty log on a separate database for one test. */
export type WithLogDeployment = (test: (deployment: LogDeployment) => Promise<void>) => Promise<void>;

const WAIT_MAX_MS = 60_000;

/** Polls until a condition holds. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + WAIT_MAX_MS;
  while (!await condition()) {
    assert.ok(Date.now() < end, `timed out after ${WAIT_MAX_MS} ms waiting for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A message that names a booking. */
export function attempted(bookingId: string = newId()): OutboxEntry<"booking.attempted"> {
  return outboxEntry("booking.attempted", bookingId, { bookingId }, { now: Date.now() });
}

/** Writes the rows, in order, in one transaction. */
export async function append(sql: Sql, rows: OutboxEntry[]): Promise<void> {
  await transaction(sql, (tx) => appendToOutbox(tx, rows));
}

async function publish(sql: Sql, log: EventLog, rows: OutboxEntry[]): Promise<void> {
  await append(sql, rows);
  while (await relayOnce(sql, log) > 0);
}

/** Creates a table that handlers write to: the rows found in it were committed. */
async function createEffects(sql: Sql): Promise<void> {
  await sql`
    create table effects (
      seq bigint generated always as identity, consumer_group text, message_id uuid, key text
    )`;
}

function writeEffects(consumerGroup: string): BatchHandler {
  return async (batch, tx: Transaction) => {
    for (const { key, envelope } of batch) {
      await tx`insert into effects (consumer_group, message_id, key) values (${consumerGroup}, ${envelope.id}, ${key})`;
    }
  };
}

async function effects(sql: Sql, consumerGroup: string): Promise<{ messageId: string; key: string }[]> {
  return await sql<{ messageId: string; key: string }[]>`
    select message_id, key from effects where consumer_group = ${consumerGroup} order by seq`;
}

/** Waits until the group has at least `count` effects, and returns their message ids. */
async function arrivals(sql: Sql, consumerGroup: string, count: number): Promise<string[]> {
  await until(async () => (await effects(sql, consumerGroup)).length >= count);
  return (await effects(sql, consumerGroup)).map((effect) => effect.messageId);
}

const idsOf = (rows: OutboxEntry[]) => rows.map((row) => row.id).sort();

/** Registers the suite under `name`. */
export function testEventLogContract(name: string, withDeployment: WithLogDeployment, ignore = false): void {
  function test(behaviour: string, run: (deployment: LogDeployment) => Promise<void>): void {
    Deno.test({
      name: `${name}: ${behaviour}`,
      ignore,
      fn: () =>
        withDeployment(async (deployment) => {
          await createEffects(deployment.sql);
          await run(deployment);
        }),
    });
  }

  test("the messages of a key arrive in the order in which they were written", async ({ sql, open }) => {
    const log = open();
    const keys = [newId(), newId(), newId()];
    const rows = Array.from({ length: 60 }, (_, i) => attempted(keys[i % 3]));
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      batchSize: 7,
      handle: writeEffects("g"),
    });
    await publish(sql, log, rows.slice(0, 20));
    await publish(sql, log, rows.slice(20));
    await arrivals(sql, "g", rows.length);
    const arrived = await effects(sql, "g");
    for (const key of keys) {
      assert.deepEqual(
        arrived.filter((effect) => effect.key === key).map((effect) => effect.messageId),
        rows.filter((row) => row.key === key).map((row) => row.id),
      );
    }
  });

  test("a message arrives unchanged", async ({ sql, open }) => {
    const log = open();
    const bookingId = newId();
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const now = Date.UTC(2026, 10, 22, 19, 0, 0, 123);
    const row = outboxEntry("booking.confirmed", bookingId, { bookingId }, { now, traceparent });
    const arrived = Promise.withResolvers<unknown>();
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.confirmed"],
      handle: (batch) => Promise.resolve(arrived.resolve(batch)),
    });
    await publish(sql, log, [row]);
    const envelope = {
      id: row.id,
      type: "booking.confirmed",
      version: 1,
      occurredAt: "2026-11-22T19:00:00.123Z",
      traceparent,
      data: { bookingId },
    };
    assert.deepEqual(await arrived.promise, [{ topic: "booking.confirmed", key: bookingId, envelope }]);
  });

  test("a batch that hits a transient error is repeated, and none of it becomes a dead letter", async ({ sql, open }) => {
    const log = open();
    const rows = Array.from({ length: 10 }, () => attempted());
    const write = writeEffects("g");
    let failures = 3;
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      async handle(batch, tx) {
        await write(batch, tx);
        if (failures-- > 0) throw new Unavailable("the board is being rebuilt");
      },
    });
    await publish(sql, log, rows);
    assert.deepEqual((await arrivals(sql, "g", rows.length)).sort(), idsOf(rows));
    assert.deepEqual((await listDeadLetters({ sql }, { limit: 10 })).items, []);
  });

  test("a message that cannot be handled is set aside and the rest proceed", async ({ sql, open }) => {
    const log = open();
    const rows = Array.from({ length: 10 }, () => attempted());
    const poison = rows[4];
    const write = writeEffects("g");
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      async handle(batch, tx) {
        await write(batch, tx);
        if (batch.some((message) => message.key === poison.key)) throw new Error("cannot be handled");
      },
    });
    await publish(sql, log, rows);
    const later = attempted();
    await publish(sql, log, [later]);
    const arrived = await arrivals(sql, "g", rows.length);
    assert.deepEqual(arrived.sort(), idsOf([...rows.filter((row) => row !== poison), later]));
    await until(async () => (await listDeadLetters({ sql }, { limit: 10 })).items.length > 0);
    const { items: [letter, ...others] } = await listDeadLetters({ sql }, { limit: 10 });
    assert.equal(others.length, 0);
    assert.equal(letter.consumerGroup, "g");
    assert.equal(letter.error, "Error: cannot be handled");
    assert.equal(letter.attempts, 1);
    assert.equal(letter.message.key, poison.key);
  });

  test("a message that violates its schema is set aside without reaching the handler", async ({ sql, open }) => {
    const log = open();
    const good = attempted();
    log.subscribe({ consumerGroup: "g", topics: ["booking.attempted"], handle: writeEffects("g") });
    await sql`
      insert into outbox (id, topic, key, data)
      values (${newId()}, 'booking.attempted', 'k', ${sql.json({ bookingId: "someone@example.org" })})`;
    await publish(sql, log, [good]);
    assert.deepEqual(await arrivals(sql, "g", 1), [good.id]);
    await until(async () => (await listDeadLetters({ sql }, { limit: 10 })).items.length > 0);
    const { items: [letter] } = await listDeadLetters({ sql }, { limit: 10 });
    assert.equal(letter.error, "ValidationError: data.bookingId: invalid_format");
  });

  test("a dead letter is handled on request by its group's handler", async ({ sql, open }) => {
    const log = open();
    const row = attempted();
    const write = writeEffects("g");
    let broken = true;
    log.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      async handle(batch, tx) {
        if (broken) throw new Error("broken");
        await write(batch, tx);
      },
    });
    await publish(sql, log, [row]);
    await until(async () => (await listDeadLetters({ sql }, { limit: 10 })).items.length > 0);
    const { items: [letter] } = await listDeadLetters({ sql }, { limit: 10 });
    const services = { sql, eventLog: log, now: Date.now };
    assert.deepEqual(await retryDeadLetter(services, { id: null, address: null }, letter.id), {
      ok: false,
      code: "failed",
      error: "Error: broken",
    });
    broken = false;
    assert.deepEqual(await retryDeadLetter(services, { id: null, address: null }, letter.id), {
      ok: true,
      state: "resolved",
    });
    assert.deepEqual(await arrivals(sql, "g", 1), [row.id]);
    assert.deepEqual(await retryDeadLetter(services, { id: null, address: null }, letter.id), {
      ok: false,
      code: "not-found",
    });
    assert.deepEqual(await retryDueDeadLetters({ ...services, now: () => Date.now() + 1e9 }), {
      resolved: 0,
      failed: 0,
    });
  });

  test("a message published twice is handled once", async ({ sql, open }) => {
    const log = open();
    const row = attempted();
    const last = attempted(row.key);
    log.subscribe({ consumerGroup: "g", topics: ["booking.attempted"], handle: writeEffects("g") });
    await publish(sql, log, [row, row]);
    await publish(sql, log, [row, last]);
    await arrivals(sql, "g", 2);
    await until(async () => await log.lag("g", ["booking.attempted"]) === 0);
    assert.deepEqual(await arrivals(sql, "g", 2), [row.id, last.id]);
  });

  test("two members share the messages, each handled once", async ({ sql, open }) => {
    const logs = [open(), open()];
    const rows = Array.from({ length: 120 }, () => attempted());
    for (const log of logs) {
      log.subscribe({
        consumerGroup: "g",
        topics: ["booking.attempted"],
        batchSize: 10,
        handle: writeEffects("g"),
      });
    }
    for (let i = 0; i < rows.length; i += 30) await publish(sql, logs[0], rows.slice(i, i + 30));
    await arrivals(sql, "g", rows.length);
    await until(async () => await logs[0].lag("g", ["booking.attempted"]) === 0);
    assert.deepEqual((await arrivals(sql, "g", rows.length)).sort(), idsOf(rows));
  });

  test("a member takes over from one that left", async ({ sql, open }) => {
    const [first, second] = [open(), open()];
    const subscription = first.subscribe({
      consumerGroup: "g",
      topics: ["booking.attempted"],
      handle: writeEffects("g"),
    });
    const early = attempted();
    await publish(sql, first, [early]);
    await arrivals(sql, "g", 1);
    second.subscribe({ consumerGroup: "g", topics: ["booking.attempted"], handle: writeEffects("g") });
    await subscription.stop();
    const late = Array.from({ length: 12 }, () => attempted());
    await publish(sql, second, late);
    assert.deepEqual((await arrivals(sql, "g", 13)).sort(), idsOf([early, ...late]));
  });

  test("a group resumes where it left off after all its members had left", async ({ sql, open }) => {
    const first = open();
    const subscribe = (log: EventLog, seen: string[]) =>
      log.subscribe({
        consumerGroup: "g",
        topics: ["booking.attempted"],
        async handle(batch, tx) {
          seen.push(...batch.map((message) => message.envelope.id));
          await writeEffects("g")(batch, tx);
        },
      });
    const subscription = subscribe(first, []);
    await publish(sql, first, [attempted(), attempted()]);
    await arrivals(sql, "g", 2);
    await until(async () => await first.lag("g", ["booking.attempted"]) === 0);
    await subscription.stop();

    const meanwhile = [attempted(), attempted()];
    await publish(sql, first, meanwhile);
    // With an empty inbox, only the offsets keep the early messages from being delivered again.
    await sql`delete from inbox`;
    const seen: string[] = [];
    subscribe(open(), seen);
    await arrivals(sql, "g", 4);
    assert.deepEqual(seen.sort(), idsOf(meanwhile));
  });

  test("groups read independently, and each has its own lag", async ({ sql, open }) => {
    const log = open();
    const bookingId = newId();
    const rows = [
      attempted(bookingId),
      attempted(bookingId),
      outboxEntry("booking.failed", bookingId, { bookingId }, { now: Date.now() }),
    ];
    await publish(sql, log, rows);
    assert.equal(await log.lag("a", ["booking.attempted"]), 2);
    assert.equal(await log.lag("b", ["booking.attempted", "booking.failed"]), 3);
    log.subscribe({
      consumerGroup: "b",
      topics: ["booking.attempted", "booking.failed"],
      handle: writeEffects("b"),
    });
    assert.deepEqual((await arrivals(sql, "b", 3)).sort(), idsOf(rows));
    await until(async () => await log.lag("b", ["booking.attempted", "booking.failed"]) === 0);
    assert.equal(await log.lag("a", ["booking.attempted"]), 2);
  });

  test("it responds to a ping", async ({ open }) => {
    await open().ping();
  });
}
