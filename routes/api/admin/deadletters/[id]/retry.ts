import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { Problem } from "@/lib/http/problem.ts";
import { retryDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/deadletters/{id}/retry", {
  POST: method({
    operationId: "retryDeadLetter",
    summary: "Retry a dead letter",
    description: "Handles the message again, in this process or the one that runs its consumer group.",
    access: "dead-letters",
    params: uuidParams,
    responses: {
      200: z.object({
        result: z.enum(["resolved", "scheduled", "failed"]),
        error: z.string().optional().describe("Why it failed again"),
      }),
    },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      const retried = await retryDeadLetter(services, actorOf(caller), params.id);
      if (retried.ok) return Response.json({ result: retried.state });
      if (retried.code === "not-found") throw new Problem("not-found");
      return Response.json({ result: "failed", error: retried.error });
    },
  }),
});
