/** Charts that are sent to be stored. Reading one would block the event loop for too long, so a thread does it. */
import { z } from "zod";
import { parseJson } from "@/lib/http/request_body.ts";
import { validate, type Validated } from "@/lib/http/validation.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import { chartExample } from "./chart.ts";
import {
  chartOfDrawing,
  type Drawing,
  drawingOf,
  type DrawingOp,
  HALL_KEY,
  type ObjectKind,
  objectKinds,
  parseKey,
} from "./drawing.ts";
import { drawingInputSchema, opsSchema } from "./drawing_schema.ts";
import type { ChartFault } from "./faults.ts";
import { chartInputSchema } from "./input_schema.ts";
import { type ChartProblem, chartProblems, problemCodes } from "./problems.ts";

/** The JSON of the largest halls is a few MiB. */
export const CHART_BYTES_MAX = 8 * 1024 * 1024;

/** A validated chart, as text: the objects of a large one would keep the event loop busy. */
export interface ChartText {
  seatCount: number;
  /** Its JSON without the version; see {@link withVersion}. */
  json: string;
}

const chartText = chartInputSchema.transform(({ version: _, ...chart }): ChartText => ({
  seatCount: chart.seatCount,
  json: JSON.stringify(chart),
}));

/** A drawing whose objects are to be stored one by one. */
export interface DrawingText {
  /** JSON: `[{kind, id, value}]`, in their order; see {@link ObjectRow}. */
  rows: string;
  /** Of the rows, and of the seats among them. */
  count: number;
  seatCount: number;
  problems: ChartProblem[];
  more: number;
}

/** An object of a drawing, or of a change of it; a value of null removes it. */
export interface ObjectRow {
  kind: ObjectKind | "hall";
  /** Empty for the hall. */
  id: string;
  value: unknown;
}

/** A drawing as it is stored, with its problems. */
export function drawingTextOf(drawing: Drawing): DrawingText {
  const { width, height, focus } = drawing;
  const rows: ObjectRow[] = [
    { kind: "hall", id: "", value: { width, height, focus } },
    ...objectKinds.flatMap((kind) => drawing[kind].map((value) => ({ kind, id: value.id, value }))),
  ];
  const counts = { count: rows.length, seatCount: drawing.seats.length };
  return { rows: JSON.stringify(rows), ...counts, ...chartProblems(drawing) };
}

const drawingText = drawingInputSchema.transform(drawingTextOf);

/** A hall of which nothing is drawn yet. */
export const emptyDrawing: DrawingText = drawingTextOf({
  ...{ width: 1200, height: 900 },
  ...{ zones: [], sections: [], seats: [], areas: [], shapes: [] },
});

/** Changes of a drawing's objects, to be stored one by one. */
export interface OpsText {
  /** JSON: `[{kind, id, value}]`; see {@link ObjectRow}. */
  rows: string;
}

/** Of several changes of one object, the last counts. */
export function opsTextOf(ops: readonly DrawingOp[]): OpsText {
  const rows = new Map<string, ObjectRow>();
  for (const op of ops) {
    const key = "put" in op ? op.put : op.remove;
    const at = key === HALL_KEY ? { kind: "hall" as const, id: "" } : parseKey(key);
    rows.set(key, { ...at, value: "put" in op ? op.value : null });
  }
  return { rows: JSON.stringify([...rows.values()]) };
}

const opsText = opsSchema.transform(opsTextOf);

/** The JSON of a chart with this version. */
export function withVersion({ json }: ChartText, version: number): string {
  return `{"version":${version},${json.slice(1)}`;
}

const name = typedLine(120).min(1);

/** A new chart, or a copy of an existing one, whoever owns it. */
export const newChartSchema = z.strictObject({
  venueId: z.uuid(),
  name,
  chart: chartText.optional(),
  copyOf: z.uuid().optional().describe(
    "In place of `chart`: the id of a chart whose newest version is copied",
  ),
}).refine(({ chart, copyOf }) => (chart === undefined) !== (copyOf === undefined), {
  path: ["chart"],
  message: "or copyOf is required, but not both",
}).meta({
  id: "NewChart",
  examples: [
    { venueId: "01977f6d-1a00-7000-8000-000000000001", name: "Great room", chart: chartExample },
    {
      venueId: "01977f6d-1a00-7000-8000-000000000001",
      name: "Great room, seated",
      copyOf: "01977f6d-1b00-7000-8000-000000000002",
    },
  ],
});

/** A new hall to be drawn, empty at first or with what was drawn elsewhere. */
export const newDraftSchema = z.strictObject({
  venueId: z.uuid(),
  name,
  draft: z.literal(true),
  chart: drawingText.optional(),
}).meta({
  id: "NewDraft",
  examples: [{ venueId: "01977f6d-1a00-7000-8000-000000000001", name: "Great room", draft: true }],
});

