/** How far the queues are behind, for people who look after the system. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { consumerGroups } from "./consumer_groups.ts";
import type { EventLog } from "./event_log.ts";

export interface QueueHealth {
  /** Messages that each consumer group has still to handle; null where the event log does not say. */
  groups: { name: string; waiting: number | null }[];
  /** Messages in the outbox that the relay has still to publish. */
  unsent: number;
  /** When the oldest of them was written. */
  unsentSince: Date | null;
}

/** Longest wait for the lag of one group; they are asked at once. */
const LAG_MS_MAX = 2_000;

/** Counts what waits in the outbox and before each consumer group. */
export async function readQueueHealth(
  { sql, eventLog, logger }: { sql: Sql; eventLog: Pick<EventLog, "lag">; logger: Logger },
): Promise<QueueHealth> {
  const groups = Promise.all(
    Object.entries(consumerGroups).map(async ([name, topics]) => {
      try {
        return { name, waiting: await deadline(eventLog.lag(name, topics), LAG_MS_MAX) };
      } catch (error) {
        logger.warn("the lag of a consumer group is not known", { consumerGroup: name, error });
        return { name, waiting: null };
      }
    }),
  );
  const [outbox] = await deadline(sql<[{ unsent: number; unsentSince: Date | null }]>`
    select count(*) as unsent, min(occurred_at) as unsent_since from outbox where position is null`);
  return { groups: await groups, ...outbox };
}
