import assert from "node:assert/strict";
import fc from "fast-check";
import { sameSitePath } from "./same_site_path.ts";

Deno.test("a path of the site keeps its query and fragment", () => {
  assert.equal(sameSitePath("/checkout/h1?try=2#pay"), "/checkout/h1?try=2#pay");
  assert.equal(sameSitePath("/"), "/");
});

Deno.test("text that a browser would read as another site is rejected", () => {
  const outside = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:1",
    "",
    null,
  ];
  for (const text of outside) assert.equal(sameSitePath(text), null, String(text));
});

Deno.test("a returned path never leads a browser off the site", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `/${text}`)), (text) => {
    const path = sameSitePath(text);
    if (path !== null) assert.equal(new URL(path, "https://aisle.test").origin, "https://aisle.test");
  }));
});
