import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { chartExample } from "@/lib/charts/chart.ts";
import { discardDraft, type DraftRefusal, patchDraft, readDraft, saveDraft } from "@/lib/charts/drafts.ts";
import { drawingOf } from "@/lib/charts/drawing.ts";
import { drawingSchema } from "@/lib/charts/drawing_schema.ts";
import { CHART_BYTES_MAX, draftOpsSchema, draftSchema } from "@/lib/charts/input.ts";
import { problemInWords, problemSchema } from "@/lib/charts/problems_in_words.ts";
import { Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, invalid, method, uuidParams } from "@/lib/server/endpoint.ts";

const savedAt = z.iso.datetime().nullable().describe("Null if nothing has changed since the newest version");
const problems = z.array(problemSchema).max(50);
const more = z.int().describe("How many more problems were found than are listed");

const saved = { problems: [], more: 0, savedAt: "2027-03-12T19:00:00.000Z" };
const draftDocument = z.object({ chart: drawingSchema, problems, more, savedAt })
  .meta({ id: "Draft", examples: [{ chart: drawingOf(chartExample), ...saved }] });
const savedDraft = z.object({ problems, more, savedAt }).meta({ id: "SavedDraft", examples: [saved] });
const changedDraft = z.object({ savedAt })
  .meta({ id: "ChangedDraft", examples: [{ savedAt: saved.savedAt }] });

export const handler = endpoint("/api/admin/charts/{id}/draft", {
  GET: method({
    operationId: "getDraft",
    summary: "Get the draft of a chart",
    description:
      "Returns what was drawn since the newest version, with its problems; if nothing was, the newest version as the draft that a change would begin.",
    responseHeaders: ["ETag"],
    access: "edit-halls",
    params: uuidParams,
    responses: { 200: draftDocument },
    errors: ["not-found"],
    async handle({ services, params, ctx: { state: { words } } }) {
      const draft = await readDraft(services.sql, params.id);
      if (!draft) throw new Problem("not-found");
      const checked = await services.charts.check(draft.drawing, null);
      const rest = JSON.stringify({
        problems: checked.problems.map((problem) => problemInWords(problem, words)),
        more: checked.more,
        savedAt: draft.savedAt,
      });
      return respond(`{"chart":${draft.drawing},${rest.slice(1)}`, {
        "content-type": "application/json",
        "cache-control": UNCOMPRESSED,
        etag: etagOf(draft.revision),
      });
    },
  }),

  PUT: method({
    operationId: "replaceDraft",
    summary: "Replace the draft of a chart",
    description:
      "Saves a drawing in any state, faulty or empty, if the caller owns the chart or is an admin.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-halls",
    limit: "charts",
    params: uuidParams,
    body: draftSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    readBody: ({ charts }, bytes) => charts.read("draft", bytes),
    responses: { 200: savedDraft },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, body: { chart }, ctx: { req, state: { words } } }) {
      const ifMatch = req.headers.get("if-match");
      const { sql, now } = services;
      const saved = await saveDraft(sql, actorOf(caller), params.id, chart, ifMatch, now());
      if (!saved.ok) throw refusal(saved);
      const { problems, more } = chart;
      return Response.json(
        { problems: problems.map((problem) => problemInWords(problem, words)), more, savedAt: saved.savedAt },
        { headers: { etag: etagOf(saved.revision) } },
      );
    },
  }),

  PATCH: method({
    operationId: "updateDraft",
    summary: "Change objects of a draft",
    description:
      "Puts or removes single objects, and begins a draft if there is none. With `If-Match`, objects that someone else has changed since are left as they are and listed in a 409 `conflict`; all others are saved.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-halls",
    params: uuidParams,
    body: draftOpsSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    readBody: ({ charts }, bytes) => charts.read("ops", bytes),
    responses: { 200: changedDraft },
    errors: ["not-found", "conflict"],
    async handle({ services, caller, params, body: { ops }, ctx: { req } }) {
      const { sql, now } = services;
      const seen = seenRevision(req.headers.get("if-match"));
      const changed = await patchDraft(sql, actorOf(caller), params.id, ops, seen, now());
      if (!changed.ok) {
        if (changed.code === "too-many-objects") throw invalid("ops", "would make the hall too large");
        throw refusal(changed);
      }
      const { conflicts, revision, savedAt } = changed;
      if (conflicts.length > 0) {
        throw new Problem("conflict", {
          members: { objects: conflicts },
          headers: { etag: etagOf(revision) },
        });
      }
      return Response.json({ savedAt }, { headers: { etag: etagOf(revision) } });
    },
  }),

  DELETE: method({
    operationId: "discardDraft",
    summary: "Discard the draft of a chart",
    description: "The newest version stays; a hall without one is deleted.",
    requestHeaders: ["If-Match"],
    access: "edit-halls",
    params: uuidParams,
    responses: { 204: null },
    errors: ["not-found", "stale"],
    async handle({ services, caller, params, ctx: { req } }) {
      const discarded = await discardDraft(
        services.sql,
        actorOf(caller),
        params.id,
        req.headers.get("if-match"),
      );
      if (!discarded.ok) throw refusal(discarded);
      return new Response(null, { status: 204 });
    },
  }),
});

/** The revision that an `If-Match` names: null without one, 0 for a tag that is none of ours, so that every change since counts. */
function seenRevision(ifMatch: string | null): number | null {
  if (ifMatch === null || ifMatch.trim() === "*") return null;
  return Number(/^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1] ?? 0);
}

function refusal({ code }: DraftRefusal): Problem {
  return new Problem(
    code,
    code === "forbidden" ? { detail: ({ problems }) => problems.forbidden.chart } : {},
  );
}
