import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { eventQuerySchema, searchEvents } from "./search.ts";
import { now, pages, parse, titles } from "./search_testing.ts";
import { insertEvent, insertHall } from "./testing.ts";

Deno.test("lists are sorted by date, by price (events without one come last) or by title (ignoring accents)", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    const day = (days: number) => new Date(now + days * 86_400_000);
    await insertEvent(sql, hall, { now, title: "Zebra", price: 900, startsAt: day(2) });
    await insertEvent(sql, hall, { now, title: "Łuk", price: null, startsAt: day(1) });
    await insertEvent(sql, hall, { now, title: "Night Market", price: 1000, startsAt: day(3) });
    await insertEvent(sql, hall, { now, title: "night", description: "zzz", price: 0, startsAt: day(4) });
    assert.deepEqual(await titles(sql, {}), ["Łuk", "Zebra", "Night Market", "night"]);
    assert.deepEqual(await titles(sql, { sort: "price" }), ["night", "Zebra", "Night Market", "Łuk"]);
    assert.deepEqual(await titles(sql, { sort: "title" }), ["Łuk", "night", "Night Market", "Zebra"]);
  });
});

Deno.test("pages neither repeat nor skip events, even among ties", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    for (const title of ["a", "b", "c", "d", "e", "f", "g"]) {
      await insertEvent(sql, hall, {
        now,
        title: title < "e" ? title : "same",
        price: title < "c" ? null : 500,
      });
    }
    for (const sort of ["date", "price", "title"]) {
      const whole = await titles(sql, { sort, limit: 100 });
      const parts = await pages(sql, { sort, limit: 3 });
      assert.deepEqual(parts.map((page) => page.length), [3, 3, 1], sort);
      assert.deepEqual(parts.flat(), whole, sort);
    }
    assert.deepEqual((await pages(sql, { limit: 7 })).length, 1);
  });
});

Deno.test("a cursor of another list, a made-up cursor and bad parameters are refused", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    for (const title of ["a", "b"]) await insertEvent(sql, hall, { now, title });
    const { nextCursor } = await searchEvents(sql, parse({ limit: 1 }), now);
    const bad = [
      { sort: "price", cursor: nextCursor },
      { cursor: "xyz" },
      { limit: "0" },
      { limit: "101" },
      { from: "2026-02-30" },
      { from: "tomorrow" },
      { type: "opera" },
      { sort: "-date" },
      { page: "2" },
      { q: "a\0b" },
    ];
    for (const query of bad) {
      assert.equal(eventQuerySchema.safeParse(query).success, false, JSON.stringify(query));
    }
  });
});
