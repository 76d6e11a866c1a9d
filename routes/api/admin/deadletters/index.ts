import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { listDeadLetters } from "@/lib/messaging/dead_letters.ts";

const deadLetter = z.object({
  id: z.uuid(),
  consumerGroup: z.string(),
  topic: z.string(),
  message: z.unknown().describe("What came, as it came"),
  error: z.string(),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable().describe("Null: no longer tried without being asked"),
  createdAt: z.iso.datetime(),
});

export const handler = endpoint("/api/admin/deadletters", {
  GET: method({
    summary: "Messages that a consumer group could not handle, newest first",
    role: rolesThatMay("dead-letters"),
    query: pageQuery,
    responses: { 200: z.object({ items: z.array(deadLetter), nextCursor: z.string().nullable() }) },
    async handle({ services, query }) {
      return Response.json(await listDeadLetters(services, query), {
        headers: { "cache-control": "no-store" },
      });
    },
  }),
});
