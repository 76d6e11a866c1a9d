import assert from "node:assert/strict";
import fc from "fast-check";
import { seal, unseal } from "./sealed_text.ts";

const context = { purpose: "test", ownerId: "ada" };

Deno.test("a sealed text opens with the secret that sealed it, wherever it is in the list", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const sealed = seal(text, context, ["new", "old"]);
    assert.equal(unseal(sealed, context, ["newest", "new"]), text.toWellFormed());
    assert.equal(unseal(sealed, context, ["old"]), null);
  }));
});

Deno.test("it opens for the same purpose and owner only, and not once it was changed", () => {
  const sealed = seal("secret", context, ["key"]);
  assert.throws(() => unseal(sealed, { ...context, ownerId: "eve" }, ["key"]));
  assert.throws(() => unseal(sealed, { ...context, purpose: "other" }, ["key"]));
  for (const at of sealed.sealed.keys()) {
    const changed = sealed.sealed.slice();
    changed[at] ^= 1;
    assert.throws(() => unseal({ ...sealed, sealed: changed }, context, ["key"]));
  }
  assert.notDeepEqual(seal("secret", context, ["key"]).sealed, sealed.sealed, "never the same twice");
});
