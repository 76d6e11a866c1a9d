/** Charts from what organizers already have: rows as text, tables, other systems' plans. Nothing is stored or fetched. */
import { z } from "zod";
import { type Chart, chartMembers, SIDE_MAX } from "../chart.ts";
import { type ChartProblem, chartProblems } from "../problems.ts";
import { readCsv } from "./csv.ts";
import { readDxf } from "./dxf.ts";
import {
  chartOf,
  type DefaultNames,
  FAULTS_MAX,
  hasTooMany,
  type ImportFault,
  type ImportNote,
  isFormula,
  type Plan,
} from "./plan.ts";
import { readPretix } from "./pretix.ts";
import { readSvg } from "./svg.ts";
import { readText } from "./text.ts";

const formats = ["text", "csv", "pretix", "svg", "dxf", "chart"] as const;
export type ImportFormat = typeof formats[number];

/** A hall is a few levels deep. Much deeper JSON would exhaust the stack of the functions that walk through it. */
const DEPTH_MAX = 100;

/** A file to be imported; its content is text, whatever the format. */
export const importSchema = z.strictObject({
  format: z.enum(formats).describe(
    "`text`: rows such as `A: 1-12`; `csv`: a table of seats; `pretix`: a seating plan of pretix; `svg` and `dxf`: a drawing, whose small shapes of the most frequent size become seats; `chart`: a chart in the format of this API",
  ),
  content: z.string(),
}).meta({
  id: "ChartImport",
  examples: [{ format: "text", content: "A: 1-12\nB: 1-14 gap 7, wheelchair 1 14" }],
});

/** A chart that may have problems, as JSON: copying its objects between threads would block the event loop. */
export interface Imported {
  chart: string;
  problems: ChartProblem[];
  more: number;
  notes: ImportNote[];
}

export type ImportResult = { ok: true; value: Imported } | { ok: false; faults: ImportFault[] };

export interface ImportJob extends z.output<typeof importSchema> {
  /** For what the file leaves unnamed. */
  names: DefaultNames;
}

/** Imports a file. Takes less than a second for the largest halls. */
export function importChart({ format, content, names }: ImportJob): ImportResult {
  const read = readers[format](content, names);
  if ("faults" in read) return { ok: false, faults: read.faults.slice(0, FAULTS_MAX) };
  const { chart, notes } = "plan" in read ? chartOf(read.plan, names) : { chart: read.chart, notes: [] };
  const faults = shapeFaults(chart, "plan" in read ? read.plan : null);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    value: {
      chart: JSON.stringify(chart),
      ...chartProblems(chart),
      notes: [...(read.notes ?? []), ...notes],
    },
  };
}

type Read = ({ plan: Plan } | { chart: Chart }) & { notes?: ImportNote[] } | { faults: ImportFault[] };

const readers: Record<ImportFormat, (content: string, names: DefaultNames) => Read> = {
  text: readText,
  csv: readCsv,
  pretix: (content) => {
    const json = readJson(content);
    return "fault" in json ? { faults: [json.fault] } : readPretix(json.value);
  },
  svg: readSvg,
  dxf: readDxf,
  chart: (content) => {
    const json = readJson(content);
    return "fault" in json ? { faults: [json.fault] } : readChart(json.value);
  },
};

function readJson(content: string): { value: unknown } | { fault: ImportFault } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { fault: { code: "not-json" } };
  }
  return isDeeperThan(DEPTH_MAX, value) ? { fault: { code: "too-deep" } } : { value };
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

/** A chart may be sent back as the API returned it: its version is ignored, and its seats are counted again. */
function readChart(input: unknown): Read {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { faults: [{ code: "not-understood" }] };
  }
  const { seats } = input as { seats?: unknown };
  if (!Array.isArray(seats) || seats.length === 0) return { faults: [{ path: "seats", code: "empty" }] };
  if (hasTooMany(seats.length)) return { faults: [{ path: "seats", code: "too-many-seats" }] };
  return { chart: { ...input, version: 1, seatCount: seats.length } as Chart };
}

/** What keeps a chart from having a chart's shape, such as a name that is too long or that a spreadsheet would run. */
function shapeFaults(chart: Chart, plan: Plan | null): ImportFault[] {
  // Two seats of a plan that nearly lie on each other would make a hall kilometres wide.
  if (plan && Math.max(chart.width, chart.height) > SIDE_MAX) return [{ code: "too-large" }];
  const placeOf = (path: PropertyKey[]) => {
    const line = path[0] === "seats" ? plan?.seats[Number(path[1])]?.line : undefined;
    return line === undefined ? { path: path.join(".") } : { line };
  };
  const parsed = chartMembers.safeParse(chart);
  if (!parsed.success) {
    return parsed.error.issues.slice(0, FAULTS_MAX).map(({ path, message }): ImportFault => (
      { ...placeOf(path), code: "invalid", text: message }
    ));
  }
  return namesOf(parsed.data).filter(([, name]) => isFormula(name)).slice(0, FAULTS_MAX)
    .map(([path, text]): ImportFault => ({ ...placeOf(path), code: "formula", text }));
}

function namesOf({ zones, sections, areas, seats }: Chart): [path: PropertyKey[], name: string][] {
  return [
    ...[...zones.entries()].map(([n, { name }]) => [["zones", n, "name"], name] as [PropertyKey[], string]),
    ...[...sections.entries()].flatMap(([n, { id, name }]): [PropertyKey[], string][] => [
      [["sections", n, "id"], id],
      [["sections", n, "name"], name],
    ]),
    ...[...areas.entries()].map(([n, { name }]) => [["areas", n, "name"], name] as [PropertyKey[], string]),
    ...[...seats.entries()].flatMap(([n, { row, number }]): [PropertyKey[], string][] => [
      [["seats", n, "row"], row],
      [["seats", n, "number"], number],
    ]),
  ];
}
