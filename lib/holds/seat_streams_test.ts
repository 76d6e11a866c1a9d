import assert from "node:assert/strict";
import fc from "fast-check";
import { guest } from "@/lib/auth/identify.ts";
import { Unavailable } from "@/lib/errors.ts";
import { HOUR_MS, type Listener, SEATS, Stage } from "./seat_streams_testing.ts";

Deno.test("a stream starts with a snapshot and continues with every change", async () => {
  const stage = new Stage();
  await stage.hold(3);
  const listener = await stage.open();
  const { epoch } = await stage.snapshot();
  assert.deepEqual(await listener.next(), {
    event: "snapshot",
    id: `${epoch}:1`,
    data: { epoch, version: 1, statuses: "aaahaaaaaaaa" },
  });
  await stage.hold(0, 1);
  assert.deepEqual(await listener.next(), {
    event: "delta",
    id: `${epoch}:2`,
    data: { version: 2, seats: [[0, "h"], [1, "h"]] },
  });
  await listener.leave();
});

Deno.test("a change during a tick is not left to the next poll", async () => {
  const stage = new Stage({ quietMs: HOUR_MS });
  const listener = await stage.open();
  await listener.next();
  const release = await stage.holdBackFeeds(() => stage.hold(0));
  // The feed has been read; the tick is not over yet.
  await stage.hold(1);
  release();
  for (const version of [1, 2]) assert.equal((await listener.next()).data.version, version);
  await listener.leave();
});

Deno.test("a change whose notice was lost is sent after the next poll", async () => {
  const stage = new Stage({ wakes: false, quietMs: 1 });
  const listener = await stage.open();
  await listener.next();
  await stage.hold(0);
  assert.equal((await listener.next()).data.version, 1);
  await listener.leave();
});

Deno.test("the changes of a tick are sent in one write, each as a separate event", async () => {
  const stage = new Stage();
  const [one, two] = [await stage.open(), await stage.open()];
  await Promise.all([one.nextWrite(), two.nextWrite()]);
  for (const seat of [0, 1, 2]) await stage.hold(seat);
  for (const listener of [one, two]) {
    assert.deepEqual((await listener.nextWrite()).map(({ event, data }) => [event, data.version]), [
      ["delta", 1],
      ["delta", 2],
      ["delta", 3],
    ]);
    await listener.leave();
  }
});

Deno.test("clients end up with the board's statuses, whenever they connect", async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant("hold"), seats: fc.uniqueArray(fc.nat(SEATS - 1), { minLength: 1 }) }),
    fc.record({ act: fc.constant("release"), which: fc.nat() }),
    fc.record({
      act: fc.constantFrom("open", "open and read later", "leave", "reconnect", "catch up", "rebuild"),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const stage = new Stage();
      const listeners = [await stage.open()];
      const holds: string[] = [];
      for (const step of steps) {
        if ("seats" in step) holds.push(...[await stage.hold(...step.seats)].filter((id) => id !== null));
        else if ("which" in step) await stage.release(holds[step.which % holds.length] ?? "none");
        else if (step.act === "rebuild") await stage.board.reset(stage.eventId);
        else if (step.act === "reconnect") {
          await listeners[0].reconnect((id) => stage.seatStreams.open(stage.eventId, id, guest("192.0.2.1")));
        } else if (step.act === "catch up") await listeners[0].until(await stage.snapshot());
        else if (step.act === "leave" && listeners.length > 1) await listeners.shift()!.leave();
        else if (step.act.startsWith("open")) listeners.push(await stage.open());
        if ("act" in step && step.act === "open") await listeners.at(-1)!.next();
      }
      const end = await stage.snapshot();
      for (const listener of listeners) {
        await listener.until(end);
        assert.equal(listener.statuses, end.statuses);
        await listener.leave();
      }
      assert.equal(stage.streams.size, 0);
    }),
    { numRuns: 50 },
  );
});

