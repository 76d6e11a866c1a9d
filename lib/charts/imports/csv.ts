/**
 * Seats as a table: a header with `section`, `row`, `number` and `zone`, then optionally `x` and `y` (both or neither, for
 * every seat) and `flags` (separated by spaces). Columns are separated by commas or semicolons, in any order.
 */
import { CsvError, parse } from "csv-parse/sync";
import { foldCase } from "@/lib/text/unicode_forms.ts";
import type { SeatFlag } from "../chart.ts";
import {
  FAULTS_MAX,
  hasTooMany,
  type ImportFault,
  type ImportNote,
  isFormula,
  type Plan,
  type PlannedSeat,
} from "./plan.ts";

const REQUIRED = ["section", "row", "number", "zone"];
const KNOWN = new Set([...REQUIRED, "x", "y", "flags"]);
const FLAGS = new Set<string>(["accessible", "companion", "restricted-view", "aisle"] satisfies SeatFlag[]);

type Row = Record<string, string>;

/** Reads a table of seats; see above. */
export function readCsv(content: string): { plan: Plan; notes: ImportNote[] } | { faults: ImportFault[] } {
  const header = /^.*/.exec(content)![0];
  const delimiter = header.split(";").length > header.split(",").length ? ";" : ",";
  let columns: string[] = [];
  let rows: { record: Row; info: { lines: number } }[];
  try {
    rows = parse(content, {
      bom: true,
      delimiter,
      trim: true,
      skip_empty_lines: true,
      info: true,
      columns: (names: string[]) => columns = names.map(foldCase),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { faults: [{ line: Number(error.lines) || 1, code: "not-understood" }] };
  }
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (columns.includes("x") !== columns.includes("y")) missing.push(columns.includes("x") ? "y" : "x");
  if (missing.length > 0) return { faults: [{ line: 1, code: "columns-missing", text: missing.join(", ") }] };
  if (rows.length === 0) return { faults: [{ code: "empty" }] };
  if (hasTooMany(rows.length)) return { faults: [{ code: "too-many-seats" }] };
  const seats: PlannedSeat[] = [];
  const faults: ImportFault[] = [];
  for (const { record, info: { lines: line } } of rows) {
    const seat = readSeat(record, line);
    if ("code" in seat) faults.push(seat);
    else seats.push(seat);
    if (faults.length === FAULTS_MAX) break;
  }
  if (faults.length > 0) return { faults };
  const notes: ImportNote[] = columns.every((name) => KNOWN.has(name)) ? [] : ["left-out"];
  return { plan: { seats, shapes: [] }, notes };
}

function readSeat(record: Row, line: number): PlannedSeat | ImportFault {
  const { section, row, number, zone, x, y } = record;
  const formula = [section, row, number, zone].find(isFormula);
  if (formula !== undefined) return { line, code: "formula", text: formula };
  const flags = (record.flags ?? "").split(/[\s|]+/).filter(Boolean);
  const unknown = flags.find((flag) => !FLAGS.has(flag));
  if (unknown !== undefined) return { line, code: "unknown-flag", text: unknown };
  const seat = { line, section, row, number, zone, flags: flags as SeatFlag[] };
  if (x === undefined) return seat;
  const at = [Number(x || NaN), Number(y || NaN)] as [number, number];
  return at.every(Number.isFinite) ? { ...seat, at } : { line, code: "not-understood" };
}
