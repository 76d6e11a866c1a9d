import assert from "node:assert/strict";
import { CURVE_HEIGHT, CURVE_WIDTH, salesCurve } from "./sales_curve.ts";

/** The points that a path passes through, without the control points of its curves. */
function ends(path: string): [number, number][] {
  return [...path.matchAll(/[MLC]([^MLCZ]+)/g)].map(([, numbers]) =>
    numbers.split(",").slice(-2).map(Number) as [number, number]
  );
}

/** Every y coordinate of a path, including control points. */
function heights(path: string): number[] {
  return [...path.matchAll(/[MLC]([^MLCZ]+)/g)].flatMap(([, numbers]) =>
    numbers.split(",").map(Number).filter((_, index) => index % 2 === 1)
  );
}

Deno.test("a curve passes through each day's number, evenly spaced from left to right", () => {
  const points = ends(salesCurve([0, 10, 5, 20]).line);
  assert.deepEqual(points.map(([x]) => Math.round(x)), [0, 333, 667, CURVE_WIDTH]);
  assert.deepEqual(points.map(([, y]) => y), [200, 100, 150, 0]);
});

Deno.test("a curve never leaves its bounds, however the numbers jump", () => {
  for (const numbers of [[0, 0, 500, 0, 0], [0, 1, 0, 999, 3, 3, 0], [7, 7]]) {
    const { line, area } = salesCurve(numbers);
    for (const height of [...heights(line), ...heights(area)]) {
      assert.ok(height >= 0 && height <= CURVE_HEIGHT, `${height} of ${numbers}`);
    }
  }
});

Deno.test("the scale has a few whole numbers, from zero to at least the best day's, even if little or nothing was sold", () => {
  for (const numbers of [[0, 0, 0], [0, 1], [3, 12], [0, 12_345]]) {
    const { scale } = salesCurve(numbers);
    assert.ok(scale.length >= 3 && scale.length <= 7, `${scale.length}`);
    assert.equal(scale[0].value, 0);
    assert.equal(scale[0].top, 1);
    assert.ok(scale.every(({ value }) => Number.isInteger(value)));
    assert.ok(scale.at(-1)!.value >= Math.max(...numbers));
  }
});

Deno.test("the first day, the last day and some in between are labelled", () => {
  const { days } = salesCurve(Array(28).fill(1));
  assert.deepEqual(days.map(({ index }) => index), [0, 7, 14, 20, 27]);
  assert.deepEqual([days[0].left, days.at(-1)!.left], [0, 1]);
  assert.deepEqual(salesCurve([1, 2]).days.map(({ index }) => index), [0, 1]);
});
