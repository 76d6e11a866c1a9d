/** Parses messages from the wire: nothing is trusted before it has been validated. */
import { z } from "zod";
import { type Message, type Topic, topicNames, topics } from "./topics.ts";

/** A message as an event log delivered it. */
export interface Delivery {
  topic: string;
  key: string;
  /** Should be an envelope; the raw text if it was not even JSON. */
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
 * @throws {z.ZodError} if the envelope or its data does not match the topic's schema.
 */
export function parseDelivery({ topic, key, envelope }: Delivery): Message {
  const known = z.enum(topicNames).parse(topic);
  return { topic: known, key, envelope: envelopeSchemas.get(known)!.parse(envelope) };
}
