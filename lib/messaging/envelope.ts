/** Reading a message from the wire: nothing is believed before its schema has seen it. */
import { z } from "zod";
import { type Message, type Topic, topicNames, topics } from "./topics.ts";

/** A message as some log delivered it. */
export interface Delivery {
  topic: string;
  key: string;
  /** Should be an envelope. Text when it was not even JSON. */
  envelope: unknown;
}

const envelopeSchemas = new Map(topicNames.map((topic) => [topic, envelopeSchema(topic)] as const));

function envelopeSchema(topic: Topic) {
  return z.object({
    id: z.uuid(),
    type: z.literal(topic),
    version: z.literal(1),
    occurredAt: z.iso.datetime(),
    traceparent: z.string().optional(),
    data: topics[topic],
  });
}

/**
 * The message of a delivery.
 * @throws {z.ZodError} when the envelope or its data is not what the topic says.
 */
export function parseDelivery({ topic, key, envelope }: Delivery): Message {
  const known = z.enum(topicNames).parse(topic);
  return { topic: known, key, envelope: envelopeSchemas.get(known)!.parse(envelope) };
}
