import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedMap } from "./bounded_map.ts";

Deno.test("the entries set last are kept, as many as there is room for", () => {
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
