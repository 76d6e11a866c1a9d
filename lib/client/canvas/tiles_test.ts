import assert from "node:assert/strict";
import { theatre } from "@/lib/demo/halls/mod.ts";
import { prepareHall } from "./hall.ts";
import type { Canvas, Scene } from "./scene.ts";
import { cellsOf, Tiles } from "./tiles.ts";

const FRAME = { width: 500, height: 350 };
/** The side of a tile. */
const SIDE = 256;
const hall = prepareHall(theatre.chart());

/** A canvas that draws nothing, but counts the circles and records the pictures drawn on it. */
interface Picture {
  width: number;
  height: number;
  arcs: number;
  shown: Picture[];
}

function picture(made: Picture[]): Picture & { getContext(): Canvas } {
  const canvas = { width: 0, height: 0, arcs: 0, shown: [] as Picture[], getContext: () => context };
  const drawn: Record<string, unknown> = {
    canvas,
    arc: () => canvas.arcs++,
    drawImage: (from: Picture) => canvas.shown.push(from),
    measureText: () => ({ width: 1 }),
  };
  const context = new Proxy(drawn, {
    get: (own, name: string) => own[name] ?? (() => {}),
  }) as unknown as Canvas;
  made.push(canvas);
  return canvas;
}

/** Runs a test with a fake canvas for the map and for each of its tiles. */
function withTiles(
  test: (map: { made: Picture[]; show(scene: Partial<Scene>): Picture[]; tiles: Tiles }) => void,
) {
  const made: Picture[] = [];
  const before = Object.getOwnPropertyDescriptor(globalThis, "document");
  Object.defineProperty(globalThis, "document", {
    value: { createElement: () => picture(made) },
    configurable: true,
  });
  try {
    const tiles = new Tiles();
    const screen = picture([]);
    let now = 0;
    /** Draws frames until no tile is missing; returns what the last one showed. */
    const show = (changes: Partial<Scene>): Picture[] => {
      for (let frame = 0; frame < 1_000; frame++) {
        const scene = { ...sceneAt(0, 0), ...changes, now: now += 100 };
        screen.shown.length = 0;
        const waitMs = tiles.prepare(scene);
        tiles.show(screen.getContext(), scene);
        if (waitMs === Infinity) return [...screen.shown];
      }
      throw new Error("the map never became complete");
    };
    test({ made, show, tiles });
  } finally {
    if (before) Object.defineProperty(globalThis, "document", before);
    else Reflect.deleteProperty(globalThis, "document");
  }
}

/** A view with seats, at one pixel per chart unit. */
function sceneAt(left: number, top: number, scale = 1): Scene {
  return {
    hall,
    view: { scale, left, top },
    frame: FRAME,
    pixelRatio: 1,
    colours: { zones: [] } as unknown as Scene["colours"],
    stateOf: () => "a",
    mine: new Set(),
    focused: null,
    hovered: null,
    isHighlighted: () => true,
    changes: new Map(),
    now: 0,
    labelOf: ({ name }) => ({ name, short: name, lines: ["€42"] }),
    letterOf: () => "",
  } as Scene;
}

Deno.test("a box needs the tiles that it touches, on both sides of zero", () => {
  const keys = (left: number, top: number, right: number, bottom: number, unit = 1) =>
    cellsOf({ left, top, right, bottom }, unit).map(({ key }) => key);
  assert.deepEqual(keys(0, 0, 255, 255), ["0/0"]);
  assert.deepEqual(keys(0, 0, 256, 255), ["0/0", "1/0"]);
  assert.deepEqual(keys(-1, -1, 0, 0), ["-1/-1", "0/-1", "-1/0", "0/0"]);
  assert.deepEqual(keys(0, 0, 128, 10, 2), ["0/0", "1/0"]);
});

Deno.test("a view needs as many tiles as it touches, and the same view needs no new ones", () =>
  withTiles(({ made, show }) => {
    const shown = show({});
    assert.equal(shown.length, 4);
    assert.ok(shown.every(({ width, height }) => width === SIDE && height === SIDE));
    const count = made.length;
    assert.deepEqual(show({}), shown);
    show({ view: { scale: 1, left: 10, top: 10 } });
    assert.equal(made.length, count);
  }));

Deno.test("a changed seat is redrawn in the tiles that contain it, with few others", () =>
  withTiles(({ show, tiles }) => {
    const view = { scale: 1, left: 2 * SIDE, top: SIDE };
    const shown = show({ view });
    const index = hall.chart.seats.findIndex(({ x, y }) =>
      x > view.left + 25 && x < view.left + 225 && y > view.top + 25 && y < view.top + 225
    );
    assert.notEqual(index, -1);
    const before = shown.map(({ arcs }) => arcs);
    tiles.touch(index);
    show({ view });
    const more = shown.map(({ arcs }, at) => arcs - before[at]);
    assert.ok(more[0] > 0 && more[0] < 20, `${more[0]} seats`);
    assert.deepEqual(more.slice(1), [0, 0, 0]);
  }));

Deno.test("renewing redraws everything in view, in the existing tiles", () =>
  withTiles(({ made, show, tiles }) => {
    const shown = show({});
    const [count, before] = [made.length, shown.map(({ arcs }) => arcs)];
    tiles.renew();
    assert.deepEqual(show({}), shown);
    assert.equal(made.length, count);
    assert.deepEqual(shown.map(({ arcs }) => arcs), before.map((arcs) => 2 * arcs));
  }));

Deno.test("an edited part is redrawn in the tiles that it touches only", () =>
  withTiles(({ show, tiles }) => {
    const view = { scale: 1, left: 2 * SIDE, top: SIDE };
    const shown = show({ view });
    const before = shown.map(({ arcs }) => arcs);
    tiles.invalidate([{
      left: view.left + 20,
      top: view.top + 20,
      right: view.left + 200,
      bottom: view.top + 200,
    }]);
    assert.deepEqual(show({ view }), shown);
    const more = shown.map(({ arcs }, at) => arcs - before[at]);
    assert.deepEqual(more, [before[0], 0, 0, 0]);
  }));

Deno.test("the canvases of tiles passed long ago are reused, and recent tiles stay", () =>
  withTiles(({ made, show }) => {
    const at = (column: number) => show({ view: { scale: 1, left: column * SIDE, top: 0 } });
    const first = at(0);
    for (let column = 1; column <= 20; column++) at(column);
    assert.deepEqual(at(0), first);
    for (let column = 21; column <= 100; column++) at(column);
    const count = made.length;
    assert.ok(count < 150, `${count} pictures`);
    for (let column = 101; column <= 200; column++) at(column);
    assert.equal(made.length, count);
  }));

Deno.test("the hall is redrawn at a new scale, and no old tiles are shown once the new ones are complete", () =>
  withTiles(({ show }) => {
    const first = show({});
    const smaller = show({ view: { scale: 0.8, left: 0, top: 0 } });
    assert.ok(smaller.length > 0 && smaller.every((picture) => !first.includes(picture)));
  }));
