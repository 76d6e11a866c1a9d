/** Edits of a hall that is on the canvas. Apart from `hall.ts`, because only designers need it. */
import type { ChartSeat } from "@/lib/charts/chart.ts";
import { blockOfSeats, type Hall, lookOf, makeBlock } from "./hall.ts";

/**
 * The hall after some of its seats have changed, with what was there before: the rest is kept, which makes an edit quick in
 * a hall of any size. Zones, floors, and which sections there are have to be as they were; seats may only have been added
 * where the chart has had a place for them.
 */
export function updateSeats(
  hall: Hall,
  before: ReadonlyMap<number, ChartSeat | null>,
  touched: ReadonlySet<string>,
): Hall {
  const { chart, grid, indexById, looks } = hall;
  const arrived = new Map<string, number[]>();
  for (const [index, old] of before) {
    const seat = chart.seats[index];
    if (old) grid.remove(index, old);
    grid.add(index);
    indexById.set(seat.id, index);
    looks[index] = lookOf(hall, seat);
    const others = arrived.get(seat.section);
    if (others) others.push(index);
    else arrived.set(seat.section, [index]);
  }
  const known = new Map(hall.blocks.map((block) => [block.id, block]));
  const areas = new Map(chart.areas.map((area) => [area.id, area]));
  const blocks = chart.sections.flatMap((section) => {
    const block = known.get(section.id);
    if (!touched.has(section.id)) return block ? [block] : [];
    const seats = new Set([...block?.seats ?? [], ...arrived.get(section.id) ?? []]);
    const own = [...seats].filter((index) => chart.seats[index].section === section.id).sort((a, b) => a - b);
    return own.length === 0 ? [] : [makeBlock(chart, section, own, areas)];
  });
  return { ...hall, blocks, blockOf: blockOfSeats(chart, blocks) };
}