Deno.test("concurrent buyers cause no gaps or repeats, whenever clients connect", async () => {
  const stage = new Stage();
  const listeners: Listener[] = [];
  await Promise.all(Array.from({ length: 200 }, async (_, round) => {
    const hold = await stage.hold(round % SEATS, (round * 7) % SEATS);
    if (round % 20 === 0) {
      const listener = await stage.open();
      await listener.next();
      listeners.push(listener);
    }
    if (hold) await stage.release(hold);
  }));
  const end = await stage.snapshot();
  for (const listener of listeners) {
    await listener.until(end);
    assert.equal(listener.statuses, end.statuses);
    await listener.leave();
  }
});

Deno.test("a returning client gets what it missed, and nothing if it missed nothing", async () => {
  const stage = new Stage();
  const { epoch } = await stage.snapshot();
  for (const seat of [0, 1, 2]) await stage.hold(seat);
  const behind = await stage.open(`${epoch}:1`);
  assert.deepEqual((await behind.nextWrite()).map(({ event, data }) => [event, data.version]), [
    ["delta", 2],
    ["delta", 3],
  ]);
  const current = await stage.open(`${epoch}:3`);
  const following = current.nextWrite();
  await stage.hold(3);
  for (const messages of [await following, await behind.nextWrite()]) {
    assert.deepEqual(messages.map(({ event, data }) => [event, data.version]), [["delta", 4]]);
  }
  await Promise.all([behind.leave(), current.leave()]);
});

for (
  const [what, idOf] of [
    ["another epoch", () => "another:1"],
    ["a future version", (epoch: string) => `${epoch}:9`],
    ["an unreadable id", () => "12"],
    ["a negative version", (epoch: string) => `${epoch}:-1`],
    ["an empty id", () => ""],
  ] as const
) {
  Deno.test(`a client returning with ${what} gets a snapshot`, async () => {
    const stage = new Stage();
    await stage.hold(0);
    const { epoch } = await stage.snapshot();
    const listener = await stage.open(idOf(epoch));
    assert.equal((await listener.next()).event, "snapshot");
    await listener.leave();
  });
}

Deno.test("a client that missed much more than a snapshot's length gets a snapshot", async () => {
  const stage = new Stage();
  const { epoch } = await stage.snapshot();
  for (let round = 0; round < 1500; round++) {
    const hold = await stage.hold(...Array(SEATS).keys());
    assert(hold);
    await stage.release(hold);
  }
  const listener = await stage.open(`${epoch}:1`);
  assert.equal((await listener.next()).event, "snapshot");
  await listener.leave();
});

Deno.test("after a rebuild everyone gets a snapshot of the new epoch", async () => {
  const stage = new Stage();
  await stage.hold(0);
  const listeners = [await stage.open(), await stage.open()];
  for (const listener of listeners) await listener.next();
  const before = await stage.snapshot();
  await stage.board.reset(stage.eventId);
  for (const listener of listeners) {
    const { event, data } = await listener.next();
    assert.equal(event, "snapshot");
    assert.notEqual(data.epoch, before.epoch);
  }
  await stage.hold(4);
  for (const listener of listeners) {
    assert.deepEqual((await listener.next()).data, { version: 1, seats: [[4, "h"]] });
    await listener.leave();
  }
});

Deno.test("clients that connect while the board is being read get each change once", async () => {
  const stage = new Stage();
  const first = await stage.open();
  const unread = await stage.open();
  await first.next();
  await stage.hold(0);
  await first.next();
  const release = await stage.holdBackFeeds(() => stage.hold(1));
  await stage.hold(2);
  const ahead = await stage.open();
  await Promise.all([unread.next(), ahead.next()]);
  release();
  await stage.hold(3);
  for (const listener of [first, unread, ahead]) {
    await listener.until(await stage.snapshot());
    assert.equal(listener.statuses, "hhhhaaaaaaaa");
    await listener.leave();
  }
});

