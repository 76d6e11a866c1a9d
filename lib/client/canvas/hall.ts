/** A chart prepared for drawing and lookups: everything that does not change while the map is moved. */
import type { Chart, ChartArea, ChartSeat, ChartSection, Point, Polygon } from "@/lib/charts/chart.ts";
import { contains } from "@/lib/charts/contains.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { SeatGrid } from "./seat_grid.ts";
import { type Box, boxOf, type Position } from "./viewport.ts";

/** A part of the hall that is drawn as one block when zoomed out: a section of seats, or a standing area. */
export interface Block {
  id: string;
  name: string;
  polygon: Polygon;
  labelAt: Point;
  /** The zone of its middle seat, which decides its colour. */
  zone: string;
  /** Its seats, by index. */
  seats: number[];
  /** Set for a standing area. */
  area: ChartArea | null;
  /** The zones of its seats. */
  zones: string[];
  /** The polygon's bounding box. */
  box: Box;
  /** How many of its seats were free at the last `recountBlocks`. */
  free: number;
}

export interface Hall {
  chart: Chart;
  indexById: Map<string, number>;
  grid: SeatGrid;
  blocks: Block[];
  /** By seat index, the block that the seat belongs to. */
  blockOf: Uint16Array;
  /** By seat index, a number shared by seats that look alike while they are free. */
  looks: Uint16Array;
  /** Zone id → colour on the map, 1 to 6. */
  colours: Map<string, number>;
  /** Section id → floor name. */
  floorOf: Map<string, string>;
  /** The names of the floors, in the order of their sections. */
  floors: string[];
}

/** Computes once what drawing and picking need of a chart. */
export function prepareHall(chart: Chart): Hall {
  const blocks = blocksOf(chart);
  const floorOf = new Map(chart.sections.map(({ id, floor = "" }) => [id, floor]));
  const floors = [...new Set(floorOf.values())];
  return {
    chart,
    floorOf,
    floors,
    indexById: new Map(chart.seats.map(({ id }, index) => [id, index])),
    grid: new SeatGrid(chart.seats),
    blocks,
    blockOf: blockOfSeats(chart, blocks),
    looks: Uint16Array.from(chart.seats, (seat) => lookOf({ chart, floors, floorOf }, seat)),
    colours: new Map(chart.zones.map(({ id, colour }) => [id, colour])),
  };
}

function blocksOf(chart: Chart): Block[] {
  const areas = new Map(chart.areas.map((area) => [area.id, area]));
  const seatsBySection = Map.groupBy(chart.seats.keys(), (index) => chart.seats[index].section);
  return chart.sections.flatMap((section) => {
    const seats = seatsBySection.get(section.id) ?? [];
    return seats.length === 0 ? [] : [makeBlock(chart, section, seats, areas)];
  });
}

/** A section with these seats, in their order, as a block. */
export function makeBlock(
  chart: Chart,
  section: ChartSection,
  seats: number[],
  areas: ReadonlyMap<string, ChartArea>,
): Block {
  const area = areas.get(chart.seats[seats[0]].area ?? "") ?? null;
  const polygon = area?.polygon ?? section.outline ?? aroundSeats(chart, seats);
  const { zone } = chart.seats[seats[seats.length >> 1]];
  const { id, name, labelAt } = section;
  return {
    id,
    name,
    polygon,
    labelAt,
    zone,
    seats,
    area,
    zones: [...new Set(seats.map((index) => chart.seats[index].zone))],
    free: seats.length,
    box: boxOf(polygon),
  };
}

/** By seat index, the place of its block. */
export function blockOfSeats(chart: Chart, blocks: Block[]): Uint16Array {
  const blockOf = new Uint16Array(chart.seats.length);
  blocks.forEach(({ seats }, at) => {
    for (const seat of seats) blockOf[seat] = at;
  });
  return blockOf;
}

/** Seats that look alike while they are free have the same number. */
export function lookOf(
  { chart, floors, floorOf }: Pick<Hall, "chart" | "floors" | "floorOf">,
  { zone, section, flags }: ChartSeat,
): number {
  return 2 * (chart.zones.findIndex(({ id }) => id === zone) +
        chart.zones.length * floors.indexOf(floorOf.get(section) ?? "")) +
    Number(flags.includes("accessible"));
}

/** A section without an outline gets the box around its seats. */
function aroundSeats({ seats }: Chart, indexes: number[]): Polygon {
  const { left, top, right, bottom } = boxOf(indexes.map((index) => [seats[index].x, seats[index].y]));
  return [
    [left - PITCH, top - PITCH],
    [right + PITCH, top - PITCH],
    [right + PITCH, bottom + PITCH],
    [left - PITCH, bottom + PITCH],
  ];
}

const PITCH = 22;

/** The block under a point of the chart, among those that `accepts` allows, standing areas first. */
export function blockAt({ blocks }: Hall, point: Position, accepts: (block: Block) => boolean): Block | null {
  const hits = blocks.filter((block) => accepts(block) && contains(block.polygon, point));
  return hits.find(({ area }) => area) ?? hits[0] ?? null;
}

/** Recounts the free seats of each block, or only adjusts the counts for these changed seats. */
export function recountBlocks(
  { blocks, blockOf }: Hall,
  statuses: readonly SeatStatus[],
  changed?: [index: number, before: SeatStatus][],
): void {
  const count = (index: number, status: SeatStatus, by: number) => {
    if (status === "a") blocks[blockOf[index]].free += by;
  };
  if (changed) {
    for (const [index, before] of changed) {
      count(index, before, -1);
      count(index, statuses[index], 1);
    }
    return;
  }
  for (const block of blocks) block.free = 0;
  statuses.forEach((status, index) => count(index, status, 1));
}
