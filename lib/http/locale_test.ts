import assert from "node:assert/strict";
import { languagesFor, localeOf } from "./locale.ts";

Deno.test("the most wanted language that dates can be written in wins", () => {
  assert.equal(localeOf("de-CH, fr;q=0.9, en;q=0.8"), "de-CH");
  assert.equal(localeOf("en;q=0.5, pl;q=0.9"), "pl");
  assert.equal(localeOf("tlh, *;q=0.5, ja;q=0.2"), "ja");
  for (const none of [null, "", "*", ";;", "de;q=0"]) assert.equal(localeOf(none), "en", String(none));
});

Deno.test("languages are offered in their own names, with the one that was set by the API", () => {
  const offered = languagesFor(null);
  assert.equal(offered.find(({ tag }) => tag === "de")?.name, "Deutsch");
  assert.deepEqual(languagesFor("de"), offered);
  assert.deepEqual(languagesFor("fi").at(-1), { tag: "fi", name: "suomi" });
});
