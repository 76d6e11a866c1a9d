import { actorOf } from "@/lib/auth/caller.ts";
import {
  chartQuerySchema,
  chartSummarySchema,
  createChart,
  listCharts,
  storedChartJson,
  storedChartSchema,
} from "@/lib/charts/halls.ts";
import { CHART_BYTES_MAX, newChartSchema } from "@/lib/charts/input.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, invalid, keyedBy, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/charts", {
  GET: method({
    operationId: "listCharts",
    summary: "List charts",
    description:
      "The newest version of every chart, without geometry, in the order in which they were added.",
    access: "edit-halls",
    query: chartQuerySchema,
    responses: { 200: listSchema(chartSummarySchema) },
    async handle({ services, query }) {
      return Response.json(await listCharts(services.sql, query));
    },
  }),

  POST: method({
    operationId: "createChart",
    summary: "Add a chart",
    description:
      "Adds version 1 of a new chart to a venue: `chart`, or a copy of another chart's newest version. The caller owns it.",
    responseHeaders: ["ETag", "Location"],
    access: "edit-halls",
    limit: "charts",
    body: newChartSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    readBody: ({ charts }, bytes) => charts.read("new", bytes),
    idempotencyKey: "optional",
    responses: { 201: storedChartSchema },
    async handle({ services, caller, body, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["chart", body]);
      const created = await createChart(services.sql, actorOf(caller), body, keyed);
      if (!created.ok) {
        switch (created.code) {
          case "venue-unknown":
            throw invalid("venueId", "there is no such venue");
          case "chart-unknown":
            throw invalid("copyOf", "there is no such chart");
          default:
            throw new Problem(created.code);
        }
      }
      const { chart } = created;
      return respond(storedChartJson(chart), {
        "content-type": "application/json",
        "cache-control": UNCOMPRESSED,
        etag: etagOf(chart.version),
        location: `/api/admin/charts/${chart.id}`,
      }, 201);
    },
  }),
});
