/** The schema of charts to be written: of the right shape, and without contradictions. */
import { type Chart, chartExample, chartMembers } from "./chart.ts";
import { chartFaults } from "./faults.ts";

/**
 * The members of a chart to be written. The version is not the writer's choice, and `seatCount` defaults to the number
 * of seats.
 */
export const chartInputMembers = chartMembers.partial({ version: true, seatCount: true });

/** A chart to be written; rejects one that contradicts itself, see {@link chartFaults}. */
export const chartInputSchema = chartInputMembers
  .transform((chart): Chart => ({ ...chart, version: 1, seatCount: chart.seatCount ?? chart.seats.length }))
  .superRefine((chart, context) => {
    for (const fault of chartFaults(chart)) context.addIssue({ code: "custom", ...fault });
  })
  .meta({ id: "ChartInput", examples: [chartExample] });
