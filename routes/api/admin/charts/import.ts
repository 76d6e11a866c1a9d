import { z } from "zod";
import { chartExample, chartSchema } from "@/lib/charts/chart.ts";
import { importSchema } from "@/lib/charts/imports/import.ts";
import type { ImportFault } from "@/lib/charts/imports/plan.ts";
import { CHART_BYTES_MAX } from "@/lib/charts/input.ts";
import { problemInWords, problemSchema } from "@/lib/charts/problems_in_words.ts";
import { Problem } from "@/lib/http/problem.ts";
import { respond, UNCOMPRESSED } from "@/lib/http/wire/respond.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const importedSchema = z.object({
  chart: chartSchema,
  problems: z.array(problemSchema).max(50),
  more: z.int().describe("How many more problems were found than are listed"),
  notes: z.array(z.string()).describe("What the import changed or left out, in words"),
}).meta({
  id: "ImportedChart",
  examples: [{
    chart: chartExample,
    problems: [{
      code: "no-accessible",
      level: "warning",
      message: "The hall has no wheelchair place.",
      at: {},
    }],
    more: 0,
    notes: [],
  }],
});

export const handler = endpoint("/api/admin/charts/import", {
  POST: method({
    operationId: "importChart",
    summary: "Read a chart from a file",
    description:
      "Returns a chart, which is not stored, and what should be corrected before it is. Seats without positions are laid out in rows.",
    access: "edit-halls",
    limit: "charts",
    body: importSchema,
    bodyBytesMax: CHART_BYTES_MAX,
    responses: { 200: importedSchema },
    errors: ["import-failed"],
    async handle({ services, body, ctx: { state: { words } } }) {
      const imported = await services.chartImporter.run({ ...body, names: words.chartImport.names });
      if (!imported.ok) {
        const errors = imported.faults.map((fault) => errorOf(fault, words));
        throw new Problem("import-failed", { members: { errors } });
      }
      const { chart, problems, more, notes } = imported.value;
      const rest = JSON.stringify({
        problems: problems.map((problem) => problemInWords(problem, words)),
        more,
        notes: notes.map((note) => words.chartImport.notes[note]),
      });
      return respond(`{"chart":${chart},${rest.slice(1)}`, {
        "content-type": "application/json",
        "cache-control": UNCOMPRESSED,
      });
    },
  }),
});

function errorOf({ line, path, ...fault }: ImportFault, words: Words) {
  const sentences = words.chartImport.faults;
  const message = "text" in fault ? sentences[fault.code]({ text: fault.text }) : sentences[fault.code];
  return { line, path, message };
}
