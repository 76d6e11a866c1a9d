/** Charts that are sent to be stored. Reading one would block the event loop for too long, so a thread does it. */
import { z } from "zod";
import { parseJson } from "@/lib/http/request_body.ts";
import { validate, type Validated } from "@/lib/http/validation.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import { chartExample } from "./chart.ts";
import { chartInputSchema } from "./input_schema.ts";

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

const schemas = { new: newChartSchema, version: chartVersionSchema };
type Schemas = typeof schemas;

/** The bytes of a request that writes a chart. */
export interface ChartJob {
  as: keyof Schemas;
  bytes: Uint8Array<ArrayBuffer>;
}

export type ReadChart<As extends keyof Schemas = keyof Schemas> =
  | Validated<z.output<Schemas[As]>>
  | "malformed-json";

/** Reads and checks a chart. Takes half a second for the largest. */
export function readChartBody({ as, bytes }: ChartJob): ReadChart {
  let input: unknown;
  try {
    input = parseJson(bytes);
  } catch {
    return "malformed-json";
  }
  return validate<Schemas[keyof Schemas]>(schemas[as], input);
}

/** Reads charts in a separate thread; see {@link readChartBody}. */
export class ChartReader {
  readonly #pool = new ThreadPool<ChartJob, ReadChart>({
    script: new URL("./input_thread.ts", import.meta.url),
    permissions: "none",
    threads: 1,
    waitingMax: 10,
    deadlineMs: 30_000,
  });

  async read<As extends keyof Schemas>(as: As, bytes: Uint8Array<ArrayBuffer>): Promise<ReadChart<As>> {
    return await this.#pool.run({ as, bytes }, [bytes.buffer]) as ReadChart<As>;
  }

  close(): void {
    this.#pool.close();
  }
}
