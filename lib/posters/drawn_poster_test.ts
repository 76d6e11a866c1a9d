import assert from "node:assert/strict";
import fc from "fast-check";
import { contrast, parseColour } from "@/lib/design/contrast.ts";
import { palettes, posterDesign, posterSvg, posterTint } from "./drawn_poster.ts";
import { motifs } from "./motifs.ts";
import { setTitle } from "./title.ts";

const types = ["concert", "film"] as const;
const subject = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom(...types),
  title: fc.string({ unit: "binary", maxLength: 200 }),
  poster: fc.constant({ motif: null, artwork: null }),
});
const poster = { motif: null, artwork: null };
const box = { width: 266, height: 112, largest: 84 };

Deno.test("an event always has the same poster and tint, and different events have different posters", () => {
  const one = {
    id: "0197f3a2-0000-7000-8000-000000000001",
    type: "film",
    title: "The Long Tide",
    poster,
  } as const;
  assert.equal(posterSvg(one), posterSvg({ ...one }));
  assert.equal(posterTint(one), posterTint({ ...one }));
  const drawings = Array.from({ length: 200 }, (_, index) => posterSvg({ ...one, id: `event-${index}` }));
  assert.equal(new Set(drawings).size, 200);
});

Deno.test("every motif and every ground is used", () => {
  for (const type of types) {
    const designs = Array.from(
      { length: 400 },
      (_, index) => posterDesign({ id: `event-${index}`, type, poster }),
    );
    assert.equal(new Set(designs.map(({ motif }) => motif.name)).size, motifs[type].length);
    assert.equal(new Set(designs.map(({ palette }) => palette.ground)).size, palettes.length);
  }
});

Deno.test("whatever the title, the drawing has only the expected elements and finite numbers", () => {
  const elements = new Set(["svg", "g", "path", "circle", "ellipse", "polyline", "rect", "text", "tspan"]);
  fc.assert(fc.property(subject, (event) => {
    const svg = posterSvg(event);
    for (const [, name] of svg.matchAll(/<\/?([^\s>/]*)/g)) assert.ok(elements.has(name), `<${name}>`);
    assert.doesNotMatch(svg.replace(/<tspan[^>]*>[^<]*<\/tspan>/g, ""), /NaN|Infinity|undefined/);
    assert.doesNotMatch(svg, /&(?!#\d+;)/);
  }));
});

Deno.test("markup in a title is escaped", () => {
  const svg = posterSvg({ id: "x", type: "concert", title: `<script>"&'`, poster });
  assert.ok(!svg.includes("<script"));
  assert.ok(svg.includes("&#60;script&#62;&#34;&#38;&#39;"));
});

Deno.test("every line of every title fits its box", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (title) => {
    const { fontSize, lineHeight, lines } = setTitle(title, box);
    for (const line of lines) assert.ok(line.width <= box.width + 0.01, `${line.text}: ${line.width}`);
    assert.ok(lines.length * lineHeight <= box.height + 0.01);
    assert.ok(fontSize <= box.largest && lines.length <= 6);
  }));
});

Deno.test("a title is broken so that its lines are even and large", () => {
  const linesOf = (title: string) => setTitle(title, box).lines.map((line) => line.text);
  assert.deepEqual(linesOf("Winterreise"), ["Winterreise"]);
  assert.deepEqual(linesOf("The Long Tide"), ["The Long", "Tide"]);
  assert.deepEqual(linesOf("Night Bus to Porto"), ["Night Bus", "to Porto"]);
  assert.deepEqual(linesOf("   "), []);
});

Deno.test("long words are hyphenated, and long titles end with an ellipsis", () => {
  const broken = setTitle("Donaudampfschifffahrtsgesellschaft", box);
  assert.ok(broken.lines.length > 1 && broken.lines[0].text.endsWith("-"));
  assert.equal(
    broken.lines.map((line) => line.text.replace(/-$/, "")).join(""),
    "Donaudampfschifffahrtsgesellschaft",
  );
  const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  const whole = setTitle(long, box).lines.map(({ text }) => text.replace(/-$/, ""));
  assert.equal(whole.join(""), long, "no character is lost");
  assert.equal(
    setTitle("夜のバス四十二番、東京の終電を逃した人々のための物語", box).lines.find(({ text }) =>
      text.includes(" ")
    ),
    undefined,
  );
  const endless = setTitle("again and ".repeat(60), box);
  assert.ok(endless.lines.at(-1)!.text.endsWith("…"));
  assert.ok(endless.fontSize > 12);
});

Deno.test("titles are readable on every ground", () => {
  for (const { ground, ink } of palettes) {
    assert.ok(contrast(parseColour(ground), parseColour(ink)) >= 4.5, `${ink} on ${ground}`);
  }
});

Deno.test("the chosen motif is drawn, and one that no longer exists is ignored", () => {
  for (const type of types) {
    for (const { name } of motifs[type]) {
      assert.equal(posterDesign({ id: "x", type, poster: { motif: name } }).motif.name, name);
    }
    const former = posterDesign({ id: "x", type, poster: { motif: "former" } });
    assert.equal(former.motif.name, posterDesign({ id: "x", type, poster }).motif.name);
  }
});
