/**
 * How far behind the queues are, for the people who run the system. Like the auditor it looks across all features: one
 * query covers every queue that is a table.
 */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { Metrics } from "@/lib/observability/metrics.ts";

/** The queues that are tables, and what waits in each. The names are labels of `aisle_queue_waiting`. */
export const queues = {
  outbox: "messages to be published",
  payments: "payments due at the provider",
  refunds: "refunds due at the provider",
  overdue_bookings: "bookings pending past their deadline",
  mails: "emails due",
  failed_mails: "emails that could not be delivered",
  dead_letters: "messages that could not be handled",
} as const;

export type QueueName = keyof typeof queues;

type ConsumerGroup = keyof typeof consumerGroups;

export interface QueueState {
  /** How many items are waiting or due now. */
  waiting: number;
  /** How long the oldest has been waiting or due; null if there is none. */
  oldestSeconds: number | null;
  /** How many items failed and will be retried, due now or later. */
  retrying: number;
  /** How long the oldest of these has been failing; null if there is none. */
  failingSeconds: number | null;
  /** Why one of these failed; null if there is none. */
  error: string | null;
}

export interface QueueHealth {
  /** The messages that each consumer group has yet to handle; null if the event log is unavailable. */
  groups: { name: ConsumerGroup; waiting: number | null }[];
  queues: Record<QueueName, QueueState>;
}

/** Longest wait for either source, so that a page or scrape has at least the other. */
const READ_MS_MAX = 2_000;

interface Needs {
  sql: Sql;
  eventLog: Pick<EventLog, "lag">;
  logger: Logger;
}

/** The state of every queue and the lag of each consumer group. */
export async function readQueueHealth({ sql, eventLog, logger }: Needs): Promise<QueueHealth> {
  const [states, lags] = await Promise.all([
    deadline(readQueues(sql), READ_MS_MAX),
    deadline(readLags(eventLog), READ_MS_MAX).catch((error) => {
      logger.warn("the lag of the consumer groups is unknown", { error });
      return null;
    }),
  ]);
  const groups = (Object.keys(consumerGroups) as ConsumerGroup[]).map((name) => ({
    name,
    waiting: lags?.[name] ?? null,
  }));
  return { queues: states, groups };
}

/** Reads the queues and the lag of the consumer groups whenever the metrics are scraped. */
export function watchQueues(metrics: Pick<Metrics, "watch">, { sql, eventLog, logger }: Needs): void {
  const onFailure = (error: unknown) => logger.warn("a gauge could not be read", { error });
  metrics.watch({
    name: "queues",
    label: "queue",
    gauges: {
      aisle_queue_waiting: `Items waiting now: ${
        Object.entries(queues).map((pair) => pair.join(", ")).join("; ")
      }`,
      aisle_queue_oldest_seconds: "How long the oldest of them has been waiting or due; 0 if there is none",
      aisle_queue_retrying: "Items that failed and will be retried, due now or later",
      aisle_queue_failing_seconds: "How long the oldest of these has been failing; 0 if there is none",
    },
    async read() {
      const states = Object.entries(await deadline(readQueues(sql), READ_MS_MAX));
      return {
        aisle_queue_waiting: states.map(([queue, { waiting }]) => [queue, waiting]),
        aisle_queue_oldest_seconds: states.map(([queue, { oldestSeconds }]) => [queue, oldestSeconds ?? 0]),
        aisle_queue_retrying: states.map(([queue, { retrying }]) => [queue, retrying]),
        aisle_queue_failing_seconds: states.map((
          [queue, { failingSeconds }],
        ) => [queue, failingSeconds ?? 0]),
      };
    },
    onFailure,
  });
  metrics.watch({
    name: "consumer-lag",
    label: "consumer_group",
    gauges: { aisle_consumer_lag_messages: "Published messages that the consumer group has not handled yet" },
    async read() {
      const lags = await deadline(readLags(eventLog), READ_MS_MAX);
      return { aisle_consumer_lag_messages: Object.entries(lags) };
    },
    onFailure,
  });
}

/** One query, whose parts use partial indexes of only the rows that wait or fail. */
async function readQueues(sql: Sql): Promise<Record<QueueName, QueueState>> {
  const rows = await sql<(QueueState & { queue: QueueName })[]>`
    select queue, count(since) as waiting, extract(epoch from now() - min(since))::float8 as oldest_seconds,
      count(failing_since) as retrying, extract(epoch from now() - min(failing_since))::float8 as failing_seconds,
      min(error) filter (where failing_since is not null) as error
    from unnest(${Object.keys(queues)}::text[]) with ordinality as known (queue, ordinal)
    left join (
      select 'outbox' as queue, occurred_at as since, null::timestamptz as failing_since, null as error
        from outbox where position is null
      union all
      select 'payments', case when next_attempt_at <= now() then next_attempt_at end, failing_since, error
        from payments where status = 'started' and (next_attempt_at <= now() or failing_since is not null)
      union all
      select 'refunds', case when next_attempt_at <= now() then next_attempt_at end, failing_since, error
        from refunds where status = 'pending' and (next_attempt_at <= now() or failing_since is not null)
      union all
      select 'overdue_bookings', deadline_at, null, null from bookings
        where not final and status = 'pending' and deadline_at <= now()
      union all
      select 'mails', case when next_attempt_at <= now() then next_attempt_at end, failing_since, error
        from messages where sent_at is null and failed_at is null and withdrawn_at is null
          and (next_attempt_at <= now() or failing_since is not null)
      union all
      select 'failed_mails', failed_at, null, null from messages where failed_at is not null
      union all
      select 'dead_letters', created_at, null, null from dead_letters where resolved_at is null
    ) as waiting using (queue)
    group by queue, ordinal order by ordinal`;
  return Object.fromEntries(rows.map(({ queue, ...state }) => [queue, state])) as Record<
    QueueName,
    QueueState
  >;
}

async function readLags(eventLog: Pick<EventLog, "lag">): Promise<Record<string, number>> {
  const lags = Object.entries(consumerGroups).map(async ([name, topics]) =>
    [name, await eventLog.lag(name, topics)] as const
  );
  return Object.fromEntries(await Promise.all(lags));
}
