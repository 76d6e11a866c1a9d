/** The figures of a benchmark, and the table that shows them. */
import type { LoadResult } from "./load.ts";

/** One round of one side. The figure compares `value`; the rest is additional information. */
export interface Sample {
  value: number;
  [detail: string]: number;
}

/** One row of the table: the product and the raw limit of the same run. */
export interface Figure {
  name: string;
  unit: "/s" | "ms" | "MB" | "%";
  product: Sample[];
  /** Empty if there is nothing to compare with. */
  limit: Sample[];
  /** The minimum acceptable ratio. */
  floor?: number;
  /** The target ratio, or a target in the figure's unit. */
  aim?: number | string;
}

/** The middle value; for an even number the mean of the middle two. NaN for none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** The smallest of the ascending values that at least this share (0 to 1) of them do not exceed. NaN for none. */
export function percentile(ascending: ArrayLike<number>, share: number): number {
  if (ascending.length === 0) return NaN;
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
}

/** A round of load as a sample: completed work per second. `cpuMs` is the server process's CPU time in the round. */
export function throughputSample({ durationMs, statuses, latenciesMs }: LoadResult, cpuMs: number): Sample {
  const completed = latenciesMs.length;
  const responses = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    value: completed / (durationMs / 1000),
    completed,
    rejected: responses - completed,
    durationMs,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    serverCpuMicrosEach: cpuMs * 1000 / responses,
  };
}

const valueOf = (samples: Sample[]) => median(samples.map(({ value }) => value));

/**
 * How close the product comes to the raw limit: 1 is equal and less is worse, whether more of the unit is better (per
 * second) or less. NaN without a limit.
 */
export function ratioOf({ unit, product, limit }: Figure): number {
  return unit === "/s" ? valueOf(product) / valueOf(limit) : valueOf(limit) / valueOf(product);
}

const HEADINGS = [
  "figure",
  "Aisle",
  "raw limit",
  "ratio",
  "floor",
  "aim",
  "p50",
  "p99",
  "rejected",
  "CPU each",
  "CPU raw",
];

/** All figures as a text table; the first column is left-aligned, the numbers right-aligned. */
export function formatTable(figures: Figure[]): string {
  const rows = [HEADINGS, ...figures.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join(
      "  ",
    )
  );
  const rule = "─".repeat(lines[0].length);
  return [lines[0], rule, ...lines.slice(1)].map((line) => line.trimEnd()).join("\n");
}

function rowOf(figure: Figure): string[] {
  const { name, unit, product, limit, floor, aim } = figure;
  const detail = (name: string, of = product) => median(of.map((sample) => sample[name] ?? NaN));
  const amount = (value: number) => Number.isNaN(value) ? "" : `${formatNumber(value)} ${unit}`;
  return [
    name,
    amount(valueOf(product)),
    amount(valueOf(limit)),
    limit.length > 0 ? ratioOf(figure).toFixed(2) : "",
    floor === undefined ? "" : floor.toFixed(2),
    typeof aim === "number" ? aim.toFixed(2) : aim ?? "",
    withUnit(detail("p50Ms"), "ms"),
    withUnit(detail("p99Ms"), "ms"),
    withUnit(detail("rejected"), ""),
    withUnit(detail("serverCpuMicrosEach"), "µs"),
    withUnit(detail("serverCpuMicrosEach", limit), "µs"),
  ];
}

function withUnit(value: number, unit: string): string {
  return Number.isNaN(value) ? "" : `${formatNumber(value)} ${unit}`.trim();
}

function formatNumber(value: number): string {
  const maximumFractionDigits = Math.abs(value) < 10 ? 1 : 0;
  return new Intl.NumberFormat("en", { maximumFractionDigits }).format(value);
}
