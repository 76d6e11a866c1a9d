import assert from "node:assert/strict";
import { drawingOf } from "@/lib/charts/drawing.ts";
import { theatre } from "@/lib/demo/halls/mod.ts";
import { prepareHall } from "../canvas/hall.ts";
import { moveBy, removeSelected, setZone } from "./commands.ts";
import { HallDocument, put } from "./document.ts";
import { DrawnHall } from "./drawn_hall.ts";
import { around } from "./selection.ts";

function drawn() {
  const document = new HallDocument(drawingOf(theatre.chart()));
  return { document, drawn: new DrawnHall(document) };
}

Deno.test("after changes, the same is drawn as from the saved drawing", () => {
  const { document, drawn: hall } = drawn();
  hall.follow(document.apply(removeSelected(document, around(document, 0, "row"))).changed);
  hall.follow(document.apply(moveBy(document, around(document, 300, "row"), 500, 400)).changed);
  const zone = document.lists.zones.live()[1].id;
  hall.follow(document.apply(setZone(document, around(document, 500, "row"), zone)).changed);
  const { sections, zones, areas, shapes, seats, width, height } = document.drawing();
  const fresh = prepareHall({
    version: 1,
    seatCount: 0,
    width,
    height,
    sections,
    zones,
    areas,
    shapes,
    seats,
  });
  const all = { left: -1e4, top: -1e4, right: 1e4, bottom: 1e4 };
  const placesOf = ({ grid, chart }: typeof fresh) =>
    grid.within(all).map((index) => chart.seats[index].id).toSorted();
  assert.deepEqual(placesOf(hall.hall), placesOf(fresh));
  const looksOf = ({ chart, looks }: typeof fresh) =>
    new Map(chart.seats.map(({ id }, index) => [id, looks[index]] as const).filter(([id]) => id !== ""));
  assert.deepEqual(looksOf(hall.hall), looksOf(fresh));
  assert.deepEqual(
    hall.hall.blocks.map(({ id, polygon, zone, free }) => ({ id, polygon, zone, free })),
    fresh.blocks.map(({ id, polygon, zone, free }) => ({ id, polygon, zone, free })),
  );
});

Deno.test("a seat in another zone makes only its own place out of date", () => {
  const { document, drawn: hall } = drawn();
  const seat = document.lists.seats.at(0)!;
  const other = document.lists.zones.live().find(({ id }) => id !== seat.zone)!;
  const ops = setZone(document, { seats: new Set([0]), others: new Set() }, other.id);
  const boxes = hall.follow(document.apply(ops).changed)!;
  for (const { left, top, right, bottom } of boxes) {
    assert(left < seat.x && right > seat.x && top < seat.y && bottom > seat.y);
    assert(right - left < 100 && bottom - top < 100);
  }
});

Deno.test("a zone's colour makes everything out of date", () => {
  const { document, drawn: hall } = drawn();
  const zone = document.lists.zones.live()[0];
  assert.equal(hall.follow(document.apply([put("zones", { ...zone, colour: 6 })]).changed), null);
});
