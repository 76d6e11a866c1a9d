import assert from "node:assert/strict";
import { TimedCache } from "./timed_cache.ts";

function setUp(maxEntries = 10, weightMax = Infinity) {
  const clock = { ms: 0 };
  const loads: string[] = [];
  const weight = { of: (text: string) => text.length, max: weightMax };
  const cache = new TimedCache<string>({ maxAgeMs: 1000, maxEntries, now: () => clock.ms, weight });
  const get = (key: string, value = key) =>
    cache.get(key, () => {
      loads.push(key);
      return Promise.resolve(value);
    });
  return { cache, clock, loads, get };
}

Deno.test("a value is loaded once, also by those who ask at the same time", async () => {
  const { get, loads } = setUp();
  assert.deepEqual(await Promise.all([get("a"), get("a")]), ["a", "a"]);
  assert.equal(await get("a"), "a");
  assert.deepEqual(loads, ["a"]);
});

Deno.test("a value is loaded anew when it is too old", async () => {
  const { get, clock, loads } = setUp();
  await get("a");
  clock.ms = 999;
  await get("a");
  assert.equal(loads.length, 1);
  clock.ms = 1000;
  assert.equal(await get("a", "new"), "new");
});

Deno.test("a load that fails is told to those who wait and then forgotten", async () => {
  const { cache, get } = setUp();
  await assert.rejects(cache.get("a", () => Promise.reject(new Error("down"))), /down/);
  assert.equal(await get("a"), "a");
});

Deno.test("when there are too many, the one not asked for the longest goes first", async () => {
  const { get, loads } = setUp(2);
  for (const key of ["a", "b", "a", "c", "a", "b"]) await get(key);
  assert.deepEqual(loads, ["a", "b", "c", "b"]);
});

Deno.test("forgetting drops what matches and keeps the rest", async () => {
  const { cache, get, loads } = setUp();
  await get("a");
  await get("b");
  cache.forget((value) => value === "a");
  await get("a");
  await get("b");
  assert.deepEqual(loads, ["a", "b", "a"]);
});

Deno.test("a load that was under way while its key was forgotten is not kept", async () => {
  const { cache, get } = setUp();
  const { promise, resolve } = Promise.withResolvers<string>();
  const early = cache.get("a", () => promise);
  cache.forget(() => false);
  assert.equal(await get("a", "new"), "new");
  resolve("old");
  assert.equal(await early, "old");
  assert.equal(await get("a"), "new");
});

Deno.test("what is kept weighs no more together than it may, those not asked for the longest go first", async () => {
  const { get, loads } = setUp(10, 10);
  await get("a", "1234");
  await get("b", "1234");
  await get("a");
  await get("c", "1234");
  loads.length = 0;
  for (const key of ["a", "c", "b"]) await get(key, "1");
  assert.deepEqual(loads, ["b"]);
});

Deno.test("a value under a long key is loaded each time", async () => {
  const { get, loads } = setUp();
  const key = "x".repeat(10_000);
  await get(key);
  await get(key);
  assert.equal(loads.length, 2);
});
