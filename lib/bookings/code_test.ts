import assert from "node:assert/strict";
import fc from "fast-check";
import { newBookingCode } from "./code.ts";

Deno.test("a booking code is two groups of four unambiguous letters and digits", () => {
  fc.assert(fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 247 })), (bytes) => {
    const code = newBookingCode((count) => Uint8Array.from(bytes.take(count)));
    assert.match(code, /^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
  }));
});

Deno.test("bytes that would make some characters likelier are skipped", () => {
  const draws = [new Uint8Array(8).fill(255), Uint8Array.of(0, 31, 248, 30, 1, 2, 3, 4), new Uint8Array(8)];
  assert.equal(newBookingCode(() => draws.shift()!), "AA9B-CDEA");
});
