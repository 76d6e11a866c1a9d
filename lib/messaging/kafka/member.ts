/**
 * A member of a consumer group. kafkajs joins the group and reads; a supervisor starts a new consumer whenever one
 * crashes, fails to start, or falls silent without an error (a known fault of kafkajs).
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { backoffMs } from "../backoff.ts";
import type { Delivery } from "../envelope.ts";
import type { Subscription } from "../event_log.ts";
import { batch } from "@/lib/batch.ts";
import { throttle } from "@/lib/throttle.ts";
import { type BatchResult, type ConsumerGroup, processBatch, runBatch } from "../runner.ts";

/** Work to be done once before using the broker; callers that find it outdated `forget` it. */
export interface Preparation {
  /** Rejects if the work failed; the next call retries it. */
  ready(): Promise<void>;
  forget(): void;
}

export interface MemberOptions {
  kafka: Kafka;
  broker: Preparation;
  sql: Sql;
  group: ConsumerGroup;
  /** The group's id and the topics, by the broker's names. */
  groupId: string;
  wireTopics: string[];
  /** Our name for a topic, from the broker's. */
  topicOf: (wireTopic: string) => string;
  batchSize: number;
  /** Called after the transaction of each batch. */
  onCommitted: () => void;
  logger: Logger;
  now: () => number;
  random: () => number;
  /** A consumer that shows no sign of life for this long is replaced. */
  silenceMaxMs: number;
}

/** The minimum that brokers allow by default: a dead member keeps its partitions for this long. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 1_500;
const REBALANCE_TIMEOUT_MS = 20_000;
/** The broker responds to a fetch at once if there are messages, otherwise after this time. */
const FETCH_WAIT_MS = 2_000;
/**
 * Offsets are committed at most this often, since a commit costs the broker as much as a message. If the process dies,
 * what it has handled since the last commit is delivered again, and the inbox skips it.
 */
const OFFSETS_REST_MS = 250;
/** More partitions than a group has, so that all batches fetched together are processed together. */
const PARTITIONS_AT_ONCE = 64;
const START_DEADLINE_MS = 30_000;
/** Longer than a batch can take. */
const STOP_DEADLINE_MS = 30_000;

/** Starts a member that keeps consuming, whatever happens to the broker, until it is stopped. */
export function startMember(options: MemberOptions): Subscription {
  const { group, logger, random } = options;
  const stopping = new AbortController();

  async function supervise(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await options.broker.ready();
        // Stopped meanwhile; a listener added now would not be called.
        if (stopping.signal.aborted) return;
        await consume(options, stopping.signal, () => failures = 0);
      } catch (error) {
        failures++;
        options.broker.forget();
        if (stopping.signal.aborted) return;
        logger.warn("restarting the consumer", { consumerGroup: group.name, error });
        await pause(backoffMs(failures, random), stopping.signal);
      }
    }
  }

  const running = supervise();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/**
 * Consumes until `stop` is aborted, then finishes the current batch and leaves the group.
 * @throws if it ends for any other reason.
 */
async function consume(options: MemberOptions, stop: AbortSignal, onSignOfLife: () => void): Promise<void> {
  const consumer = options.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    // Restarts are left to the supervisor.
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  const ended = Promise.withResolvers<void>();
  // May reject while the start is still being awaited.
  ended.promise.catch(() => {});
  let lastSignAt = performance.now();
  const signOfLife = () => {
    lastSignAt = performance.now();
    onSignOfLife();
  };
  const { CRASH, FETCH, GROUP_JOIN, END_BATCH_PROCESS } = consumer.events;
  consumer.on(CRASH, ({ payload }) => ended.reject(payload.error));
  consumer.on(GROUP_JOIN, signOfLife);
  consumer.on(FETCH, signOfLife);
  consumer.on(END_BATCH_PROCESS, signOfLife);
  const watch = setInterval(() => {
    if (performance.now() - lastSignAt < options.silenceMaxMs) return;
    ended.reject(new Error(`the consumer was silent for ${options.silenceMaxMs} ms`));
  }, options.silenceMaxMs / 4);
  stop.addEventListener("abort", () => ended.resolve());

  const offsets = offsetCommits(options);
  try {
    await deadline(start(consumer, options, offsets, stop, signOfLife), START_DEADLINE_MS);
    await ended.promise;
  } finally {
    clearInterval(watch);
    await offsets.flush();
    await deadline(consumer.disconnect(), STOP_DEADLINE_MS).catch((error) =>
      options.logger.warn("the consumer did not disconnect cleanly", {
        consumerGroup: options.group.name,
        error,
      })
    );
  }
}

