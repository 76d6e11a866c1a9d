import type { Services } from "@/lib/services.ts";
import type { SystemHealth } from "./alarms.ts";
import { readPaymentOutcomes } from "./payment_outcomes.ts";
import { readQueueHealth } from "./queue_health.ts";

/** Dependencies, queues and payments as they are now; each source is given a few seconds at most. */
export async function readSystem(
  services: Pick<Services, "sql" | "eventLog" | "logger" | "readiness">,
): Promise<SystemHealth> {
  const [readiness, queues, payments] = await Promise.all([
    services.readiness(),
    readQueueHealth(services),
    readPaymentOutcomes(services.sql),
  ]);
  return { ...readiness, ...queues, payments };
}
