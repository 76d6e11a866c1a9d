import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { decodeCursor, encodeCursor, pageOf } from "./cursor.ts";

const shape = z.tuple([z.string(), z.union([z.string(), z.number()])]);

Deno.test("a cursor gives back the position it was made of", () => {
  const key = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer());
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), key, (sort, key) => {
    assert.deepEqual(decodeCursor(encodeCursor([sort, key]), shape), [sort, key]);
  }));
});

Deno.test("a cursor needs no escaping in an address", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.match(encodeCursor([text]), /^[A-Za-z0-9_-]+$/);
  }));
});

Deno.test("what is no cursor of the shape is refused", () => {
  for (const text of ["", "x", "!!", "bnVsbA", encodeCursor([1, 2, 3]), encodeCursor(["a"])]) {
    assert.equal(decodeCursor(text, shape), null, text);
  }
});

Deno.test("no text makes decoding throw", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    decodeCursor(text, shape);
  }));
  fc.assert(fc.property(fc.base64String(), (text) => {
    decodeCursor(text, shape);
  }));
});

Deno.test("only a page that is not the last says where the next begins", () => {
  const position = (last: number) => [last];
  assert.deepEqual(pageOf([1, 2, 3], 2, position), { items: [1, 2], nextCursor: encodeCursor([2]) });
  assert.deepEqual(pageOf([1, 2], 2, position), { items: [1, 2], nextCursor: null });
  assert.deepEqual(pageOf([], 2, position), { items: [], nextCursor: null });
});
