/**
 * The event log of the embedded mode: the outbox itself. Rows with a position are published, in that order and without
 * gaps; a group reads those past its offset. The member that locks a group's offset for a topic is the active one; the
 * others stand by and take over once the lock is free. Safe with any number of processes on one database.
 */
import { deadline, type Sql, type Transaction } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { BATCH_SIZE, type BatchHandler, type EventLog, type SubscribeOptions } from "../event_log.ts";
import { createKicks, type Kicks } from "../kicks.ts";
import { type StoredEntry, takeAndNumber, toMessage } from "../outbox.ts";
import { type PollingLoop, startPolling } from "../polling_loop.ts";
import { processBatch, runBatch } from "../runner.ts";
import type { Topic } from "../topics.ts";

export interface PostgresEventLogOptions {
  sql: Sql;
  logger: Logger;
  /** Kicks within this process by default. */
  kicks?: Kicks;
  /** Kicks for the members, after messages were published; within this process by default. */
  publications?: Kicks;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** How long a published message waits if its kick was lost; also how long until another member takes over. */
const POLL_MS_MAX = 5_000;

interface PublishedEntry extends StoredEntry {
  position: number;
}

/** The event log over the outbox of `sql`. `close` leaves the pool open. */
export function postgresEventLog(
  { sql, logger, kicks = createKicks(), publications = createKicks(), now = Date.now }:
    PostgresEventLogOptions,
): EventLog {
  const handlers = new Map<string, BatchHandler>();
  const members = new Set<PollingLoop>();

  function subscribe({ consumerGroup, topics, batchSize = BATCH_SIZE, handle, commits }: SubscribeOptions) {
    handlers.set(consumerGroup, handle);
    const group = { name: consumerGroup, handle };
    let offsetsExist = false;

    async function step(): Promise<boolean> {
      if (!offsetsExist) {
        await createOffsets(sql, consumerGroup, topics);
        offsetsExist = true;
      }
      // Usually there is nothing to do; this finds out without opening a transaction.
      if (!await hasUnread(sql, consumerGroup, topics)) return false;
      const batch = await runBatch(sql, async (tx, mode) => {
        const entries = await readBatch(tx, consumerGroup, topics, batchSize);
        if (entries.length === 0) return null;
        const result = await processBatch(tx, group, entries.map(toMessage), now, mode);
        await advanceOffsets(tx, consumerGroup, entries);
        return result;
      });
      if (batch) kicks.kick(commits);
      if (batch?.dead) logger.error("messages became dead letters", { consumerGroup, count: batch.dead });
      return batch !== null;
    }

    const member = startPolling({
      step,
      pauseMs: { min: 5, max: POLL_MS_MAX },
      onFailure: (error) => logger.warn("a batch of messages failed, retrying", { consumerGroup, error }),
    });
    members.add(member);
    const stopListening = publications.onKick(member.kick);
    return {
      async stop() {
        stopListening();
        await member.stop();
        members.delete(member);
      },
    };
  }

  return {
    kick: kicks.kick,
    onKick: kicks.onKick,
    handlers,
    subscribe,
    take: takeAndNumber,
    publish: () => Promise.resolve(),
    published: publications.kick,
    lag: (consumerGroup, topics) => countUnread(sql, consumerGroup, topics),
    async ping() {
      await deadline(sql`select 1`);
    },
    async close() {
      await Promise.all([...members].map((member) => member.stop()));
      members.clear();
    },
  };
}

/** A new group reads from the beginning. */
async function createOffsets(sql: Sql, consumerGroup: string, topics: Topic[]): Promise<void> {
  await deadline(sql`
    insert into consumer_offsets (consumer_group, topic, position)
    select ${consumerGroup}, topic, 0 from unnest(${topics}::text[]) as topic order by topic
    on conflict do nothing`);
}

async function hasUnread(sql: Sql, consumerGroup: string, topics: Topic[]): Promise<boolean> {
  const rows = await deadline(sql`
    select from consumer_offsets as reader
    where consumer_group = ${consumerGroup} and topic = any(${topics}) and exists (
      select from outbox where outbox.topic = reader.topic and outbox.position > reader.position
    )
    limit 1`);
  return rows.length > 0;
}

/**
 * The next entries, by position, of the topics whose offset no other member of the group has locked. The
 * offsets stay locked until the transaction ends.
 */
async function readBatch(
  tx: Transaction,
  consumerGroup: string,
  topics: Topic[],
  limit: number,
): Promise<PublishedEntry[]> {
  return await tx<PublishedEntry[]>`
    with reader as (
      select topic, position from consumer_offsets
      where consumer_group = ${consumerGroup} and topic = any(${topics})
      order by topic
      for update skip locked
    )
    select entry.* from reader cross join lateral (
      select seq, id, topic, key, traceparent, data, occurred_at, position
      from outbox where outbox.topic = reader.topic and outbox.position > reader.position
      order by position limit ${limit}
    ) as entry
    order by entry.position limit ${limit}`;
}

async function advanceOffsets(
  tx: Transaction,
  consumerGroup: string,
  entries: PublishedEntry[],
): Promise<void> {
  const last = new Map(entries.map((entry) => [entry.topic, entry.position]));
  await tx`
    update consumer_offsets as reader set position = done.position
    from unnest(${[...last.keys()]}::text[], ${[...last.values()]}::bigint[]) as done(topic, position)
    where reader.consumer_group = ${consumerGroup} and reader.topic = done.topic`;
}

async function countUnread(sql: Sql, consumerGroup: string, topics: Topic[]): Promise<number> {
  const [{ count }] = await deadline(sql<[{ count: number }]>`
    select count(*) as count
    from unnest(${topics}::text[]) as wanted(topic)
    left join consumer_offsets as reader on reader.consumer_group = ${consumerGroup} and reader.topic = wanted.topic
    join outbox on outbox.topic = wanted.topic and outbox.position > coalesce(reader.position, 0)`);
  return count;
}
