import assert from "node:assert/strict";
import { z } from "zod";
import { boundedList } from "./bounded_list.ts";

/** A schema that counts how many values it checks. */
function counted() {
  const looks = { count: 0 };
  const schema = z.string().refine(() => ++looks.count > 0);
  return { looks, schema };
}

Deno.test("a list within its bounds parses to its items", () => {
  const numbers = boundedList(z.coerce.number(), { min: 1, max: 1_000 });
  assert.deepEqual(numbers.parse(["1", "2"]), [1, 2]);
  assert.deepEqual(numbers.parse(new Array(1_000).fill("7")), new Array(1_000).fill(7));
  assert.equal(numbers.safeParse([]).success, false);
  assert.equal(numbers.safeParse("1").success, false);
});

Deno.test("no item of a list that is too long is checked", () => {
  const { looks, schema } = counted();
  const result = boundedList(schema, { max: 3 }).safeParse(["a", "b", "c", "d"]);
  assert.deepEqual(result.error?.issues.map(({ message }) => message), [
    "has 4 items; at most 3 are allowed",
  ]);
  assert.equal(looks.count, 0);
});

Deno.test("checking a long list stops after a hundred faults, each with its position", () => {
  const { looks, schema } = counted();
  const half = Array.from({ length: 50_000 }, (_, at) => at % 2 === 0 ? "good" : at);
  const { error } = z.object({ list: boundedList(schema, { max: 50_000 }) }).safeParse({ list: half });
  assert.equal(error?.issues.length, 100);
  assert.deepEqual(error?.issues[1].path, ["list", 3]);
  assert.equal(looks.count, 100);
});
