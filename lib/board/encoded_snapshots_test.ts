import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { Position } from "./board.ts";
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
    snapshotUnlessAt: () => board.snapshot(),
  };
  return { board, pending };
}

/** A board that records at which version it was read; its current snapshot is `now`. */
function countedBoard() {
  const now = { epoch: "e", version: 1, statuses: "aaah" };
  const reads: (number | undefined)[] = [];
  const board = {
    snapshot: () => (reads.push(undefined), Promise.resolve({ ...now })),
    snapshotUnlessAt(_: string, { epoch, version }: Position) {
      reads.push(version);
      return Promise.resolve(epoch === now.epoch && version === now.version ? null : { ...now });
    },
  };
  return { board, now, reads };
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
  const { board } = countedBoard();
  const snapshots = new EncodedSnapshots(board);
  const snapshot = await snapshots.of("event");
  assert.equal(String(gunzipSync(snapshot.gzip())), snapshot.json);
  assert.equal((await snapshots.of("event")).gzip(), snapshot.gzip());
});

Deno.test("a snapshot is encoded again only if it has changed, and read once each time", async () => {
  const { board, now, reads } = countedBoard();
  const snapshots = new EncodedSnapshots(board);
  const first = await snapshots.of("event");
  assert.equal(await snapshots.of("event"), first);
  Object.assign(now, { version: 2, statuses: "aahh" });
  assert.match((await snapshots.of("event")).json, /aahh/);
  assert.equal((await snapshots.of("event")).version, 2);
  assert.deepEqual(reads, [undefined, 1, 1, 2]);
});

Deno.test("the snapshot of a rebuilt board is read again, even at the same version", async () => {
  const { board, now } = countedBoard();
  const snapshots = new EncodedSnapshots(board);
  for (let n = 0; n < 3; n++) await snapshots.of("event");
  Object.assign(now, { epoch: "f", statuses: "bbbb" });
  assert.match((await snapshots.of("event")).json, /"f".*bbbb/);
});
