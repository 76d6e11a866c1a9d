/** A studio of 60 seats: chairs on three sides of a thrust stage. */
import { ChartBuilder, letters } from "../chart_builder.ts";
import { rectangle } from "../chart_geometry.ts";
import type { Chart } from "../chart.ts";
import type { Venue } from "./venue.ts";

export const studio: Venue = {
  name: "The Tin Lantern",
  city: "London",
  country: "GB",
  timeZone: "Europe/London",
  address: "Arch 17, Candlewright Row",
  chart,
};

function chart(): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Facing the stage", colour: 1 },
    { id: "side", name: "At the sides", colour: 3 },
  ]);
  hall.shape({ kind: "room", polygon: rectangle(0, 130, 540, 520) });
  hall.shape({ kind: "stage", polygon: rectangle(0, 60, 240, 240), label: "Stage" });
  hall.shape({ kind: "fixture", polygon: rectangle(0, -100, 200, 20) });
  const side = { zone: "side", rows: letters("A", 2), seats: 8, seatPitch: 28, rowPitch: 36 };
  hall.block({ ...side, section: { id: "Left", code: "L" }, at: [-160, 60], turn: 90 });
  hall.block({
    section: { id: "Centre", code: "C" },
    zone: "front",
    at: [0, 225],
    rows: letters("A", 4),
    rowPitch: 36,
    seatPitch: 28,
    seats: 7,
    shift: (row) => row % 2 === 0 ? 0 : 14,
    flags: (row, number) => {
      if (row !== 0) return [];
      if (number === 1) return ["accessible"];
      return number === 2 ? ["companion"] : [];
    },
  });
  hall.block({ ...side, section: { id: "Right", code: "R" }, at: [160, 60], turn: -90 });
  return hall.finish();
}
