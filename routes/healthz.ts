import { z } from "zod";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/healthz", {
  GET: method({
    operationId: "getHealth",
    summary: "Liveness",
    description: "The process is alive.",
    access: "anonymous",
    limit: "none",
    responses: { 200: z.object({ status: z.literal("ok") }) },
    handle: () => Response.json({ status: "ok" }),
  }),
});
