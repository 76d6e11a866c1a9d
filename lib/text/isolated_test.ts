import assert from "node:assert/strict";
import { isolated } from "./isolated.ts";

Deno.test("only a name that could reorder the text after it is isolated", () => {
  for (const name of ["Ada", "Łódź", "東京", "ไทย", "한국", "42 – !"]) assert.equal(isolated(name), name);
  for (const name of ["حفلة", "שלום", "The عود Night", "\u{1e900}", "a\u202eb"]) {
    assert.equal(isolated(name), `\u2068${name}\u2069`);
  }
});
