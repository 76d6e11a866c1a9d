/** Halls of any size for load tests, where the number of seats matters, not their layout. */
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { numbers } from "@/lib/charts/labels.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { rectangle } from "@/lib/charts/geometry.ts";

const SEATS_PER_ROW = 100;
const ROWS_PER_SECTION = 50;

/** Straight rows in one zone, in sections of the largest allowed size. */
export function blockChart(seatCount: number): Chart {
  const rows = Math.ceil(seatCount / SEATS_PER_ROW);
  return {
    version: 1,
    seatCount,
    width: SEATS_PER_ROW * 24 + 80,
    height: rows * 24 + 80,
    zones: [{ id: "block", name: "Block", colour: 1 }],
    sections: Array.from({ length: Math.ceil(rows / ROWS_PER_SECTION) }, (_, section) => ({
      id: sectionId(section),
      name: `Block ${section + 1}`,
      labelAt: [40, 40 + section * ROWS_PER_SECTION * 24],
    })),
    seats: Array.from({ length: seatCount }, (_, index) => ({
      id: blockSeatId(index),
      x: 40 + index % SEATS_PER_ROW * 24,
      y: 40 + Math.floor(index / SEATS_PER_ROW) * 24,
      zone: "block",
      section: sectionId(Math.floor(index / SEATS_PER_ROW / ROWS_PER_SECTION)),
      row: String(Math.floor(index / SEATS_PER_ROW) + 1),
      number: String(index % SEATS_PER_ROW + 1),
      flags: [],
    })),
    areas: [],
    shapes: [],
  };
}

function sectionId(section: number): string {
  return `Block ${section + 1}`;
}

/** The id of a seat by its index. */
export function blockSeatId(index: number): string {
  return `${Math.floor(index / SEATS_PER_ROW) + 1}-${index % SEATS_PER_ROW + 1}`;
}

const SECTION_ROWS = 20;
const SECTION_SEATS_PER_ROW = 25;

/** A hall for drawing: sections in front of a stage, with gangways between them. `seatCount` is a multiple of 500. */
export function hallChart(seatCount: number): Chart {
  const zones = [1, 2, 3, 4].map((colour) => ({ id: `zone-${colour}`, name: `Zone ${colour}`, colour }));
  const hall = new ChartBuilder(zones);
  const sections = seatCount / (SECTION_ROWS * SECTION_SEATS_PER_ROW);
  const perTier = Math.ceil(Math.sqrt(sections * 1.5));
  hall.shape({ kind: "stage", polygon: rectangle(0, -400, perTier * 700 - 700, 200), label: "Stage" });
  for (let section = 0; section < sections; section++) {
    const tier = Math.floor(section / perTier);
    hall.block({
      section: { id: `S${section + 1}`, name: `Block ${section + 1}` },
      zone: zones[Math.min(tier, zones.length - 1)].id,
      at: [section % perTier * 700, tier * 650],
      rows: numbers(1, SECTION_ROWS),
      seats: SECTION_SEATS_PER_ROW,
      flags: (row, number) => row === SECTION_ROWS - 1 && number < 3 ? ["accessible"] : [],
    });
  }
  return hall.finish();
}
