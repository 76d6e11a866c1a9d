/// <reference lib="deno.unstable" />
import assert from "node:assert/strict";
import plugin from "./lint_words.ts";

/** The texts that the rules report in a module. */
function found(file: string, source: string): string[] {
  const diagnostics = Deno.lint.runPlugin(plugin, `/aisle/${file}`, source);
  return diagnostics.map(({ message }) => /^"(.*)" /s.exec(message)![1]);
}

Deno.test("a sentence or label for people is reported anywhere in the product", () => {
  const rows: [source: string, texts: string[]][] = [
    ['const reasons = { "too-late": "It is too late to cancel." };', ["It is too late to cancel."]],
    ['const label = isOpen ? "Sold out" : "none";', ["Sold out"]],
    ["const line = `Doors ${time}`;", ["Doors …"]],
    ["const line = `${amount} is on its way back.`;", ["… is on its way back."]],
  ];
  for (const file of ["lib/bookings/x.ts", "workers/x.ts", "routes/api/x.ts", "components/x.ts"]) {
    for (const [source, texts] of rows) assert.deepEqual(found(file, source), texts, `${file}: ${source}`);
  }
});

Deno.test("texts for programmers, names and codes are not reported", () => {
  const sources = [
    'throw new Error("This can not be.");',
    'logger.warn("Redis cannot be reached");',
    'const schema = z.string().describe("Where it is, in words.");',
    'method({ summary: "List your bookings", description: "The bookings, newest first." });',
    'const name = "Samsung Internet", tag = "seats-unavailable", rule = "must not be empty";',
    "const header = `Bearer ${token}`;",
    "await sql`select title from events where id = ${id}`;",
  ];
  for (const source of sources) assert.deepEqual(found("lib/x.ts", source), [], source);
  for (const file of ["lib/x_test.ts", "lib/demo/x.ts", "tasks/x.ts"]) {
    assert.deepEqual(found(file, 'const text = "Nothing is here.";'), [], file);
  }
});

Deno.test("any text in elements and in attributes that people read is reported", () => {
  const page = '<p title="Seats" class="row">{count} left{isLast ? "!" : ", maybe"}</p>;';
  assert.deepEqual(found("routes/x.tsx", page), ["Seats", "left", ", maybe"]);
  assert.deepEqual(found("routes/x.tsx", "<a class={name}>Aisle</a>;"), []);
});
