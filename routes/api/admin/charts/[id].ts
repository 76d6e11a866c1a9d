import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import {
  addChartVersion,
  CHART_BYTES_MAX,
  chartVersionSchema,
  readChart,
  storedChartSchema,
} from "@/lib/events/halls.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { etagOf } from "@/lib/http/etags.ts";
import { problem } from "@/lib/http/problem.ts";

const role = rolesThatMay("edit-halls");
const params = z.object({ id: z.uuid() });

export const handler = endpoint("/api/admin/charts/{id}", {
  GET: method({
    operationId: "getChart",
    summary: "Get a chart",
    description: "Returns the newest version of a chart. Its ETag goes into `If-Match` of a write.",
    responseHeaders: ["ETag"],
    role,
    params,
    responses: { 200: storedChartSchema },
    errors: ["not-found"],
    async handle({ services, params }) {
      const chart = await readChart(services.sql, params.id);
      if (!chart) return problem("not-found");
      return Response.json(chart, { headers: { etag: etagOf(chart.version), "cache-control": "no-store" } });
    },
  }),

  PUT: method({
    operationId: "updateChart",
    summary: "Write the next version of a chart",
    description: "Adds a version. Events stay on theirs until they are changed with the chart's id.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    role,
    params,
    body: chartVersionSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    responses: { 200: storedChartSchema },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      const answer = await addChartVersion(services.sql, caller.user.id, params.id, body, ifMatch);
      if (!answer.ok) return problem(answer.code);
      const { chart } = answer;
      return Response.json(chart, { headers: { etag: etagOf(chart.version), "cache-control": "no-store" } });
    },
  }),
});
