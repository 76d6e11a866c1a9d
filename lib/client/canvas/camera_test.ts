import assert from "node:assert/strict";
import { theatre } from "@/lib/demo/halls/mod.ts";
import { Camera } from "./camera.ts";
import { fitView, toScreen } from "./viewport.ts";

const chart = theatre.chart();
const FRAME = { width: 360, height: 300 };
const PHONE_TOP = 210;
/** A seat at the edge of the hall. */
const EDGE = chart.seats.findIndex(({ section }) => section === "Balcony");

/** A camera with the whole hall in its frame; `zooms`: what it has reported. With `reducesMotion` it moves at once. */
function cameraOf({ reducesMotion = true } = {}): { camera: Camera; zooms: boolean[] } {
  const zooms: boolean[] = [];
  const before = Object.getOwnPropertyDescriptor(globalThis, "matchMedia");
  Object.defineProperty(globalThis, "matchMedia", {
    value: () => ({ matches: reducesMotion }),
    configurable: true,
  });
  const camera = new Camera(chart, () => {}, (isZoomedIn) => zooms.push(isZoomedIn), () => 1_000);
  if (before) Object.defineProperty(globalThis, "matchMedia", before);
  else Reflect.deleteProperty(globalThis, "matchMedia");
  camera.resize(FRAME, PHONE_TOP);
  return { camera, zooms };
}

const middle = { x: FRAME.width / 2, y: FRAME.height / 2 };

Deno.test("zooming in keeps a seat at the edge of the hall in view when asked to", () => {
  const { camera } = cameraOf();
  for (let step = 0; step < 5; step++) camera.zoomTo(1.6, middle);
  assert.equal(camera.positionOf(EDGE), null);
  camera.fit();
  for (let step = 0; step < 5; step++) {
    camera.zoomTo(1.6, middle, [EDGE]);
    assert.ok(camera.positionOf(EDGE));
  }
});

Deno.test("the camera reports when part of the hall goes out of sight, and when all of it is back", () => {
  const { camera, zooms } = cameraOf();
  camera.approach(middle);
  camera.pan(20, 20);
  camera.fit();
  assert.deepEqual(zooms, [true, false]);
});

Deno.test("a frame that grows upwards leaves the hall where it is on the screen", () => {
  const { camera } = cameraOf();
  camera.zoom(4, middle);
  const at = toScreen(camera.view!, chart.seats[EDGE]);
  camera.resize({ ...FRAME, height: FRAME.height + 130 }, PHONE_TOP - 130);
  const after = toScreen(camera.view!, chart.seats[EDGE]);
  assert.ok(Math.abs(after.y - 130 - at.y) < 1e-6 && Math.abs(after.x - at.x) < 1e-6);
});

Deno.test("the whole hall stays in view when the frame is resized", () => {
  const { camera } = cameraOf();
  camera.resize({ width: 700, height: 200 }, 90);
  assert.deepEqual(camera.view, fitView(chart, { width: 700, height: 200 }));
});

Deno.test("seats shown stay in view when the frame shrinks, until the map is moved by hand", () => {
  const { camera } = cameraOf();
  camera.zoom(3, middle);
  camera.show([EDGE]);
  const { y } = camera.positionOf(EDGE)!;
  camera.resize({ ...FRAME, height: y - 20 }, PHONE_TOP);
  assert.ok(camera.positionOf(EDGE));
  camera.resize(FRAME, PHONE_TOP);
  camera.pan(-1, 0);
  const position = camera.positionOf(EDGE)!;
  camera.resize({ ...FRAME, height: position.y - 1 }, PHONE_TOP);
  assert.equal(camera.positionOf(EDGE), null);
});

Deno.test("a move takes a fifth of a second, and a new target is followed from the current view", () => {
  const { camera } = cameraOf({ reducesMotion: false });
  const from = camera.view!.scale;
  camera.approach(middle);
  assert.deepEqual([camera.isTravelling, camera.view!.scale], [true, from], "not at once");
  camera.travel(1_100);
  const halfway = camera.view!.scale;
  assert.ok(halfway > from);
  camera.fit();
  assert.equal(camera.view!.scale, halfway);
  camera.travel(1_200);
  assert.deepEqual([camera.isTravelling, camera.view], [false, fitView(chart, FRAME)]);
});

Deno.test("moving the map by hand stops a move", () => {
  const { camera } = cameraOf({ reducesMotion: false });
  camera.approach(middle);
  camera.pan(10, 0);
  assert.equal(camera.isTravelling, false);
});