/** A whole draft. It may be sent as it was read: members that can't be changed are ignored. */
export const draftSchema = z.strictObject({
  chart: drawingText,
  problems: z.unknown().optional(),
  more: z.unknown().optional(),
  savedAt: z.unknown().optional(),
}).meta({ id: "DraftInput", examples: [{ chart: drawingOf(chartExample) }] });

/** Changes of a draft's objects. */
export const draftOpsSchema = z.strictObject({ ops: opsText }).meta({
  id: "DraftOps",
  examples: [{
    ops: [
      { put: "zones/front", value: { id: "front", name: "Front stalls", colour: 2 } },
      { remove: "seats/A-2" },
    ],
  }],
});

/** A new version of a chart. It may be sent as it was read: members that can't be changed are ignored. */
export const chartVersionSchema = z.strictObject({
  name: name.optional().describe("Unchanged if left out"),
  chart: chartText,
  id: z.uuid().optional(),
  venueId: z.uuid().optional(),
  version: z.int().optional(),
  seatCount: z.int().optional(),
  owner: z.unknown().optional(),
}).meta({ id: "ChartVersion", examples: [{ chart: chartExample }] });

const schemas = {
  newChart: newChartSchema,
  new: z.union([newChartSchema, newDraftSchema]),
  version: chartVersionSchema,
  draft: draftSchema,
  ops: draftOpsSchema,
};
type Schemas = typeof schemas;

/** The bytes of a request that writes a chart. */
export interface ChartJob {
  as: keyof Schemas;
  bytes: Uint8Array<ArrayBuffer>;
}

export type ReadChart<As extends keyof Schemas = keyof Schemas> =
  | Validated<z.output<Schemas[As]>>
  | "malformed-json";

/** Reads and checks a chart, or changes of one. Takes half a second for the largest. */
export function readChartBody({ as, bytes }: ChartJob): ReadChart {
  let input: unknown;
  try {
    input = parseJson(bytes);
  } catch {
    return "malformed-json";
  }
  // A union would say of a faulty chart only that it is neither.
  const isDraft = typeof input === "object" && input !== null && "draft" in input;
  const schema = as === "new" ? isDraft ? newDraftSchema : newChartSchema : schemas[as];
  return validate<z.ZodType<z.output<Schemas[keyof Schemas]>>>(schema, input);
}

/** A stored drawing and the newest version of its chart, both as JSON. */
export interface CheckJob {
  drawing: string;
  newest: string | null;
}

export interface CheckedDrawing {
  problems: ChartProblem[];
  more: number;
  /** Null if the problems, or `faults`, keep it from being published. */
  chart: ChartText | null;
  /** What keeps a drawing without such problems from being a chart, such as a list that is empty. */
  faults: ChartFault[];
  /** Whether it is the same as the newest version. */
  isUnchanged: boolean;
}

/** Checks a stored drawing. Takes half a second for the largest. */
export function checkDrawing({ drawing: text, newest }: CheckJob): CheckedDrawing {
  const drawing: Drawing = JSON.parse(text);
  const found = chartProblems(drawing);
  const parsed = chartText.safeParse(chartOfDrawing(drawing));
  const isPublishable = found.problems.every(({ code }) => problemCodes[code] !== "error") && parsed.success;
  return {
    ...found,
    chart: isPublishable ? parsed.data : null,
    faults:
      parsed.error?.issues.map(({ path, message }) => ({ path: path as ChartFault["path"], message })) ?? [],
    isUnchanged: newest !== null && isPublishable &&
      parsed.data.json === chartText.safeParse(JSON.parse(newest)).data?.json,
  };
}

/** Reads charts in a separate thread; see {@link readChartBody}. */
export class ChartReader {
  readonly #pool = new ThreadPool<ChartJob | CheckJob, ReadChart | CheckedDrawing>({
    script: new URL("./input_thread.ts", import.meta.url),
    permissions: "none",
    threads: 1,
    waitingMax: 10,
    deadlineMs: 30_000,
  });

  /** What is wrong with a stored drawing, and its chart; see {@link checkDrawing}. */
  async check(drawing: string, newest: string | null): Promise<CheckedDrawing> {
    return await this.#pool.run({ drawing, newest }) as CheckedDrawing;
  }

  async read<As extends keyof Schemas>(as: As, bytes: Uint8Array<ArrayBuffer>): Promise<ReadChart<As>> {
    return await this.#pool.run({ as, bytes }, [bytes.buffer]) as ReadChart<As>;
  }

  close(): void {
    this.#pool.close();
  }
}
