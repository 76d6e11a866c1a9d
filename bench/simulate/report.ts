/** The report of an on-sale. */
import { describeMachine } from "../machine.ts";
import { drawSeats } from "./chart.ts";
import type { Outcome, Times } from "./journal.ts";
import type { Moment } from "./watch.ts";

export interface SaleReport {
  buyers: number;
  withinMs: number;
  seats: number;
  seed: number;
  moments: Moment[];
  outcomes: Partial<Record<Outcome, number>>;
  /** By problem code. */
  refusals: Record<string, number>;
  /** Whether the web server and the workers were separate processes. */
  apart: boolean;
  /** Whether buyers try seats without seeing which are free. */
  blind: boolean;
  /** Whether the buyers have no accounts. */
  guests: boolean;
  /** CPU time of each process and of the load, in seconds, while there were buyers. */
  cpuSeconds: Record<string, number>;
  /** When each booking was confirmed, since the sale opened. */
  confirmedAtMs: number[];
  /** By kind of request. */
  times: Record<string, Times>;
  /** The first failures that no buyer should see. */
  failures: string[];
  /** What the auditor found. */
  violations: string[];
}

/** When the hall first had no free seat, and when its last seat was booked; null for what did not happen. */
export function soldOutAt(
  { moments }: Pick<SaleReport, "moments">,
): { taken: number | null; booked: number | null } {
  const taken = moments.find(({ available }) => available === 0);
  const booked = moments.find(({ available, held }) => available === 0 && held === 0);
  return { taken: taken?.atMs ?? null, booked: booked?.atMs ?? null };
}

/** The whole report as text. */
export function describeSale(report: SaleReport): string {
  const { taken, booked } = soldOutAt(report);
  const { confirmedAtMs } = report;
  const selling = booked ?? Math.max(...confirmedAtMs);
  const counts = (of: Record<string, number>) =>
    Object.entries(of).map(([what, count]) => `${count} ${what}`).join(", ") || "none";
  return [
    titleOf(report),
    "",
    `no seat free     ${taken === null ? "never" : `after ${seconds(taken)}`}`,
    `all seats booked ${booked === null ? "never" : `after ${seconds(booked)}`}`,
    `bookings         ${confirmedAtMs.length} confirmed, ${
      perSecond(confirmedAtMs.length, selling)
    } per second, ${busiestSecond(confirmedAtMs)} in the busiest second`,
    `buyers           ${counts(report.outcomes)}`,
    `refusals         ${counts(report.refusals)}`,
    `CPU time         ${describeCpu(report.cpuSeconds)}`,
    `auditor          ${report.violations.length === 0 ? "0 violations" : report.violations.join("\n")}`,
    ...report.failures.map((failure) => `failure          ${failure}`),
    "",
    formatTimes(report.times),
  ].join("\n");
}

function titleOf({ buyers, blind, guests, withinMs, seats, seed }: SaleReport): string {
  const who = guests ? "guests" : "buyers";
  const arriving = blind ? `blind ${who}` : `${who} within ${seconds(withinMs)}`;
  return `${buyers} ${arriving} for ${seats} seats (seed ${seed})`;
}

function describeCpu(cpuSeconds: Record<string, number>): string {
  return Object.entries(cpuSeconds).map(([process, spent]) => `${process} ${spent.toFixed(1)} s`).join(", ");
}

/** The largest number of times within any one second. */
export function busiestSecond(timesMs: number[]): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last++) {
    while (sorted[last] - sorted[first] >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function formatTimes(times: Record<string, Times>): string {
  const row = (cells: string[]) =>
    cells.map((cell, n) => n === 0 ? cell.padEnd(22) : cell.padStart(10)).join("");
  const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const head = row(["", "count", "p50", "p99", "longest"]);
  const rows = Object.entries(times).map(([what, { count, p50Ms, p99Ms, maxMs }]) =>
    row([what, String(count), ms(p50Ms), ms(p99Ms), ms(maxMs)])
  );
  return [head, "─".repeat(head.length), ...rows].join("\n");
}

function perSecond(count: number, ms: number): string {
  return count === 0 ? "0" : (count / (ms / 1000)).toFixed(0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

const FOLDER = new URL("../results/", import.meta.url);

/** Writes the figures and the seat chart to the benchmark results; returns the path of the chart. */
export async function writeSale(report: SaleReport, versions: Record<string, string>): Promise<string> {
  const { moments, ...figures } = report;
  const measuredAt = new Date().toISOString();
  const results = {
    name: "simulate",
    measuredAt,
    machine: describeMachine(),
    versions: { ...Deno.version, ...versions },
    ...figures,
    soldOutAtMs: soldOutAt(report),
  };
  const kinds = (["blind", "guests", "apart"] as const).filter((kind) => report[kind]);
  const name = [measuredAt.slice(0, 10), "simulate", ...kinds].join("-");
  const soldOut = soldOutAt(report);
  const untilMs = Math.max(report.withinMs, soldOut.taken ?? 0, soldOut.booked ?? 0);
  await Deno.mkdir(FOLDER, { recursive: true });
  await Deno.writeTextFile(new URL(`${name}.json`, FOLDER), JSON.stringify(results, null, 2) + "\n");
  await Deno.writeTextFile(new URL(`${name}.svg`, FOLDER), drawSeats(titleOf(report), moments, untilMs));
  return `bench/results/${name}.svg`;
}