Deno.test("changes from before a rebuild do not reach clients that connect after it", async () => {
  const stage = new Stage();
  const before = await stage.open();
  await before.next();
  const release = await stage.holdBackFeeds(() => stage.hold(0));
  await stage.board.reset(stage.eventId);
  const after = await stage.open();
  await after.next();
  release();
  await stage.hold(1);
  for (const listener of [before, after]) {
    await listener.until(await stage.snapshot());
    assert.equal(listener.statuses, "hhaaaaaaaaaa");
    await listener.leave();
  }
});

Deno.test("while the board is unavailable, new clients are refused and connected ones get the changes later", async () => {
  const stage = new Stage({ quietMs: 1 });
  const listener = await stage.open();
  await listener.next();
  for (const seat of [5, 6]) {
    stage.failed = Promise.withResolvers();
    stage.failure = new Unavailable("the board is down");
    await stage.failed.promise;
    await assert.rejects(stage.open(), Unavailable);
    await stage.hold(seat);
    stage.failure = null;
    assert.deepEqual((await listener.next()).data.seats, [[seat, "h"]]);
  }
  assert.equal(stage.log.length, 2, "one log line per outage");
  await listener.leave();
});

Deno.test("streams of a deleted event say so and end", async () => {
  const stage = new Stage();
  const listener = await stage.open();
  await listener.next();
  stage.truth.clear();
  await stage.board.reset(stage.eventId);
  assert.deepEqual((await listener.nextWrite()).map(({ event }) => event), ["deleted"]);
  assert.equal(await listener.untilEnd(), "");
  assert.equal(stage.streams.size, 0);
});

Deno.test("a stream that is never read is never opened", async () => {
  const stage = new Stage();
  const response = await stage.seatStreams.open(stage.eventId, null, guest("192.0.2.1"));
  assert.equal(stage.streams.size, 0);
  await response.body?.cancel();
});

Deno.test({
  name: "no timer is left when the last client leaves",
  sanitizeOps: true,
  async fn() {
    const stage = new Stage({ tickMs: 60_000 });
    const listeners = [await stage.open(), await stage.open()];
    for (const listener of listeners) await listener.next();
    for (const listener of listeners) await listener.leave();
    assert.equal(stage.streams.size, 0);
  },
});

Deno.test("a stopping server ends its streams, having said when to retry", async () => {
  const stage = new Stage();
  const response = await stage.seatStreams.open(stage.eventId, null, guest("192.0.2.1"));
  assert(response.body);
  const reader = response.body.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "retry: 1000\n\n");
  stage.streams.closeAll();
  assert.match(new TextDecoder().decode((await reader.read()).value), /^event: snapshot/);
  assert.equal((await reader.read()).done, true);
  await assert.rejects(stage.open(), Unavailable);
});

Deno.test("a change is encoded once for all clients", async () => {
  const stage = new Stage();
  const readers = await Promise.all(["one", "two"].map(async () => {
    const { body } = await stage.seatStreams.open(stage.eventId, null, guest("192.0.2.1"));
    const reader = body!.getReader();
    await reader.read();
    return reader;
  }));
  const read = () => Promise.all(readers.map(async (reader) => (await reader.read()).value));
  const [snapshot, sameSnapshot] = await read();
  assert.equal(sameSnapshot, snapshot);
  await stage.hold(0);
  const [delta, sameDelta] = await read();
  assert.equal(sameDelta, delta);
  assert.notEqual(delta, snapshot);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

Deno.test("a snapshot is encoded once per version", async () => {
  const stage = new Stage();
  const first = await stage.seatStreams.snapshot(stage.eventId);
  assert.equal(await stage.seatStreams.snapshot(stage.eventId), first);
  await stage.hold(0);
  const { json, version } = await stage.seatStreams.snapshot(stage.eventId);
  assert.equal(version, 1);
  assert.deepEqual(JSON.parse(json), await stage.snapshot());
});
