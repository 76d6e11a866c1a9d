/** A chart as somebody writes it: of the right shape, and without contradictions. */
import { type Chart, chartExample, chartMembers } from "./chart.ts";
import { chartFaults } from "./faults.ts";

/** What a chart to write consists of: the version is not the writer's to choose, and the seats count themselves. */
export const chartInputMembers = chartMembers.partial({ version: true, seatCount: true });

/** A chart to write; refuses one that contradicts itself, see {@link chartFaults}. */
export const chartInputSchema = chartInputMembers
  .transform((chart): Chart => ({ ...chart, version: 1, seatCount: chart.seatCount ?? chart.seats.length }))
  .superRefine((chart, context) => {
    for (const fault of chartFaults(chart)) context.addIssue({ code: "custom", ...fault });
  })
  .meta({ id: "ChartInput", examples: [chartExample] });
