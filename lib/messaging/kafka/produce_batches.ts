import { Buffer } from "node:buffer";
import type { TopicMessages } from "kafkajs";
import type { OutboxRow } from "../event_log.ts";

/** Half of what brokers accept per request by default, which leaves room for the overhead. */
export const BATCH_BYTES_MAX = 500_000;

/**
 * Splits the rows into requests to be sent one after another, in order, each no larger than `bytesMax` unless it is a
 * single message. `wireName` returns the broker's name for a topic.
 */
export function produceBatches(
  rows: OutboxRow[],
  wireName: (topic: string) => string,
  bytesMax: number = BATCH_BYTES_MAX,
): TopicMessages[][] {
  const batches: Map<string, TopicMessages>[] = [];
  let bytes = Infinity;
  for (const { message } of rows) {
    // As bytes: for a string, kafkajs would count the bytes again for each length that it writes.
    const value = Buffer.from(JSON.stringify(message.envelope));
    if (bytes + value.length > bytesMax) {
      batches.push(new Map());
      bytes = 0;
    }
    bytes += value.length;
    const batch = batches[batches.length - 1];
    const topic = wireName(message.topic);
    if (!batch.has(topic)) batch.set(topic, { topic, messages: [] });
    batch.get(topic)!.messages.push({ key: Buffer.from(message.key), value });
  }
  return batches.map((batch) => [...batch.values()]);
}
