import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import {
  CHART_BYTES_MAX,
  chartQuerySchema,
  chartSummarySchema,
  createChart,
  listCharts,
  newChartSchema,
  storedChartSchema,
} from "@/lib/events/halls.ts";
import { endpoint, invalid, method } from "@/lib/http/endpoint.ts";
import { etagOf } from "@/lib/http/etags.ts";

const role = rolesThatMay("edit-halls");

export const handler = endpoint("/api/admin/charts", {
  GET: method({
    summary: "The charts in their newest versions, without their geometry",
    role,
    query: chartQuerySchema,
    responses: { 200: z.object({ items: z.array(chartSummarySchema), nextCursor: z.string().nullable() }) },
    async handle({ services, query }) {
      return Response.json(await listCharts(services.sql, query), {
        headers: { "cache-control": "no-store" },
      });
    },
  }),

  POST: method({
    summary: "Adds a chart to a venue",
    role,
    body: newChartSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    responses: { 201: storedChartSchema },
    async handle({ services, caller, body }) {
      const chart = await createChart(services.sql, caller.user.id, body);
      if (!chart) throw invalid("venueId", "there is no such venue");
      return Response.json(chart, {
        status: 201,
        headers: { etag: etagOf(chart.version), location: `/api/admin/charts/${chart.id}` },
      });
    },
  }),
});
