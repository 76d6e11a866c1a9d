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

Deno.test("a value is loaded once, even for concurrent requests", async () => {
  const { get, loads } = setUp();
  assert.deepEqual(await Promise.all([get("a"), get("a")]), ["a", "a"]);
  assert.equal(await get("a"), "a");
  assert.deepEqual(loads, ["a"]);
});

Deno.test("a value that is too old is loaded again", async () => {
  const { get, clock, loads } = setUp();
  await get("a");
  clock.ms = 999;
  await get("a");
  assert.equal(loads.length, 1);
  clock.ms = 1000;
  assert.equal(await get("a", "new"), "new");
});

Deno.test("a failed load rejects for all waiting callers and is not cached", async () => {
  const { cache, get } = setUp();
  await assert.rejects(cache.get("a", () => Promise.reject(new Error("down"))), /down/);
  assert.equal(await get("a"), "a");
});

Deno.test("with too many entries, the least recently used is evicted", async () => {
  const { get, loads } = setUp(2);
  for (const key of ["a", "b", "a", "c", "a", "b"]) await get(key);
  assert.deepEqual(loads, ["a", "b", "c", "b"]);
});

Deno.test("forgetting drops the matching values and keeps the rest", async () => {
  const { cache, get, loads } = setUp();
  await get("a");
  await get("b");
  cache.forget((value) => value === "a");
  await get("a");
  await get("b");
  assert.deepEqual(loads, ["a", "b", "a"]);
});

Deno.test("a load in progress when its key is forgotten is not cached", async () => {
  const { cache, get } = setUp();
  const { promise, resolve } = Promise.withResolvers<string>();
  const early = cache.get("a", () => promise);
  cache.forget(() => false);
  assert.equal(await get("a", "new"), "new");
  resolve("old");
  assert.equal(await early, "old");
  assert.equal(await get("a"), "new");
});

Deno.test("the total weight stays within its limit, and the least recently used are evicted", async () => {
  const { get, loads } = setUp(10, 10);
  await get("a", "1234");
  await get("b", "1234");
  await get("a");
  await get("c", "1234");
  loads.length = 0;
  for (const key of ["a", "c", "b"]) await get(key, "1");
  assert.deepEqual(loads, ["b"]);
});

Deno.test("a value with a long key is loaded each time", async () => {
  const { get, loads } = setUp();
  const key = "x".repeat(10_000);
  await get(key);
  await get(key);
  assert.equal(loads.length, 2);
});
