import assert from "node:assert/strict";
import { palettes } from "@/lib/posters/drawn_poster.ts";
import {
  colourTokens,
  contrast,
  distance,
  inGamut,
  mix,
  oklchToLinear,
  parseColour,
  visionTypes,
} from "./contrast.ts";

const css = await Deno.readTextFile(new URL("../../static/styles/tokens.css", import.meta.url));
const tokens = colourTokens(css);
const schemes = ["light", "dark"] as const;
const zones = [1, 2, 3, 4, 5, 6].map((zone) => `zone-${zone}`);

function token(name: string, scheme: "light" | "dark") {
  const found = tokens.get(name);
  assert.ok(found, `tokens.css has no colour --${name}`);
  return found[scheme];
}

function assertContrast(front: string, back: string, atLeast: number) {
  for (const scheme of schemes) {
    const ratio = contrast(token(front, scheme), token(back, scheme));
    assert.ok(ratio >= atLeast, `--${front} on --${back}, ${scheme}: ${ratio.toFixed(2)}, needs ${atLeast}`);
  }
}

Deno.test("the arithmetic agrees with known values", () => {
  const black = parseColour("#000000");
  const white = parseColour("#ffffff");
  assert.equal(contrast(black, white), 21);
  assert.ok(Math.abs(contrast(parseColour("#767676"), white) - 4.54) < 0.01);
  // OKLCH of pure sRGB red, as its author publishes it.
  const red = oklchToLinear(0.62796, 0.25768, 29.234);
  assert.ok(Math.abs(red[0] - 1) < 0.001 && Math.abs(red[1]) < 0.001 && Math.abs(red[2]) < 0.001);
  assert.ok(Math.abs(distance(black, white, "trichromat") - 1) < 0.001);
});

Deno.test("every colour token can be shown in sRGB", () => {
  assert.ok(tokens.size >= 35, `only ${tokens.size} tokens were read`);
  for (const [name, colours] of tokens) {
    for (const scheme of schemes) assert.ok(inGamut(colours[scheme]), `--${name}, ${scheme}`);
  }
});

Deno.test("text has a contrast of at least 4.5:1 on every background that it is used on", () => {
  for (const ground of ["paper", "surface", "sunken"]) {
    for (const ink of ["ink", "ink-quiet", "velvet"]) assertContrast(ink, ground, 4.5);
  }
  for (const kind of ["info", "success", "warning", "danger"]) {
    assertContrast(`${kind}-ink`, `${kind}-wash`, 4.5);
    assertContrast("ink", `${kind}-wash`, 4.5);
    assertContrast("ink-quiet", `${kind}-wash`, 4.5);
  }
  assertContrast("danger-ink", "paper", 4.5);
  assertContrast("danger-ink", "surface", 4.5);
  assertContrast("on-velvet", "velvet", 4.5);
  assertContrast("on-velvet", "velvet-deep", 4.5);
  assertContrast("mine-ink", "mine-wash", 4.5);
  assertContrast("ink", "mine-wash", 4.5);
  assertContrast("ink-quiet", "mine-wash", 4.5);
  assertContrast("on-mine", "mine", 4.5);
  assertContrast("on-mine", "mine-fill", 4.5);
  assertContrast("map-ink", "map-ground", 4.5);
  assertContrast("on-stage", "map-stage", 4.5);
  assertContrast("paper", "ink", 4.5);
});

Deno.test("text is readable on the tint that a poster gives its page", async () => {
  const base = await Deno.readTextFile(new URL("../../static/styles/base.css", import.meta.url));
  const share = Number(/var\(--tint\) (\d+)%/.exec(base)![1]) / 100;
  for (const { tint } of palettes) {
    for (const scheme of schemes) {
      const ground = mix(parseColour(tint), token("paper", scheme), share);
      for (const ink of ["ink", "ink-quiet"]) {
        const ratio = contrast(token(ink, scheme), ground);
        assert.ok(ratio >= 4.5, `--${ink} on ${tint}, ${scheme}: ${ratio.toFixed(2)}`);
      }
    }
  }
});

Deno.test("marks on the map and borders of inputs have a contrast of at least 3:1", () => {
  for (const mark of [...zones, "mine", "seat-held", "seat-booked", "seat-closed"]) {
    assertContrast(mark, "map-ground", 3);
  }
  for (const zone of zones) {
    assertContrast(zone, "paper", 3);
    assertContrast("on-zone", zone, 3);
  }
  for (const ground of ["paper", "surface"]) {
    assertContrast("edge", ground, 3);
    assertContrast("focus", ground, 3);
  }
});

Deno.test("booked seats stay in the background", () => {
  for (const scheme of schemes) {
    const onMap = (mark: string) => contrast(token(mark, scheme), token("map-ground", scheme));
    const [booked, held] = [onMap("seat-booked"), onMap("seat-held")];
    assert.ok(booked < held && booked < 3.5, `${scheme}: ${booked.toFixed(2)} beside ${held.toFixed(2)}`);
  }
});

Deno.test("zones and the buyer's own seats are distinguishable for every type of vision, in both schemes", () => {
  const marks = [...zones, "mine"];
  const eyeNames = Object.keys(visionTypes) as (keyof typeof visionTypes)[];
  for (const scheme of schemes) {
    for (const [index, one] of marks.entries()) {
      for (const other of marks.slice(index + 1)) {
        for (const eye of eyeNames) {
          const apart = distance(token(one, scheme), token(other, scheme), eye);
          assert.ok(apart >= 0.09, `--${one} and --${other}, ${scheme}, ${eye}: ${apart.toFixed(3)}`);
        }
      }
    }
  }
});
