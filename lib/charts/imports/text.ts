/**
 * Rows of seats as people type them:
 *
 * ```
 * # Stalls
 * A: 1-12
 * B: 1-14 gap 7, wheelchair 1 14
 * C: 2-20 even
 * ```
 *
 * A row has its name, its first and last seat, and then, in any order: `even` or `odd` for every other number, `gap` with
 * the seats that an aisle follows, `wheelchair` with the wheelchair places. Numbers may count down (`12-1`). The rest of
 * a line after `#` is a comment.
 */
import { ROW_SEATS_MAX } from "../chart.ts";
import {
  type DefaultNames,
  hasTooMany,
  type ImportFault,
  type ImportReason,
  isFormula,
  type Plan,
  type PlannedSeat,
} from "./plan.ts";

const ROW = /^([^:]{1,12}):\s*(\d{1,4})\s*-\s*(\d{1,4})(?![^\s,])(.*)$/;

/** Reads rows of seats; see above. */
export function readText(content: string, names: DefaultNames): { plan: Plan } | { faults: ImportFault[] } {
  const seats: PlannedSeat[] = [];
  const faults: ImportFault[] = [];
  const rows = new Set<string>();
  for (const [n, text] of content.split(/\r\n?|\n/).entries()) {
    const line = n + 1;
    const written = text.replace(/#.*/, "").trim();
    if (written === "") continue;
    const row = readRow(written);
    if ("code" in row) faults.push({ line, ...row });
    else if (rows.has(row.name)) faults.push({ line, code: "row-repeated" });
    else {
      rows.add(row.name);
      for (const seat of row.seats) {
        seats.push({ line, section: names.section, zone: names.zone, row: row.name, ...seat });
      }
    }
    if (hasTooMany(seats.length)) return { faults: [{ line, code: "too-many-seats" }] };
  }
  if (faults.length > 0) return { faults };
  return seats.length === 0 ? { faults: [{ code: "empty" }] } : { plan: { seats, shapes: [] } };
}

type RowSeat = Pick<PlannedSeat, "number" | "flags" | "beforeAisle">;

function readRow(written: string): { name: string; seats: RowSeat[] } | ImportReason {
  const [, name, from, to, rest] = ROW.exec(written) ?? [];
  if (rest === undefined || name.trim() === "") return { code: "not-understood" };
  if (isFormula(name)) return { code: "formula", text: name };
  const [first, last] = [Number(from), Number(to)];
  if (Math.abs(last - first) >= 2 * ROW_SEATS_MAX) return { code: "too-many-seats" };
  const named = { gap: new Set<number>(), wheelchair: new Set<number>() };
  let numbers = range(first, last);
  let list: Set<number> | null = null;
  for (const word of rest.split(/[\s,]+/).filter(Boolean)) {
    if (word === "even" || word === "odd") {
      numbers = numbers.filter((number) => (number % 2 === 0) === (word === "even"));
      list = null;
    } else if (word === "gap" || word === "wheelchair") list = named[word];
    else if (list && /^\d{1,4}$/.test(word)) list.add(Number(word));
    else return { code: "unknown-word", text: word };
  }
  if (numbers.length === 0) return { code: "row-without-seat", text: name };
  const missing = [...named.gap, ...named.wheelchair].find((number) => !numbers.includes(number));
  if (missing !== undefined) return { code: "row-without-seat", text: String(missing) };
  return {
    name: name.trim(),
    seats: numbers.map((number, n) => {
      const isAtAisle = n === 0 || n === numbers.length - 1 || named.gap.has(number) ||
        named.gap.has(numbers[n - 1]);
      return {
        number: String(number),
        flags: [
          ...(named.wheelchair.has(number) ? ["accessible" as const] : []),
          ...(isAtAisle ? ["aisle" as const] : []),
        ],
        beforeAisle: named.gap.has(number),
      };
    }),
  };
}

function range(first: number, last: number): number[] {
  const step = last < first ? -1 : 1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, n) => first + n * step);
}
