import { z } from "zod";
import { readChart, storedChartJson, storedChartSchema } from "@/lib/charts/halls.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const params = z.object({ id: z.uuid(), version: z.string().regex(/^[1-9]\d{0,8}$/).transform(Number) });

export const handler = endpoint("/api/admin/charts/{id}/versions/{version}", {
  GET: method({
    operationId: "getChartVersion",
    summary: "Get a version of a chart",
    description: "A version never changes.",
    responseHeaders: ["ETag"],
    access: "edit-halls",
    params,
    responses: { 200: storedChartSchema },
    errors: ["not-found"],
    async handle({ services, params: { id, version } }) {
      const chart = orNotFound(await readChart(services.sql, id, version));
      return respond(storedChartJson(chart), {
        "content-type": "application/json",
        "cache-control": UNCOMPRESSED,
        etag: etagOf(chart.version),
      });
    },
  }),
});
