/** The report of a run: a line for each fault, what is happening now, and a file at the end. */
import { describeMachine } from "../../bench/machine.ts";
import type { FaultResult } from "./run.ts";

const FOLDER = new URL("../../bench/results/", import.meta.url);

const COLUMNS: [heading: string, cell: (result: FaultResult) => string | number][] = [
  ["buyers", ({ buyers }) => buyers],
  ["bookings", ({ bookings }) => bookings],
  ["confirmed", ({ confirmed }) => confirmed],
  ["failed", ({ failed }) => failed],
  ["in doubt", ({ unknown }) => unknown],
  ["violations", ({ violations }) => violations.length],
  ["recovered", ({ recoveredMs }) => recoveredMs === null ? "never" : formatSeconds(recoveredMs)],
];
const GAP = "  ";

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A table printed line by line; its columns are as wide as their headings and the longest name. */
export class Table {
  readonly #nameWidth: number;

  constructor(names: string[]) {
    this.#nameWidth = Math.max(...names.map((name) => name.length), "fault".length);
  }

  heading(): string {
    return this.#line("fault", COLUMNS.map(([heading]) => heading));
  }

  /** A line for the fault, and one for each violation. */
  row(result: FaultResult): string {
    const line = this.#line(result.fault, COLUMNS.map(([, cell]) => String(cell(result))));
    return [line + (result.note ? `${GAP}${result.note}` : ""), ...result.violations].join("\n    ");
  }

  /** A line for all faults together. */
  totals(results: FaultResult[]): string {
    const sum = (count: (result: FaultResult) => number) =>
      results.reduce((total, result) => total + count(result), 0);
    const slowest = Math.max(...results.map(({ recoveredMs }) => recoveredMs ?? Infinity));
    return this.#line(`${results.length} faults`, [
      "",
      sum(({ bookings }) => bookings),
      sum(({ confirmed }) => confirmed),
      sum(({ failed }) => failed),
      sum(({ unknown }) => unknown),
      sum(({ violations }) => violations.length),
      Number.isFinite(slowest) ? `≤ ${formatSeconds(slowest)}` : "not all",
    ]);
  }

  #line(name: string, cells: (string | number)[]): string {
    const padded = cells.map((cell, n) => String(cell).padStart(COLUMNS[n][0].length));
    return [name.padEnd(this.#nameWidth), ...padded].join(GAP);
  }
}

/** The last line of a terminal: what is happening now, and for how long. Nothing if the output goes to a file. */
export class LiveLine {
  #what = "";
  #since = 0;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    if (Deno.stdout.isTerminal()) this.#timer = setInterval(() => this.#draw(), 1_000);
  }

  show(what: string): void {
    this.#what = what;
    this.#since = performance.now();
    this.#draw();
  }

  /** Prints text above the live line. */
  print(text: string): void {
    this.#clear();
    console.log(text);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #draw(): void {
    if (this.#timer === undefined) return;
    this.#clear();
    const seconds = Math.floor((performance.now() - this.#since) / 1000);
    Deno.stdout.writeSync(new TextEncoder().encode(`… ${this.#what}, ${seconds} s`));
  }

  #clear(): void {
    if (this.#timer !== undefined) Deno.stdout.writeSync(new TextEncoder().encode("\r\x1b[2K"));
  }
}

/** Writes `bench/results/<date>-faults.json`; a later run on the same day replaces it. */
export async function writeFaults(seed: number, tookMs: number, faults: FaultResult[]): Promise<string> {
  const measuredAt = new Date().toISOString();
  const name = `${measuredAt.slice(0, 10)}-faults.json`;
  const results = {
    name: "faults",
    measuredAt,
    machine: describeMachine(),
    versions: Deno.version,
    seed,
    tookMs: Math.round(tookMs),
    faults,
  };
  await Deno.mkdir(FOLDER, { recursive: true });
  await Deno.writeTextFile(new URL(name, FOLDER), JSON.stringify(results, null, 2) + "\n");
  return `bench/results/${name}`;
}
