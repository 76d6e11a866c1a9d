import assert from "node:assert/strict";
import { encodeCursor } from "@/lib/cursor.ts";
import { eventQuerySchema } from "./search.ts";

const listBy = (sort: string) => ["events", sort, null, null, null, null, null, null] as const;

Deno.test("a cursor is valid only with the sort and filters it was made for", () => {
  const cursor = encodeCursor(listBy("price"), [900, crypto.randomUUID()]);
  const fits = (query: object) => eventQuerySchema.safeParse({ ...query, cursor }).success;
  assert.deepEqual([fits({ sort: "price" }), fits({ sort: "title" }), fits({})], [true, false, false]);
  for (
    const filter of [{ q: "a" }, { type: "film" }, { city: "x" }, { from: "2026-01-01" }, { when: "today" }]
  ) {
    assert.equal(fits({ sort: "price", ...filter }), false, JSON.stringify(filter));
  }
});

Deno.test("a cursor that Postgres could not compare is refused", () => {
  const id = crypto.randomUUID();
  const fits = (sort: string, key: string | number) =>
    eventQuerySchema.safeParse({ sort, cursor: encodeCursor(listBy(sort), [key, id]) }).success;
  assert.ok(fits("date", "2026-01-01T00:00:00Z") && fits("price", 900) && fits("title", "a"));
  for (
    const [sort, key] of [["date", "0000-01-01T00:00:00Z"], ["price", 2 ** 40], ["title", "a\0"]] as const
  ) {
    assert.equal(fits(sort, key), false, `${sort} ${key}`);
  }
});
