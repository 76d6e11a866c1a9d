/** What the tools draw with: set in the panel beside the plan, remembered while the page is open. */
import type { Numbering } from "@/lib/charts/labels.ts";
import type { Reach } from "./selection.ts";

export const tools = [
  "select",
  "pan",
  "rows",
  "block",
  "table",
  "area",
  "shape",
  "text",
  "brush",
  "labels",
  "focus",
  "trace",
] as const;
export type ToolName = (typeof tools)[number];

export const brushes = ["zone", "accessible", "companion", "restricted-view", "none"] as const;
export type Brush = (typeof brushes)[number];

/** Shapes that can be drawn by their corners. `bar`, `stairs` and `entrance` are fixtures with that label. */
export const shapeKinds = [
  "stage",
  "screen",
  "bar",
  "stairs",
  "entrance",
  "aisle",
  "ground",
  "room",
] as const;
export type ShapeKind = (typeof shapeKinds)[number];

export interface Settings {
  reach: Reach;
  isLasso: boolean;
  zone: string | null;
  /** How far apart seats and rows are, in chart units. */
  seatPitch: number;
  rowPitch: number;
  /** The degrees that the front row's arc spans. */
  curve: number;
  taper: number;
  isStaggered: boolean;
  aisles: number;
  firstRow: string;
  skipsIAndO: boolean;
  numbering: Numbering;
  table: "round" | "long";
  tableSeats: number;
  capacity: number;
  shape: ShapeKind;
  text: string;
  brush: Brush;
  /** In CSS pixels. */
  brushRadius: number;
  note: string;
}

export const usualSettings: Settings = {
  reach: "row",
  isLasso: false,
  zone: null,
  seatPitch: 24,
  rowPitch: 28,
  curve: 0,
  taper: 0,
  isStaggered: false,
  aisles: 0,
  firstRow: "A",
  skipsIAndO: true,
  numbering: "left-to-right",
  table: "round",
  tableSeats: 8,
  capacity: 100,
  shape: "stage",
  text: "",
  brush: "zone",
  brushRadius: 16,
  note: "",
};

/** The largest share of seats in equal parts, with aisles between them. */
export function inParts(seats: number, aisles: number): number[] {
  const parts = aisles + 1;
  return Array.from({ length: parts }, (_, n) => Math.floor((seats + n) / parts)).filter((count) =>
    count > 0
  );
}
