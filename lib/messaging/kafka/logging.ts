import { logLevel } from "kafkajs";
import type { logCreator } from "kafkajs";
import type { Logger } from "@/lib/observability/log.ts";

/**
 * Sends kafkajs's log to ours: only errors, and only a few fields of them. They are details (one for every attempt to
 * connect to a broker that is down, several a second), hence `debug`; their consequences are thrown, and logged at
 * the appropriate level.
 */
export function logTo(logger: Logger): logCreator {
  return () => ({ namespace, level, log: { message, error, broker, groupId } }) => {
    if (level > logLevel.ERROR) return;
    logger.debug("Kafka client", { part: namespace, detail: message, error, broker, consumerGroup: groupId });
  };
}
