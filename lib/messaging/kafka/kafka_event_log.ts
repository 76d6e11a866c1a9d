/** The event log on Kafka: a topic each, partitioned by key, produced with acks from all replicas. */
import { setTimeout as delay } from "node:timers/promises";
import { type Admin, Kafka, logLevel, type Producer } from "kafkajs";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { backoffMs } from "../backoff.ts";
import {
  BATCH_SIZE,
  type BatchHandler,
  type EventLog,
  type OutboxRow,
  type Subscription,
} from "../event_log.ts";
import { createKicks } from "../kicks.ts";
import { topicNames } from "../topics.ts";
import { logTo } from "./logging.ts";
import { startMember } from "./member.ts";

export interface KafkaEventLogOptions {
  brokers: string[];
  clientId: string;
  sql: Sql;
  logger: Logger;
  /** Put before the names of topics and groups, so that several installations can share a broker. */
  topicPrefix?: string;
  /** Of topics that are made here. */
  partitions?: number;
  replicationFactor?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  random?: () => number;
  /** A consumer that shows no sign of life for this long is replaced. */
  silenceMaxMs?: number;
}

/** Shorter than Postgres lets a transaction be idle, for the relay publishes inside one. */
const PUBLISH_DEADLINE_MS = 8_000;
const CALL_DEADLINE_MS = 10_000;
/** Longer than a group takes to change, in which a member waits in silence. */
const SILENCE_MAX_MS = 30_000;
const ATTEMPTS_MAX = 6;
const ACKS_FROM_ALL = -1;

/** The event log on these brokers. Connects on first use, and again whenever it has to. */
export function kafkaEventLog(options: KafkaEventLogOptions): EventLog {
  const { sql, logger, topicPrefix = "", now = Date.now, random = Math.random } = options;
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: options.brokers,
    logLevel: logLevel.ERROR,
    logCreator: logTo(logger),
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
  });
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const wireName = (topic: string) => topicPrefix + topic;
  const handlers = new Map<string, BatchHandler>();
  const members = new Set<Subscription>();
  const prepare = once(() => prepareBroker(admin, producer, wireName, options));

  async function publish(rows: OutboxRow[]): Promise<void> {
    const topicMessages = Map.groupBy(rows, (row) => row.message.topic);
    const batch = [...topicMessages].map(([topic, rows]) => ({
      topic: wireName(topic),
      messages: rows.map(({ message }) => ({ key: message.key, value: JSON.stringify(message.envelope) })),
    }));
    await deadline(
      prepare().then(() => producer.sendBatch({ topicMessages: batch, acks: ACKS_FROM_ALL })),
      PUBLISH_DEADLINE_MS,
    );
  }

  return {
    ...createKicks(),
    handlers,
    publish,
    // Kafka tells the consumers itself.
    published() {},
    subscribe({ consumerGroup, topics, batchSize = BATCH_SIZE, handle }) {
      handlers.set(consumerGroup, handle);
      const member = startMember({
        kafka,
        prepare,
        sql,
        group: { name: consumerGroup, handle },
        groupId: wireName(consumerGroup),
        wireTopics: topics.map(wireName),
        topicOf: (wireTopic) => wireTopic.slice(topicPrefix.length),
        batchSize,
        logger,
        now,
        random,
        silenceMaxMs: options.silenceMaxMs ?? SILENCE_MAX_MS,
      });
      members.add(member);
      return {
        async stop() {
          await member.stop();
          members.delete(member);
        },
      };
    },
    async lag(consumerGroup, topics) {
      await prepare();
      const lags = topics.map((topic) =>
        patiently(() => topicLag(admin, wireName(consumerGroup), wireName(topic)), random)
      );
      return (await deadline(Promise.all(lags), CALL_DEADLINE_MS)).reduce((sum, lag) => sum + lag, 0);
    },
    async ping() {
      await deadline(prepare().then(() => admin.describeCluster()), CALL_DEADLINE_MS);
    },
    async close() {
      await Promise.all([...members].map((member) => member.stop()));
      members.clear();
      for (const client of [producer, admin]) {
        await deadline(client.disconnect(), CALL_DEADLINE_MS)
          .catch((error) => logger.warn("a Kafka client did not disconnect in good order", { error }));
      }
    },
  };
}

/** Connects, makes the topics that are missing, and waits until they can be used and groups can be coordinated. */
async function prepareBroker(
  admin: Admin,
  producer: Producer,
  wireName: (name: string) => string,
  { partitions = 6, replicationFactor = 1, random = Math.random }: KafkaEventLogOptions,
): Promise<void> {
  await deadline(admin.connect(), CALL_DEADLINE_MS);
  const topics = topicNames.map((topic) => ({
    topic: wireName(topic),
    numPartitions: partitions,
    replicationFactor,
  }));
  await deadline(admin.createTopics({ topics }), CALL_DEADLINE_MS);
  // A topic is announced a moment before its partitions take messages, and a broker that has just started has no
  // coordinator for a while: a question to each tells.
  const probes = [
    ...topics.map(({ topic }) => () => admin.fetchTopicOffsets(topic)),
    () => admin.fetchOffsets({ groupId: wireName("probe"), topics: [topics[0].topic] }),
  ];
  await deadline(Promise.all(probes.map((probe) => patiently<unknown>(probe, random))), CALL_DEADLINE_MS);
  await deadline(producer.connect(), CALL_DEADLINE_MS);
}

/** Repeats a call that the broker may grant a moment later, such as while a partition gets its leader. */
async function patiently<T>(call: () => Promise<T>, random: () => number): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await call();
    } catch (error) {
      // The classes of kafkajs cannot be imported by name from an ES module; its mark on them tells as much.
      const retriable = error instanceof Error && "retriable" in error && error.retriable === true;
      if (!retriable || attempt === ATTEMPTS_MAX) throw error;
      await delay(backoffMs(attempt, random));
    }
  }
}

/** Messages of the topic past the group's offsets; of a partition that it never committed, all there are. */
async function topicLag(admin: Admin, groupId: string, topic: string): Promise<number> {
  const [ends, [{ partitions: offsets }]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const committed = new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends.reduce((lag, { partition, high, low }) => {
    const offset = committed.get(partition) ?? -1;
    return lag + Number(high) - Math.max(offset, Number(low));
  }, 0);
}

/** Calls `work` the first time, and again after it failed; everybody else gets the same answer. */
function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= work().catch((error) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
