/** Problems of charts as the API and pages show them. */
import { z } from "zod";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type ChartProblem, type ChartProblemCode, problemCodes } from "./problems.ts";

export const problemSchema = z.object({
  code: z.enum(Object.keys(problemCodes) as [ChartProblemCode, ...ChartProblemCode[]]),
  level: z.enum(["error", "warning"]),
  message: z.string(),
  at: z.object({
    seats: z.array(z.string()).optional(),
    area: z.string().optional(),
    section: z.string().optional(),
    floor: z.string().optional(),
    point: z.tuple([z.number(), z.number()]).optional(),
  }).describe("Where it is: ids, a floor's name or a point; empty if it concerns the whole hall"),
}).meta({
  id: "ChartProblem",
  examples: [{
    code: "row-of-one",
    level: "warning",
    message: "This row has only one seat.",
    at: { seats: ["Stalls-C-1"] },
  }],
});

/** A problem with its level and a sentence. */
export function problemInWords({ code, at }: ChartProblem, words: Words): z.output<typeof problemSchema> {
  return { code, level: problemCodes[code], message: words.chartProblems[code], at };
}
