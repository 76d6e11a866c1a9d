import { actorOf } from "@/lib/auth/caller.ts";
import {
  addChartVersion,
  readChart,
  type StoredChart,
  storedChartJson,
  storedChartSchema,
} from "@/lib/charts/halls.ts";
import { CHART_BYTES_MAX, chartVersionSchema } from "@/lib/charts/input.ts";
import { orNotFound, Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/charts/{id}", {
  GET: method({
    operationId: "getChart",
    summary: "Get a chart",
    description: "Returns the newest version of a chart. Send its ETag in `If-Match` when writing.",
    responseHeaders: ["ETag"],
    access: "edit-halls",
    params: uuidParams,
    responses: { 200: storedChartSchema },
    errors: ["not-found"],
    async handle({ services, params }) {
      return chartResponse(orNotFound(await readChart(services.sql, params.id)));
    },
  }),

  PUT: method({
    operationId: "updateChart",
    summary: "Add a version of a chart",
    description:
      "Adds a version, if the caller owns the chart or is an admin. Events stay on their version until an update with the chart's id moves them.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-halls",
    limit: "charts",
    params: uuidParams,
    body: chartVersionSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    readBody: ({ charts }, bytes) => charts.read("version", bytes),
    responses: { 200: storedChartSchema },
    errors: ["not-found", "stale", "draft-open"],
    async handle({ services, caller, params, body, ctx: { req } }) {
      const ifMatch = req.headers.get("if-match");
      const written = await addChartVersion(services.sql, actorOf(caller), params.id, body, ifMatch);
      if (written.ok) return chartResponse(written.chart);
      throw new Problem(
        written.code,
        written.code === "forbidden" ? { detail: ({ problems }) => problems.forbidden.chart } : {},
      );
    },
  }),
});

function chartResponse(chart: StoredChart): Response {
  return respond(storedChartJson(chart), {
    "content-type": "application/json",
    "cache-control": UNCOMPRESSED,
    etag: etagOf(chart.version),
  });
}
