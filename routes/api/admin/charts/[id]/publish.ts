import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { publishDraft } from "@/lib/charts/drafts.ts";
import { storedChartExample, storedChartJson, storedChartSchema } from "@/lib/charts/halls.ts";
import { problemInWords, problemSchema } from "@/lib/charts/problems_in_words.ts";
import { Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/admin/charts/{id}/publish", {
  POST: method({
    operationId: "publishChart",
    summary: "Publish the draft of a chart",
    description:
      "Makes the draft the next version, unless it has errors; what is returned in `problems` are warnings. Events stay on their version. A draft that is like the newest version adds none.",
    requestHeaders: ["If-Match"],
    responseHeaders: ["ETag"],
    access: "edit-halls",
    limit: "charts",
    params: uuidParams,
    responses: {
      200: storedChartSchema.extend({
        problems: z.array(problemSchema).max(50),
        more: z.int().describe("How many more problems were found than are listed"),
      }).meta({
        id: "PublishedChart",
        examples: [{ ...storedChartExample, problems: [], more: 0 }],
      }),
    },
    errors: ["not-found", "stale", "not-publishable"],
    async handle({ services, caller, params, ctx: { req, state: { words } } }) {
      const { sql, charts } = services;
      const ifMatch = req.headers.get("if-match");
      const published = await publishDraft(sql, charts, actorOf(caller), params.id, ifMatch);
      const inWords = (problems: Parameters<typeof problemInWords>[0][]) =>
        problems.map((problem) => problemInWords(problem, words));
      if (published.ok) {
        const rest = JSON.stringify({ problems: inWords(published.problems), more: published.more });
        return respond(`${rest.slice(0, -1)},${storedChartJson(published.chart).slice(1)}`, {
          "content-type": "application/json",
          "cache-control": UNCOMPRESSED,
          etag: etagOf(published.chart.version),
        });
      }
      if (published.code === "forbidden") {
        throw new Problem("forbidden", { detail: ({ problems }) => problems.forbidden.chart });
      }
      if (published.code !== "not-publishable") throw new Problem(published.code);
      const { problems, more, faults } = published;
      if (problems.length === 0) {
        // Faults that a person can't make with the designer, such as a row that is too long.
        const errors = faults.map(({ path, message }) => ({ path: path.join("."), message }));
        throw new Problem("validation", { errors });
      }
      throw new Problem("not-publishable", { members: { problems: inWords(problems), more } });
    },
  }),
});
