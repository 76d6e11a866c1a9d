/** Moving messages from the outbox to Kafka, against sending the same messages from memory. */
import { Kafka, logLevel } from "kafkajs";
import { v7 as uuidv7 } from "uuid";
import { openPool, type Sql, transaction } from "@/lib/db/pool.ts";
import { kafkaEventLog } from "@/lib/messaging/kafka/kafka_event_log.ts";
import { appendToOutbox, type OutboxEntry, outboxEntry, toMessage } from "@/lib/messaging/outbox.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import type { Figure, Sample } from "./figures.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 5;
const MESSAGES_PER_ROUND = 20_000;
/** The relay's batch size. */
const BATCH_SIZE = 500;
const TOPIC = "booking.attempted";
const ACKS_FROM_ALL = -1;

/** Messages per second, durable on Kafka (acks from all) and gone from the outbox. */
export async function benchRelay(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const sql = openPool(await stack.database("relay"), { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const brokers = [await stack.kafka()];
  const eventLog = kafkaEventLog({ brokers, clientId: "bench", sql, logger: silentLogger });
  stack.atEnd(() => eventLog.close());
  const producer = new Kafka({ brokers, clientId: "raw", logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  stack.atEnd(() => producer.disconnect());

  const relayAll = () =>
    measure(async () => {
      await fillOutbox(sql, newEntries());
    }, async () => {
      while (await relayOnce(sql, eventLog) > 0);
    });
  let batches: { key: string; value: string }[][] = [];
  const sendAll = () =>
    measure(() => {
      batches = batchesOf(newEntries());
    }, async () => {
      for (const messages of batches) {
        await producer.sendBatch({ topicMessages: [{ topic: TOPIC, messages }], acks: ACKS_FROM_ALL });
      }
    });

  // The first round creates the topics.
  await progress.step("relay: warm-up", async () => {
    await relayAll();
    await sendAll();
  });
  const figure: Figure = { name: "relay to Kafka", unit: "/s", product: [], limit: [], floor: 0.7, aim: 0.9 };
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`relay: round ${round} of ${ROUNDS}`, async () => {
      figure.limit.push(await sendAll());
      figure.product.push(await relayAll());
    });
  }
  return [figure];
}

/** Messages per second of `work`; `prepare` is not counted. */
async function measure(prepare: () => Promise<void> | void, work: () => Promise<void>): Promise<Sample> {
  await prepare();
  const startedAt = performance.now();
  await work();
  const durationMs = performance.now() - startedAt;
  return {
    value: MESSAGES_PER_ROUND / (durationMs / 1000),
    completed: MESSAGES_PER_ROUND,
    rejected: 0,
    durationMs,
  };
}

function newEntries(): OutboxEntry[] {
  return Array.from({ length: MESSAGES_PER_ROUND }, () => {
    const bookingId = uuidv7();
    return outboxEntry(TOPIC, bookingId, { bookingId }, { now: Date.now() });
  });
}

/** Adds the messages to the outbox in transactions, as bookings do, and in order. */
async function fillOutbox(sql: Sql, entries: OutboxEntry[]): Promise<void> {
  for (const part of inBatches(entries)) await transaction(sql, (tx) => appendToOutbox(tx, part));
}

/** The messages that the relay would build from the entries. */
function batchesOf(entries: OutboxEntry[]) {
  return inBatches(entries).map((part) =>
    part.map((entry) => {
      const { key, envelope } = toMessage(entry);
      return { key, value: JSON.stringify(envelope) };
    })
  );
}

function inBatches<T>(items: T[]): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / BATCH_SIZE) },
    (_, n) => items.slice(n * BATCH_SIZE, (n + 1) * BATCH_SIZE),
  );
}
