import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { EncodedSnapshots } from "./encoded_snapshots.ts";

/** A board that answers a reading when it is told to; the version is the reading's number. */
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

/** Waits until the board is being read for the time of this number. */
async function reading(pending: unknown[], number: number): Promise<void> {
  while (pending.length < number) await setImmediate();
}

Deno.test("readers share a reading that begins after they asked: one turn's, then all who came during the last", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const together = [snapshots.of("event"), snapshots.of("event")];
  await reading(pending, 1);
  const later = [snapshots.of("event"), snapshots.of("event")];
  await setImmediate();
  assert.equal(pending.length, 1, "an event is read once at a time");
  pending[0].resolve();
  assert.deepEqual((await Promise.all(together)).map(({ version }) => version), [1, 1]);
  await reading(pending, 2);
  pending[1].resolve();
  assert.deepEqual((await Promise.all(later)).map(({ version }) => version), [2, 2]);
  assert.equal(pending.length, 2);
});

Deno.test("a reading that fails does not fail those who wait for the next", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const first = snapshots.of("event");
  await reading(pending, 1);
  const second = snapshots.of("event");
  pending[0].reject(new Error("lost"));
  await assert.rejects(first, /lost/);
  await reading(pending, 2);
  pending[1].resolve();
  assert.equal((await second).version, 2);
});

Deno.test("a snapshot is compressed once, to the same text", async () => {
  const snapshots = new EncodedSnapshots({
    snapshot: () => Promise.resolve({ epoch: "e", version: 1, statuses: "aaah" }),
  });
  const snapshot = await snapshots.of("event");
  assert.equal(String(gunzipSync(snapshot.gzip())), snapshot.json);
  assert.equal((await snapshots.of("event")).gzip(), snapshot.gzip());
});
