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

/** What an event's page says of its seats before the live map does. */
export interface SeatOverview {
  /** One letter a seat; empty when nothing is known. */
  statuses: string;
  sections: ListedSection[];
  /** Free places by standing area. */
  placesLeft: Map<string, number>;
}

/** Counts what is free, section by section and area by area. */
export function seatOverview(index: ChartIndex, statuses: string): SeatOverview {
  const placesLeft = [...index.placesByArea].map(([area, places]) =>
    [area, countFree(places, statuses)] as const
  );
  return { statuses, sections: listSections(index, statuses), placesLeft: new Map(placesLeft) };
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
