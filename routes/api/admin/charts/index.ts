import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { createDraft } from "@/lib/charts/drafts.ts";
import {
  chartQuerySchema,
  chartSummarySchema,
  createChart,
  listCharts,
  listedChartSchema,
  storedChartJson,
  storedChartSchema,
} from "@/lib/charts/halls.ts";
import { CHART_BYTES_MAX, emptyDrawing, newChartSchema, newDraftSchema } from "@/lib/charts/input.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, invalid, keyedBy, method } from "@/lib/server/endpoint.ts";
import type { KeyedRequest } from "@/lib/db/idempotency.ts";
import type { Services } from "@/lib/services.ts";

/** A hall that has no version yet. */
const draftSummarySchema = chartSummarySchema.extend({ version: z.null() })
  .meta({
    id: "DraftSummary",
    examples: [{
      id: "01977f6d-1b00-7000-8000-000000000002",
      venueId: "01977f6d-1a00-7000-8000-000000000001",
      name: "Great room",
      version: null,
      seatCount: 0,
      owner: { id: "01977f6d-1900-7000-8000-000000000001", name: "Ada Brook" },
    }],
  });

export const handler = endpoint("/api/admin/charts", {
  GET: method({
    operationId: "listCharts",
    summary: "List charts",
    description:
      "The newest version of every chart, or what was drawn of it before the first, without geometry, in the order in which they were added.",
    access: "edit-halls",
    query: chartQuerySchema,
    responses: { 200: listSchema(listedChartSchema) },
    async handle({ services, query }) {
      return Response.json(await listCharts(services.sql, query));
    },
  }),

  POST: method({
    operationId: "createChart",
    summary: "Add a chart",
    description:
      "Adds version 1 of a new chart to a venue: `chart`, or a copy of another chart's newest version. With `draft`, nothing is published yet: `chart` may then be unfinished, or left out, and the ETag is the draft's. The caller owns it.",
    responseHeaders: ["ETag", "Location"],
    access: "edit-halls",
    limit: "charts",
    body: z.union([newChartSchema, newDraftSchema]),
    bodyBytesMax: CHART_BYTES_MAX,
    readBody: ({ charts }, bytes) => charts.read("new", bytes),
    idempotencyKey: "optional",
    responses: { 201: z.union([storedChartSchema, draftSummarySchema]) },
    async handle({ services, caller, body, idempotencyKey }) {
      const keyed = keyedBy(caller, idempotencyKey, ["chart", body]);
      if ("draft" in body) return await addDraft(services, actorOf(caller), body, keyed);
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

async function addDraft(
  { sql, now }: Services,
  creator: ReturnType<typeof actorOf>,
  { venueId, name, chart }: z.output<typeof newDraftSchema>,
  keyed: KeyedRequest | null,
): Promise<Response> {
  const created = await createDraft(
    sql,
    creator,
    { venueId, name, drawing: chart ?? emptyDrawing },
    now(),
    keyed,
  );
  if (!created.ok) {
    if (created.code === "venue-unknown") throw invalid("venueId", "there is no such venue");
    throw new Problem(created.code);
  }
  const { id, name: ownerName } = creator;
  const summary = { id: created.value, venueId, name, version: null, seatCount: chart?.seatCount ?? 0 };
  return Response.json({ ...summary, owner: { id, name: ownerName } }, {
    status: 201,
    headers: { etag: etagOf(1), location: `/api/admin/charts/${created.value}` },
  });
}
