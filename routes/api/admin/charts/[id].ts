import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { readChart, storedChartSchema } from "@/lib/events/halls.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { etagOf } from "@/lib/http/etags.ts";
import { problem } from "@/lib/http/problem.ts";

export const handler = endpoint("/api/admin/charts/{id}", {
  GET: method({
    summary: "A chart in its newest version",
    role: rolesThatMay("edit-halls"),
    params: z.object({ id: z.uuid() }),
    responses: { 200: storedChartSchema },
    errors: ["not-found"],
    async handle({ services, params }) {
      const chart = await readChart(services.sql, params.id);
      if (!chart) return problem("not-found");
      return Response.json(chart, { headers: { etag: etagOf(chart.version), "cache-control": "no-store" } });
    },
  }),
});
