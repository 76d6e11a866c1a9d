import type { Sql } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { SystemHealth } from "./alarms.ts";
import type { Readiness } from "./health.ts";
import { readPaymentOutcomes } from "./payment_outcomes.ts";
import { readQueueHealth } from "./queue_health.ts";

/** The current state of dependencies, queues and payments; waits at most a few seconds for each source. */
export async function readSystem(
  services: { sql: Sql; eventLog: EventLog; logger: Logger; readiness: () => Promise<Readiness> },
): Promise<SystemHealth> {
  const [readiness, queues, payments] = await Promise.all([
    services.readiness(),
    readQueueHealth(services),
    readPaymentOutcomes(services.sql),
  ]);
  return { ...readiness, ...queues, payments };
}
