/** The event log on Kafka: one Kafka topic per topic, partitioned by key, produced with acks from all replicas. */
import { setTimeout as delay } from "node:timers/promises";
import { type Admin, Kafka, logLevel, type Producer, type SASLOptions } from "kafkajs";
import type { KafkaSecurity } from "@/lib/config.ts";
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
import { createKicks, type Kicks } from "../kicks.ts";
import "./calm_queues.ts";
import { takeAndDelete } from "../outbox.ts";
import { topicNames } from "../topics.ts";
import { logTo } from "./logging.ts";
import { type Preparation, startMember } from "./member.ts";
import { partitionByKey } from "./partitioner.ts";
import { produceBatches } from "./produce_batches.ts";

export interface KafkaEventLogOptions {
  brokers: string[];
  /** Plaintext without a password by default. */
  security?: KafkaSecurity;
  clientId: string;
  sql: Sql;
  logger: Logger;
  /** Kicks within this process by default. */
  kicks?: Kicks;
  /** Prefix of the names of topics and groups, so that several installations can share a broker. */
  topicPrefix?: string;
  /** For topics that are created here. */
  partitions?: number;
  replicationFactor?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  random?: () => number;
  /** A consumer that shows no sign of life for this long is replaced. */
  silenceMaxMs?: number;
}

/** Shorter than Postgres lets a transaction idle, because the relay publishes inside one. */
const PUBLISH_DEADLINE_MS = 8_000;
const CALL_DEADLINE_MS = 10_000;
/** Longer than a rebalance takes, during which a member is silent. */
const SILENCE_MAX_MS = 30_000;
/** With pauses, this many attempts take 6 to 11 s, so the call's deadline ends them: a busy broker may need seconds. */
const ATTEMPTS_MAX = 9;
const ACKS_FROM_ALL = -1;

/** The event log on these brokers. Connects on first use and reconnects as needed. */
export function kafkaEventLog(options: KafkaEventLogOptions): EventLog {
  const { sql, logger, kicks = createKicks(), topicPrefix = "", now = Date.now, random = Math.random } =
    options;
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: options.brokers,
    ssl: options.security?.tls,
    sasl: options.security?.sasl as SASLOptions | undefined,
    logLevel: logLevel.ERROR,
    logCreator: logTo(logger),
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: partitionByKey });
  const wireName = (topic: string) => topicPrefix + topic;
  const handlers = new Map<string, BatchHandler>();
  const members = new Set<Subscription>();
  const broker = preparation(() => prepareBroker(kafka, producer, wireName, options));

  async function produce(rows: OutboxRow[]): Promise<void> {
    await broker.ready();
    for (const topicMessages of produceBatches(rows, wireName)) {
      await producer.sendBatch({ topicMessages, acks: ACKS_FROM_ALL });
    }
  }

  return {
    kick: kicks.kick,
    onKick: kicks.onKick,
    handlers,
    take: takeAndDelete,
    async publish(rows) {
      try {
        await deadline(produce(rows), PUBLISH_DEADLINE_MS);
      } catch (error) {
        broker.forget();
        throw error;
      }
    },
    // Kafka notifies the consumers itself.
    published() {},
    subscribe({ consumerGroup, topics, batchSize = BATCH_SIZE, handle, commits }) {
      handlers.set(consumerGroup, handle);
      const member = startMember({
        kafka,
        broker,
        sql,
        group: { name: consumerGroup, handle },
        groupId: wireName(consumerGroup),
        wireTopics: topics.map(wireName),
        topicOf: (wireTopic) => wireTopic.slice(topicPrefix.length),
        batchSize,
        onCommitted: () => kicks.kick(commits),
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
      await broker.ready();
      const lags = await withAdmin(
        kafka,
        (admin) =>
          Promise.all(
            topics.map((topic) =>
              withRetries(() => topicLag(admin, wireName(consumerGroup), wireName(topic)), random)
            ),
          ),
      );
      return lags.reduce((sum, lag) => sum + lag, 0);
    },
    async ping() {
      await withAdmin(kafka, (admin) => admin.describeCluster());
    },
    async close() {
      await Promise.all([...members].map((member) => member.stop()));
      members.clear();
      await deadline(producer.disconnect(), CALL_DEADLINE_MS)
        .catch((error) => logger.warn("the Kafka producer did not disconnect cleanly", { error }));
    },
  };
}

/** Connects, creates missing topics, and waits until they and the group coordinator are available. */
async function prepareBroker(
  kafka: Kafka,
  producer: Producer,
  wireName: (name: string) => string,
  { partitions = 6, replicationFactor = 1, random = Math.random }: KafkaEventLogOptions,
): Promise<void> {
  const topics = topicNames.map((topic) => ({
    topic: wireName(topic),
    numPartitions: partitions,
    replicationFactor,
  }));
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ topics });
    // A topic is announced a moment before its partitions accept messages, and a broker that has just started has no
    // coordinator for a while, so probe both.
    const probes = [
      ...topics.map(({ topic }) => () => admin.fetchTopicOffsets(topic)),
      () => admin.fetchOffsets({ groupId: wireName("probe"), topics: [topics[0].topic] }),
    ];
    await Promise.all(probes.map((probe) => withRetries<unknown>(probe, random)));
  });
  await deadline(producer.connect(), CALL_DEADLINE_MS);
}

/**
 * Provides an admin client, a new one each time: a client that has seen a topic is useless once the broker has lost the
 * topic, even for creating it again.
 */
async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    return await deadline(admin.connect().then(() => work(admin)), CALL_DEADLINE_MS);
  } finally {
    await deadline(admin.disconnect(), CALL_DEADLINE_MS);
  }
}

/** Retries a call that may succeed a moment later, for example once a partition has a leader. */
async function withRetries<T>(call: () => Promise<T>, random: () => number): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await call();
    } catch (error) {
      // The error classes of kafkajs cannot be imported by name from an ES module; their `retriable` flag will do.
      const retriable = error instanceof Error && "retriable" in error && error.retriable === true;
      if (!retriable || attempt === ATTEMPTS_MAX) throw error;
      await delay(backoffMs(attempt, random));
    }
  }
}

/** Messages of the topic past the group's offsets; for a partition without a committed offset, all of them. */
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

/** Shares one run of `work` among all callers. */
function preparation(work: () => Promise<void>): Preparation {
  let result: Promise<void> | undefined;
  return {
    async ready() {
      result ??= work();
      try {
        await result;
      } catch (error) {
        result = undefined;
        throw error;
      }
    },
    forget() {
      result = undefined;
    },
  };
}
