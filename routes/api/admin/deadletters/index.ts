import { z } from "zod";
import { listSchema, pageQuery } from "@/lib/http/page_query.ts";
import { listDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const deadLetter = z.object({
  id: z.uuid(),
  consumerGroup: z.string(),
  topic: z.string(),
  message: z.unknown().describe("The message as received"),
  error: z.string(),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable().describe("Null if there are no more automatic retries"),
  createdAt: z.iso.datetime(),
}).meta({
  id: "DeadLetter",
  examples: [{
    id: "01977f6e-6e32-7f1d-9d40-2b3c4d5e6f70",
    consumerGroup: "notifications",
    topic: "booking.confirmed",
    message: { topic: "booking.confirmed", key: "01977f6e-4b1c-7c3a-9a51-2f0f6b1c8d10", envelope: {} },
    error: "ValidationError: data.bookingId: invalid_format",
    attempts: 3,
    nextAttemptAt: "2027-03-01T18:31:20.000Z",
    createdAt: "2027-03-01T18:30:40.000Z",
  }],
});

export const handler = endpoint("/api/admin/deadletters", {
  GET: method({
    operationId: "listDeadLetters",
    summary: "List dead letters",
    description: "Messages that a consumer group could not handle, newest first.",
    access: "dead-letters",
    query: pageQuery,
    responses: { 200: listSchema(deadLetter) },
    async handle({ services, query }) {
      return Response.json(await listDeadLetters(services, query));
    },
  }),
});
