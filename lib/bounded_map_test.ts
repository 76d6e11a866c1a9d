import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedMap, KEY_LENGTH_MAX } from "./bounded_map.ts";
import { bytesRetainedBy } from "./testing/memory.ts";

Deno.test("the most recently set entries are kept", () => {
  const sets = fc.array(fc.tuple(fc.nat(20), fc.nat()), { maxLength: 100 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), sets, (sizeMax, sets) => {
    const map = new BoundedMap<number, number>(sizeMax);
    for (const [key, value] of sets) map.set(key, value);
    const latest = [...new Set(sets.map(([key]) => key).toReversed())];
    for (const [age, key] of latest.entries()) {
      const expected = age < sizeMax ? sets.findLast(([other]) => other === key)?.[1] : undefined;
      assert.equal(map.get(key), expected);
    }
  }));
});

Deno.test("the total weight stays within its limit, and a value that is too heavy is not kept", () => {
  const map = new BoundedMap<string, string>(10, { of: (text) => text.length, max: 10 });
  for (const [key, value] of [["a", "1234"], ["b", "1234"], ["c", "123"]]) map.set(key, value);
  assert.deepEqual(["a", "b", "c"].map((key) => map.get(key)), [undefined, "1234", "123"]);
  map.set("b", "12345678901");
  assert.equal(map.get("b"), undefined, "its previous value is gone too");
  map.set("d", "1234567");
  assert.deepEqual([map.get("c"), map.get("d")], ["123", "1234567"]);
  map.delete("d");
  map.set("e", "1234567");
  assert.deepEqual([map.get("c"), map.get("e")], ["123", "1234567"]);
});

Deno.test("a key is kept without the text that it was cut from, and not at all if it is long", async () => {
  const map = new BoundedMap<string, number>(1_000);
  const retained = await bytesRetainedBy(() => {
    for (let n = 0; n < 500; n++) map.set(longText(n, 62_000).slice(0, 200), n);
  });
  assert(retained < 2_000_000, `${retained} bytes`);
  assert.equal(map.get(longText(7, 62_000).slice(0, 200)), 7);
  map.set(longText(1, KEY_LENGTH_MAX + 1), 1);
  assert.equal(map.get(longText(1, KEY_LENGTH_MAX + 1)), undefined);
});

/** Differs for each number from the first character on; contiguous in memory, as a header is. */
function longText(n: number, length: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(`${n}-`.padEnd(length, "x")));
}
