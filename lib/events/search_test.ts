import assert from "node:assert/strict";
import { encodeCursor } from "./cursor.ts";
import { eventQuerySchema } from "./search.ts";

Deno.test("a cursor belongs to the order that it was made for", () => {
  const cursor = encodeCursor(["price", 900, crypto.randomUUID()]);
  const fits = (sort?: string) => eventQuerySchema.safeParse({ sort, cursor }).success;
  assert.deepEqual([fits("price"), fits("title"), fits()], [true, false, false]);
});

Deno.test("a cursor that Postgres could not compare is refused", () => {
  const id = crypto.randomUUID();
  for (
    const position of [["date", "0000-01-01T00:00:00Z", id], ["price", 2 ** 40, id], ["title", "a\0", id]]
  ) {
    const query = { sort: position[0], cursor: encodeCursor(position) };
    assert.equal(eventQuerySchema.safeParse(query).success, false, JSON.stringify(position));
  }
});
