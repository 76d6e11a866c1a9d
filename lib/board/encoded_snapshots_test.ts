import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { EncodedSnapshots } from "./encoded_snapshots.ts";

/** A board whose reads complete when the test says so; the version is the number of the read. */
function slowBoard() {
  const pending: PromiseWithResolvers<void>[] = [];
  const board = {
    async snapshot() {
      const reading = Promise.withResolvers<void>();
      const version = pending.push(reading);
      await reading.promise;
      return { epoch: "e", version, statuses: "aaah" };
    },
  };
  return { board, pending };
}

/** Waits until the read of this number has begun. */
async function untilReading(pending: unknown[], number: number): Promise<void> {
  while (pending.length < number) await setImmediate();
}

Deno.test("callers in the same turn share a read, and those arriving during it share the next", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const together = [snapshots.of("event"), snapshots.of("event")];
  await untilReading(pending, 1);
  const later = [snapshots.of("event"), snapshots.of("event")];
  await setImmediate();
  assert.equal(pending.length, 1, "reads of an event do not overlap");
  pending[0].resolve();
  assert.deepEqual((await Promise.all(together)).map(({ version }) => version), [1, 1]);
  await untilReading(pending, 2);
  pending[1].resolve();
  assert.deepEqual((await Promise.all(later)).map(({ version }) => version), [2, 2]);
  assert.equal(pending.length, 2);
});

Deno.test("a failed read does not fail callers waiting for the next one", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const first = snapshots.of("event");
  await untilReading(pending, 1);
  const second = snapshots.of("event");
  pending[0].reject(new Error("lost"));
  await assert.rejects(first, /lost/);
  await untilReading(pending, 2);
  pending[1].resolve();
  assert.equal((await second).version, 2);
});

Deno.test("a snapshot is compressed once and decompresses to its JSON", async () => {
  const snapshots = new EncodedSnapshots({
    snapshot: () => Promise.resolve({ epoch: "e", version: 1, statuses: "aaah" }),
  });
  const snapshot = await snapshots.of("event");
  assert.equal(String(gunzipSync(snapshot.gzip())), snapshot.json);
  assert.equal((await snapshots.of("event")).gzip(), snapshot.gzip());
});
