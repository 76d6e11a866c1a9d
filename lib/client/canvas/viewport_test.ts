import assert from "node:assert/strict";
import fc from "fast-check";
import { SEAT_DIAMETER } from "@/lib/charts/chart.ts";
import {
  type Box,
  clampView,
  detailOf,
  fitView,
  panView,
  type Position,
  revealBox,
  SEAT_UNITS,
  toChart,
  toScreen,
  zoomView,
} from "./viewport.ts";

const hall = { width: 1400, height: 900 };
const frame = { width: 800, height: 600 };

const near = (a: number, b: number) => assert(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

Deno.test("a seat on the map is as wide as a seat in the chart", () => {
  assert.equal(SEAT_UNITS, SEAT_DIAMETER);
});

Deno.test("the whole hall fits and is centred", () => {
  const view = fitView(hall, frame);
  const upper = toScreen(view, { x: 0, y: 0 });
  const lower = toScreen(view, { x: hall.width, y: hall.height });
  assert(upper.x >= 0 && upper.y >= 0 && lower.x <= frame.width && lower.y <= frame.height);
  near(upper.x, frame.width - lower.x);
  near(upper.y, frame.height - lower.y);
});

Deno.test("a chart point converts to the screen and back", () => {
  const view = zoomView(fitView(hall, frame), 3, { x: 200, y: 150 }, hall, frame);
  const back = toChart(view, toScreen(view, { x: 321, y: 123 }));
  near(back.x, 321);
  near(back.y, 123);
});

Deno.test("zooming in keeps what is under the pointer in place", () => {
  const before = fitView(hall, frame);
  const at = { x: 400, y: 300 };
  const after = zoomView(before, 2, at, hall, frame);
  near(toChart(before, at).x, toChart(after, at).x);
  near(toChart(before, at).y, toChart(after, at).y);
});

Deno.test("however the map is dragged and zoomed, some of the hall stays in the frame", () => {
  const move = fc.record({
    factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
    dx: fc.integer({ min: -5000, max: 5000 }),
    dy: fc.integer({ min: -5000, max: 5000 }),
  });
  fc.assert(fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
    let view = fitView(hall, frame);
    for (const { factor, dx, dy } of moves) {
      view = zoomView(view, factor, { x: 100, y: 500 }, hall, frame);
      view = panView(view, dx, dy, hall, frame);
    }
    const upper = toScreen(view, { x: 0, y: 0 });
    const lower = toScreen(view, { x: hall.width, y: hall.height });
    assert(upper.x < frame.width && upper.y < frame.height && lower.x > 0 && lower.y > 0);
    assert(view.scale >= fitView(hall, frame).scale - 1e-9);
    assert.deepEqual(clampView(view, hall, frame), view);
  }));
});

Deno.test("a box outside is brought fully into view; one well inside moves nothing, and one too large is centred", () => {
  const view = zoomView(fitView(hall, frame), 3, { x: 0, y: 0 }, hall, frame);
  const boxAt = ({ x, y }: Position, size: number): Box => ({
    left: x,
    top: y,
    right: x + size,
    bottom: y + size,
  });
  const moved = revealBox(view, boxAt({ x: 1300, y: 800 }, 50), hall, frame);
  const upper = toScreen(moved, { x: 1300, y: 800 });
  const lower = toScreen(moved, { x: 1350, y: 850 });
  assert(upper.x > 0 && upper.y > 0 && lower.x < frame.width && lower.y < frame.height);
  const inside = toChart(view, { x: 400, y: 300 });
  assert.deepEqual(revealBox(view, boxAt(inside, 0), hall, frame), view);
  const large = boxAt({ x: 400, y: 300 }, frame.height / view.scale);
  const middle = toScreen(revealBox(view, large, hall, frame), { x: 400, y: (large.top + large.bottom) / 2 });
  near(middle.y, frame.height / 2);
});

Deno.test("a hall has a smaller margin in a narrow frame", () => {
  const phone = { width: 360, height: 460 };
  const { x } = toScreen(fitView(hall, phone), { x: 0, y: 0 });
  near(x, 360 * 0.03);
});

Deno.test("zoomed out, sections are drawn; closer in, seats; and closer still, their numbers", () => {
  const at = (scale: number) => detailOf({ scale, left: 0, top: 0 });
  assert.deepEqual(at(0.1), { seatPixels: 2, level: "sections", blocks: 1 });
  assert.equal(at(0.5).level, "seats");
  assert.equal(at(0.5).blocks, 0);
  assert.equal(at(1.5).level, "numbers");
});
