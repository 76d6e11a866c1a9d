import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { ConsumerRunConfig, EachBatchPayload, Kafka } from "kafkajs";
import { v7 as newId } from "uuid";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import type { BatchHandler } from "../event_log.ts";
import { outboxEntry, toMessage } from "../outbox.ts";
import { startMember } from "./member.ts";

/** A fake kafkajs consumer that exposes the configuration of its run. */
class FakeConsumer extends EventEmitter {
  readonly events = {
    CRASH: "crash",
    FETCH: "fetch",
    GROUP_JOIN: "group_join",
    END_BATCH_PROCESS: "end_batch_process",
  };
  readonly running = Promise.withResolvers<ConsumerRunConfig>();
  connect = () => Promise.resolve();
  subscribe = () => Promise.resolve();
  disconnect = () => Promise.resolve();
  run(config: ConsumerRunConfig) {
    this.running.resolve(config);
    return Promise.resolve();
  }
}

/** Partitions with these numbers of messages, as from one fetch, and the offsets committed for them. */
function fetched(counts: number[]) {
  const resolved = new Map<number, string>();
  const commits: string[][] = [];
  const ids: string[] = [];
  const payloads = counts.map((count, partition) => ({
    batch: {
      topic: "booking.attempted",
      partition,
      messages: Array.from({ length: count }, (_, offset) => {
        const bookingId = newId();
        const { key, envelope } = toMessage(
          outboxEntry("booking.attempted", bookingId, { bookingId }, { now: Date.now() }),
        );
        ids.push(envelope.id);
        return { key, value: JSON.stringify(envelope), offset: String(offset) };
      }),
    },
    heartbeat: () => Promise.resolve(),
    resolveOffset: (offset: string) => void resolved.set(partition, offset),
    uncommittedOffsets: () => [...resolved].map(([partition, offset]) => `${partition}: ${offset}`),
    commitOffsetsIfNecessary: (offsets: string[]) => Promise.resolve(void commits.push(offsets)),
    isRunning: () => true,
  } as unknown as EachBatchPayload));
  return { payloads, commits, ids };
}

/** Runs a member with this handler and has it consume the payloads concurrently. */
async function consume(sql: Sql, handle: BatchHandler, payloads: EachBatchPayload[]): Promise<void> {
  const consumer = new FakeConsumer();
  const member = startMember({
    kafka: { consumer: () => consumer } as unknown as Kafka,
    broker: { ready: () => Promise.resolve(), forget() {} },
    sql,
    group: { name: "g", handle },
    groupId: "g",
    wireTopics: ["booking.attempted"],
    topicOf: (topic) => topic,
    batchSize: 10,
    onCommitted: () => {},
    logger: silentLogger,
    now: Date.now,
    random: () => 0,
    silenceMaxMs: 60_000,
  });
  const { eachBatch } = await consumer.running.promise;
  await Promise.all(payloads.map((payload) => eachBatch!(payload)));
  await member.stop();
}

Deno.test("messages fetched from several partitions are one batch with one commit of their offsets", () =>
  withDatabase(async (sql) => {
    const { payloads, commits, ids } = fetched([2, 3]);
    const handled: string[][] = [];
    await consume(
      sql,
      (batch) => Promise.resolve(void handled.push(batch.map(({ envelope }) => envelope.id))),
      payloads,
    );
    assert.deepEqual(handled, [ids]);
    assert.deepEqual(commits, [["0: 1", "1: 2"]]);
  }));

Deno.test("a partition longer than a batch is processed in parts, in order", () =>
  withDatabase(async (sql) => {
    const { payloads, commits, ids } = fetched([25]);
    const handled: string[] = [];
    await consume(
      sql,
      (batch) => Promise.resolve(void handled.push(...batch.map(({ envelope }) => envelope.id))),
      payloads,
    );
    assert.deepEqual(handled, ids);
    assert.deepEqual(commits.at(-1), ["0: 24"]);
  }));

Deno.test("a message that fails does not affect other partitions", () =>
  withDatabase(async (sql) => {
    const { payloads, commits, ids } = fetched([2, 3]);
    const handled: string[] = [];
    await consume(sql, (batch) => {
      if (batch.some(({ envelope }) => envelope.id === ids[1])) {
        return Promise.reject(new TypeError("not this one"));
      }
      handled.push(...batch.map(({ envelope }) => envelope.id));
      return Promise.resolve();
    }, payloads);
    assert.deepEqual(handled, ids.filter((id) => id !== ids[1]));
    assert.deepEqual(commits, [["0: 1", "1: 2"]]);
    const letters = await sql<{ id: string }[]>`select message->'envelope'->>'id' as id from dead_letters`;
    assert.deepEqual(letters.map(({ id }) => id), [ids[1]]);
  }));
