import assert from "node:assert/strict";
import { chartInputSchema } from "./input_schema.ts";
import { chartJsonSchema } from "./json_schema.ts";
import { chartToSvg } from "./svg.ts";

const docs = new URL("../../docs/", import.meta.url);
const text = (file: string) => Deno.readTextFile(new URL(file, docs));

/** The only code block of a language in a Markdown page. */
function codeBlock(markdown: string, language: string): string {
  const blocks = [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))];
  assert.equal(blocks.length, 1);
  return blocks[0][1];
}

Deno.test("the published JSON Schema of charts matches the code (if not, run deno task chart-schema)", async () => {
  assert.equal(await text("chart.schema.json"), chartJsonSchema());
});

Deno.test("the example in docs/charts.md is a valid chart that can be drawn", async () => {
  const chart = chartInputSchema.parse(JSON.parse(codeBlock(await text("charts.md"), "json")));
  assert.match(chartToSvg(chart), /<circle class="round-table"/);
});

Deno.test("the program in docs/charts.md draws a valid chart", async () => {
  const program = codeBlock(await text("charts.md"), "ts")
    .replaceAll('"@/', `"${new URL("../../", import.meta.url)}`);
  const { chart } = await import(
    `data:text/typescript,${encodeURIComponent(`${program} export { chart };`)}`
  );
  assert.deepEqual(chartInputSchema.parse(chart), chart);
});
