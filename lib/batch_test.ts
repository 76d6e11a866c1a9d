import assert from "node:assert/strict";
import { batch, batchLookups } from "./batch.ts";

/** Work whose batches end when the test says so. */
function heldWork() {
  const batches: { items: number[]; end: PromiseWithResolvers<void> }[] = [];
  let began = Promise.withResolvers<void>();
  const submit = batch<number>((items) => {
    const end = Promise.withResolvers<void>();
    batches.push({ items, end });
    began.resolve();
    began = Promise.withResolvers<void>();
    return end.promise;
  });
  return { submit, batches, nextBatch: () => began.promise };
}

Deno.test("items submitted in one turn are one batch", async () => {
  const { submit, batches, nextBatch } = heldWork();
  const submitted = [submit(1), submit(2, 3)];
  await nextBatch();
  batches[0].end.resolve();
  await Promise.all(submitted);
  assert.deepEqual(batches.map(({ items }) => items), [[1, 2, 3]]);
});

Deno.test("items submitted while a batch runs wait and become the next batch, in order", async () => {
  const { submit, batches, nextBatch } = heldWork();
  const submitted = [submit(1)];
  await nextBatch();
  submitted.push(submit(2), submit(3));
  const second = nextBatch();
  assert.equal(batches.length, 1);
  batches[0].end.resolve();
  await second;
  batches[1].end.resolve();
  await Promise.all(submitted);
  assert.deepEqual(batches.map(({ items }) => items), [[1], [2, 3]]);
});

Deno.test("a failing batch rejects only its own items, and the next one runs", async () => {
  const { submit, batches, nextBatch } = heldWork();
  const first = submit(1);
  await nextBatch();
  const second = submit(2);
  const began = nextBatch();
  batches[0].end.reject(new Error("no"));
  await assert.rejects(first, /no/);
  await began;
  batches[1].end.resolve();
  await second;
});

Deno.test("lookups in one turn are loaded together, each key once, and each caller gets its value", async () => {
  const loads: number[][] = [];
  const lookUp = batchLookups((keys: number[]) => {
    loads.push(keys);
    return Promise.resolve(new Map(keys.filter((key) => key > 0).map((key) => [key, key * 10])));
  });
  assert.deepEqual(await Promise.all([lookUp(1), lookUp(2), lookUp(1), lookUp(-1)]), [10, 20, 10, undefined]);
  assert.deepEqual(loads, [[1, 2, -1]]);
});
