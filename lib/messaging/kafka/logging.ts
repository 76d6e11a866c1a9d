import { logLevel } from "kafkajs";
import type { logCreator } from "kafkajs";
import type { Logger } from "@/lib/observability/log.ts";

/**
 * Has kafkajs write to our log: only what it calls errors, and of those only which part, what and whose. They are
 * details (one for every try to connect to a broker that is down, several a second); what comes of them is thrown to
 * us, and told at the level it deserves.
 */
export function logTo(logger: Logger): logCreator {
  return () => ({ namespace, level, log: { message, error, broker, groupId } }) => {
    if (level > logLevel.ERROR) return;
    logger.debug("Kafka client", { part: namespace, detail: message, error, broker, consumerGroup: groupId });
  };
}
