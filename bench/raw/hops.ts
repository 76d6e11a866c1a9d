/**
 * The hops of a booking without the product: a row is committed, a message about it goes through Kafka, its consumer
 * commits another row, a second message goes through Kafka, and its consumer commits a third.
 */
import { type Consumer, Kafka, logLevel } from "kafkajs";
import type { Sql } from "@/lib/db/pool.ts";
import { clockMs } from "../audience/audience.ts";
import { arrive } from "../open_loop.ts";

/** When a booking's hops ended, in ms since its start. */
export interface BareHops {
  /** The first row is committed. */
  placedMs: number;
  /** The first message has arrived. */
  firstHopMs: number;
  /** The last row is committed. */
  endMs: number;
}

const TOPICS = ["bare-first", "bare-second"] as const;
const PARTITIONS = 6;
const ACKS_FROM_ALL = -1;
/** The broker responds to a fetch at once if there are messages, otherwise after this time. */
const FETCH_WAIT_MS = 500;

export async function openBareHops(brokers: string[], sql: Sql) {
  const kafka = new Kafka({ brokers, clientId: "bare", logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: TOPICS.map((topic) => ({ topic, numPartitions: PARTITIONS })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  await sql`create table bare_hops (id uuid, hop int)`;
  const producer = kafka.producer();
  await producer.connect();

  const started = new Map<string, number>();
  const hops = new Map<string, BareHops>();
  let [expected, done] = [0, 0];
  let ended = Promise.withResolvers<void>();
  const since = (id: string) => clockMs() - started.get(id)!;
  const write = (id: string, hop: number) => sql`insert into bare_hops values (${id}, ${hop})`;
  const send = (topic: string, id: string) =>
    producer.send({ topic, messages: [{ key: id, value: id }], acks: ACKS_FROM_ALL });

  async function consumer(topic: string, handle: (id: string) => Promise<void>): Promise<Consumer> {
    const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: FETCH_WAIT_MS });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({
      partitionsConsumedConcurrently: PARTITIONS,
      eachMessage: ({ message }) => handle(String(message.value)),
    });
    await joined;
    return consumer;
  }

  const consumers = await Promise.all([
    consumer(TOPICS[0], async (id) => {
      hops.get(id)!.firstHopMs = since(id);
      await write(id, 2);
      await send(TOPICS[1], id);
    }),
    consumer(TOPICS[1], async (id) => {
      await write(id, 3);
      hops.get(id)!.endMs = since(id);
      started.delete(id);
      if (++done === expected) ended.resolve();
    }),
  ]);

  return {
    /** Starts this many bookings, `rate` a second. Resolves when the hops of all have ended. */
    async run(rate: number, count: number): Promise<BareHops[]> {
      hops.clear();
      [expected, done] = [count, 0];
      ended = Promise.withResolvers();
      await arrive(rate, count, async () => {
        const id = crypto.randomUUID();
        started.set(id, clockMs());
        await write(id, 1);
        hops.set(id, { placedMs: since(id), firstHopMs: NaN, endMs: NaN });
        await send(TOPICS[0], id);
      });
      await ended.promise;
      return [...hops.values()];
    },
    async close(): Promise<void> {
      await Promise.all(consumers.map((consumer) => consumer.disconnect()));
      await producer.disconnect();
    },
  };
}