async function start(
  consumer: Consumer,
  options: MemberOptions,
  offsets: OffsetCommits,
  stop: AbortSignal,
  signOfLife: () => void,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: options.wireTopics, fromBeginning: true });
  const process = batch((parts: Part[]) => processParts(options, offsets, parts, stop));
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
    eachBatch: (payload) => consumeBatch(options, payload, process, signOfLife),
  });
}

/** A part of a partition's batch. */
interface Part {
  deliveries: Delivery[];
  lastOffset: string;
  payload: EachBatchPayload;
}

/** Processes the batch of a partition in parts, until the member is stopped. */
async function consumeBatch(
  options: MemberOptions,
  payload: EachBatchPayload,
  process: (part: Part) => Promise<void>,
  signOfLife: () => void,
): Promise<void> {
  const { batch: { topic, messages }, heartbeat } = payload;
  // Without heartbeats the broker reassigns the partitions, however long a batch takes or has to wait.
  const beating = setInterval(() => {
    signOfLife();
    // The heartbeat below reports a rebalance as well.
    heartbeat().catch(() => {});
  }, HEARTBEAT_INTERVAL_MS);
  try {
    for (let first = 0; first < messages.length && payload.isRunning(); first += options.batchSize) {
      const part = messages.slice(first, first + options.batchSize);
      const deliveries = part.map((message) => toDelivery(options.topicOf(topic), message));
      await process({ deliveries, lastOffset: part[part.length - 1].offset, payload });
      await heartbeat();
    }
  } finally {
    clearInterval(beating);
  }
}

/** Commits the offsets of what has been handled. */
interface OffsetCommits {
  /** Soon, through any payload of the consumer. */
  request(payload: EachBatchPayload): void;
  /** Now, if it was requested and has not been done yet. */
  flush(): Promise<void>;
}

function offsetCommits({ group, logger }: MemberOptions): OffsetCommits {
  let payload: EachBatchPayload | undefined;
  let last: Promise<void> = Promise.resolve();
  const commit = () => {
    last = payload!.commitOffsetsIfNecessary(payload!.uncommittedOffsets())
      // The next commit has these offsets, too; a consumer that has lost its partitions learns of it from its heartbeat.
      .catch((error) => logger.warn("offsets were not committed", { consumerGroup: group.name, error }));
  };
  const commits = throttle(commit, OFFSETS_REST_MS);
  return {
    request(handled) {
      payload = handled;
      commits.request();
    },
    async flush() {
      if (commits.stop()) commit();
      await deadline(last, STOP_DEADLINE_MS).catch(() => {});
    },
  };
}

/**
 * Processes parts of several partitions in one transaction, repeating it until it succeeds; their offsets are committed
 * afterwards. Nothing is processed once the member has been stopped.
 */
async function processParts(
  options: MemberOptions,
  offsets: OffsetCommits,
  parts: Part[],
  stop: AbortSignal,
): Promise<void> {
  const { sql, group, onCommitted, logger, now, random } = options;
  const deliveries = parts.flatMap((part) => part.deliveries);
  const [{ payload: { isRunning } }] = parts;
  let result: BatchResult | undefined;
  for (let failures = 1; !result; failures++) {
    if (stop.aborted || !isRunning()) return;
    try {
      result = await runBatch(sql, (tx, mode) => processBatch(tx, group, deliveries, now, mode));
    } catch (error) {
      logger.warn("a batch of messages failed, retrying", { consumerGroup: group.name, error });
      await pause(backoffMs(failures, random), stop);
    }
  }
  onCommitted();
  if (result.dead > 0) {
    logger.error("messages became dead letters", { consumerGroup: group.name, count: result.dead });
  }
  for (const { payload, lastOffset } of parts) payload.resolveOffset(lastOffset);
  offsets.request(parts[0].payload);
  if (stop.aborted) await offsets.flush();
}

function toDelivery(topic: string, { key, value }: KafkaMessage): Delivery {
  const text = value?.toString() ?? "";
  let envelope: unknown = text;
  try {
    envelope = JSON.parse(text);
  } catch {
    // Not JSON: the schema rejects the raw text, which becomes a dead letter.
  }
  return { topic, key: key?.toString() ?? "", envelope };
}

/** Waits for `ms`, or until `stop` is aborted. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stop }).catch(() => {});
}
