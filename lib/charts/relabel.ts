/** New names for the rows and seats of a section, by a rule. Pure, and free of schemas. */
import type { ChartSeat, ChartShape, Point } from "./chart.ts";
import { rowsOfSection } from "./hall_rows.ts";
import { type Numbering, rowNames, seatNumber } from "./labels.ts";

export interface LabelRule {
  /** The name of the first row; null keeps the rows' names. */
  firstRow: string | null;
  skipsIAndO: boolean;
  /** Whether the first row is the one at the back. */
  fromBack: boolean;
  /** Null keeps the seats' numbers. */
  numbering: Numbering | null;
  firstNumber: number;
  /** 2 numbers a row with only odd or only even numbers. */
  step: 1 | 2;
}

/** A seat with what it would be called. */
export interface Relabelled {
  seat: ChartSeat;
  row: string;
  number: string;
}

/**
 * What the seats of a section would be called, in the order of its rows; those whose name stays are included. Null if
 * the first row's name can't be continued. A table has no rows: only its numbers change, in order around it.
 */
export function relabelled(
  drawing: { width: number; focus?: Point; seats: ChartSeat[]; shapes: ChartShape[] },
  section: string,
  rule: LabelRule,
): Relabelled[] | null {
  const rows = rowsOfSection(drawing, section);
  const ordered = rule.fromBack ? rows.toReversed() : rows;
  const isTable = rows.length === 1 && rows[0].name === "";
  const names = rule.firstRow === null || isTable
    ? ordered.map(({ name }) => name)
    : rowNames(rule.firstRow, rows.length, rule);
  if (names === null) return null;
  const { numbering, firstNumber: first, step } = rule;
  return ordered.flatMap(({ seats }, n) =>
    seats.map((seat, position) => ({
      seat,
      row: names[n],
      number: numbering === null
        ? seat.number
        : String(seatNumber(numbering, position, seats.length, { first, step })),
    }))
  );
}
