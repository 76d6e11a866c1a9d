import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { chartQuerySchema, chartSummarySchema, listCharts } from "@/lib/events/halls.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";

export const handler = endpoint("/api/admin/charts", {
  GET: method({
    summary: "The charts in their newest versions, without their geometry",
    role: rolesThatMay("edit-halls"),
    query: chartQuerySchema,
    responses: { 200: z.object({ items: z.array(chartSummarySchema), nextCursor: z.string().nullable() }) },
    async handle({ services, query }) {
      return Response.json(await listCharts(services.sql, query), {
        headers: { "cache-control": "no-store" },
      });
    },
  }),
});
