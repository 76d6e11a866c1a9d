import { logLevel } from "kafkajs";
import type { logCreator } from "kafkajs";
import type { Logger } from "@/lib/observability/log.ts";

/**
 * Has kafkajs write to our log: only what it calls errors, and of those only which part, what and whose. Most are
 * about connections and are retried, so they are warnings to us; what is not retried comes to us as a thrown error.
 */
export function logTo(logger: Logger): logCreator {
  return () => ({ namespace, level, log: { message, error, broker, groupId } }) => {
    if (level > logLevel.ERROR) return;
    logger.warn("Kafka client", { part: namespace, detail: message, error, broker, consumerGroup: groupId });
  };
}
