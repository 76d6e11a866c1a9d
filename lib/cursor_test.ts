import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { decodeCursor, encodeCursor, InvalidCursor, isCursor, pageOf, positionAfter } from "./cursor.ts";

const shape = z.tuple([z.string(), z.union([z.string(), z.number()])]);
const list = ["films", "date", null] as const;

Deno.test("a cursor decodes to the position it was encoded from", () => {
  const key = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer());
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), key, (sort, key) => {
    const cursor = encodeCursor(list, [sort, key]);
    assert.ok(isCursor(cursor));
    assert.deepEqual(decodeCursor(list, cursor, shape), [sort, key]);
  }));
});

Deno.test("a cursor needs no escaping in a URL", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.match(encodeCursor(list, [text]), /^[A-Za-z0-9_-]+$/);
  }));
});

Deno.test("a cursor of another list, or of the list with other filters, is rejected", () => {
  const cursor = encodeCursor(list, ["a", 1]);
  assert.deepEqual(decodeCursor(["films", "date", undefined], cursor, shape), ["a", 1]);
  for (
    const other of [["concerts", "date", null], ["films", "title", null], ["films", "date", "x"]] as const
  ) {
    assert.equal(decodeCursor(other, cursor, shape), null, other.join());
    assert.throws(() => positionAfter(other, cursor, shape), InvalidCursor);
  }
});

Deno.test("a cursor with any character changed is rejected", () => {
  const cursor = encodeCursor(list, ["2026-03-01T10:00:00.000Z", "01977f6e"]);
  for (let at = 0; at < cursor.length; at++) {
    for (const letter of "AZaz09_-") {
      const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
      if (changed !== cursor) assert.equal(decodeCursor(list, changed, shape), null, changed);
    }
    assert.equal(decodeCursor(list, cursor.slice(0, at), shape), null);
  }
});

Deno.test("text that is not a cursor of this shape is rejected", () => {
  const others = [encodeCursor(list, [1, 2, 3]), encodeCursor(list, ["a"])];
  for (const text of ["", "x", "!!", "bnVsbA", crypto.randomUUID(), ...others]) {
    assert.equal(decodeCursor(list, text, shape), null, text);
  }
});

Deno.test("no text makes decoding throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.base64String()), (text) => {
    assert.equal(decodeCursor(list, text, shape), null);
  }));
});

Deno.test("without a cursor a list starts at its first page", () => {
  assert.equal(positionAfter(list, undefined, shape), null);
});

Deno.test("every page but the last has a cursor for the next", () => {
  const position = (last: number) => [last];
  const next = encodeCursor(list, [2]);
  assert.deepEqual(pageOf(list, [1, 2, 3], 2, position), { items: [1, 2], nextCursor: next });
  assert.deepEqual(pageOf(list, [1, 2], 2, position), { items: [1, 2], nextCursor: null });
  assert.deepEqual(pageOf(list, [], 2, position), { items: [], nextCursor: null });
});
