import { z } from "zod";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const status = z.enum(["ok", "down"]);

export const handler = endpoint("/readyz", {
  GET: method({
    operationId: "getReadiness",
    summary: "Readiness",
    description: "Whether every dependency responds; a 503 names those that do not.",
    access: "anonymous",
    limit: "none",
    responses: {
      200: z.object({
        status: z.literal("ok"),
        dependencies: z.object({ database: status, board: status, eventLog: status }),
      }),
    },
    errors: ["unavailable"],
    async handle({ services }) {
      const { ready, dependencies } = await services.readiness();
      if (!ready) {
        throw new Problem("unavailable", { members: { dependencies }, headers: { "retry-after": "1" } });
      }
      return Response.json({ status: "ok", dependencies });
    },
  }),
});
