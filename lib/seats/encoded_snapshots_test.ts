import assert from "node:assert/strict";
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

Deno.test("readers that come while the board is read share the next reading, which begins after they asked", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const first = snapshots.of("event");
  const others = [snapshots.of("event"), snapshots.of("event")];
  assert.equal(pending.length, 1);
  pending[0].resolve();
  assert.equal((await first).version, 1);
  while (pending.length < 2) await Promise.resolve();
  pending[1].resolve();
  assert.deepEqual((await Promise.all(others)).map(({ version }) => version), [2, 2]);
  assert.equal(pending.length, 2);
});

Deno.test("a reading that fails does not fail those who wait for the next", async () => {
  const { board, pending } = slowBoard();
  const snapshots = new EncodedSnapshots(board);
  const first = snapshots.of("event");
  const second = snapshots.of("event");
  pending[0].reject(new Error("lost"));
  await assert.rejects(first, /lost/);
  while (pending.length < 2) await Promise.resolve();
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
