import assert from "node:assert/strict";
import type { Chart } from "@/lib/charts/chart.ts";
import { arena } from "@/lib/demo/halls/mod.ts";
import { drawBlocks } from "./draw_blocks.ts";
import { type Block, type Hall, prepareHall } from "./hall.ts";
import type { Canvas, Scene } from "./scene.ts";
import { detailOf, fitView } from "./viewport.ts";

const PHONE = { width: 360, height: 460 };
const DESKTOP = { width: 950, height: 650 };

/** The labels written on the blocks of a hall that is fully in view; letters are half as wide as high. */
function wordsOn(chart: Chart, frame: { width: number; height: number }, letter = ""): string[] {
  const hall: Hall = prepareHall(chart);
  const words: string[] = [];
  let size = 0;
  const canvas = new Proxy({} as Record<string, unknown>, {
    get: (own, name: string) => {
      if (name === "fillText") return (text: string) => words.push(text);
      if (name === "measureText") return (text: string) => ({ width: text.length * size * 0.5 });
      return own[name] ?? (() => {});
    },
    set: (own, name: string, value) => {
      if (name === "font") size = Number(/([\d.]+)px/.exec(value)![1]);
      own[name] = value;
      return true;
    },
  }) as unknown as Canvas;
  const view = fitView(chart, frame);
  const scene = {
    hall,
    view,
    frame,
    colours: { zones: [] },
    isHighlighted: () => true,
    labelOf: ({ name, id, free }: Block) => ({ name, short: id, lines: ["$110", `${free} left`] }),
    letterOf: () => letter,
  } as unknown as Scene;
  drawBlocks(canvas, scene, detailOf(view));
  return words;
}

/** The labels without their digits, each once. */
const forms = (words: string[]) => [...new Set(words.map((word) => word.replaceAll(/\d+/g, "#")))];

Deno.test("sections of one kind show their names in one form, the fullest that fits them all", () => {
  const { sections } = arena.chart();
  const isSection = (word: string) => !/Pit|Standing/.test(word);
  const far = wordsOn(arena.chart(), PHONE);
  assert.ok(sections.filter(({ id }) => /^\d/.test(id)).every(({ id }) => far.includes(id)));
  assert.ok(!far.some((word) => word.startsWith("Block")));
  const near = forms(wordsOn(arena.chart(), DESKTOP).filter(isSection));
  assert.deepEqual(near.filter((form) => /^(Block )?#$/.test(form)), ["Block #"]);
});

Deno.test("full names and short ones never appear together", () => {
  for (const width of [760, 864, 1_032]) {
    const written = forms(wordsOn(arena.chart(), { width, height: width * 0.7 }));
    assert.ok(!written.includes("#") || !written.includes("Block #"), `${width} px`);
  }
});

Deno.test("where colour cannot tell zones apart, each block has its zone's letter before the price", () => {
  assert.ok(!wordsOn(arena.chart(), DESKTOP).includes("B"));
  const words = wordsOn(arena.chart(), DESKTOP, "B");
  assert.deepEqual(words.slice(words.indexOf("101"), words.indexOf("101") + 3), [
    "101",
    "B",
    "$110",
  ]);
  const far = wordsOn(arena.chart(), PHONE, "B");
  assert.equal(far[far.indexOf("101") + 1], "B");
});
