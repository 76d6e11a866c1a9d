/** The seats of a hall as a list: by section, row and number. The way to choose where the map can't be used. */
import type { SeatStatus } from "./board.ts";
import type { Chart, SeatFlag } from "./chart.ts";
import type { ChartIndex } from "./chart_index.ts";

export interface ListedSection {
  id: string;
  name: string;
  /** Seats that are free. */
  left: number;
  /** Zones of its seats. */
  zones: string[];
}

export interface ListedSeat {
  id: string;
  number: string;
  zone: string;
  flags: SeatFlag[];
  status: SeatStatus;
}

export interface ListedRow {
  row: string;
  seats: ListedSeat[];
}

/** The sections with seats in rows, in the chart's order. `statuses` has one letter a seat. */
export function listSections({ sections }: ChartIndex, statuses: string): ListedSection[] {
  return sections.map(({ id, name, zones, seats }) => ({
    id,
    name,
    zones,
    left: countFree(seats, statuses),
  }));
}

/** How many of these seats are free. */
export function countFree(seats: number[], statuses: string): number {
  let free = 0;
  for (const seat of seats) if (statuses[seat] === "a") free++;
  return free;
}

/** The rows of one section with their seats, in the chart's order; seats that are not for sale are left out. */
export function listRows(chart: Chart, statuses: string, sectionId: string): ListedRow[] {
  const rows = new Map<string, ListedSeat[]>();
  chart.seats.forEach(({ id, number, zone, flags, row, section, area }, index) => {
    const status = statuses[index] as SeatStatus;
    if (section !== sectionId || area !== undefined || status === "x") return;
    rows.set(row, [...rows.get(row) ?? [], { id, number, zone, flags, status }]);
  });
  return [...rows].map(([row, seats]) => ({ row, seats }));
}
