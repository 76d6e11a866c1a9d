/** The chart format as JSON Schema (draft 2020-12), for editors and for programs that draw charts. */
import { z } from "zod";
import { chartInputMembers } from "./input_schema.ts";

/** The text of `docs/chart.schema.json`: what {@link chartInputMembers} accepts, contradictory or not. */
export function chartJsonSchema(): string {
  const titled = chartInputMembers.meta({ title: "Chart of a hall" });
  const { $schema, title, ...members } = z.toJSONSchema(titled, { io: "input", reused: "inline" });
  return JSON.stringify({ $schema, title, ...members }, null, 2) + "\n";
}
