import assert from "node:assert/strict";
import fc from "fast-check";
import { EventStreams } from "@/lib/http/sse.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { type BoardTruth, newHoldId, type SeatBoard, Unavailable } from "./board.ts";
import { memoryBoard } from "./memory.ts";
import { SeatStreams } from "./streams.ts";

const SEATS = 12;

/** An event of twelve seats on a board in memory, and its streams. */
class Stage {
  readonly eventId = crypto.randomUUID();
  readonly truth = new Map<string, BoardTruth>();
  readonly board: SeatBoard;
  readonly streams = new EventStreams(() => 0);
  readonly seatStreams: SeatStreams;
  /** Thrown by every call of the board while it is set. */
  failure: Error | null = null;
  failed = Promise.withResolvers<void>();
  feedsAsked = 0;

  constructor() {
    this.truth.set(this.eventId, { seatCount: SEATS, chartVersion: 1, blocked: [], claims: [] });
    const source = { load: (id: string) => Promise.resolve(this.truth.get(id) ?? null) };
    const board = this.board = memoryBoard({ source, now: () => 0 });
    const unlessFailing = <T>(ask: () => Promise<T>) => {
      if (!this.failure) return ask();
      this.failed.resolve();
      return Promise.reject(this.failure);
    };
    this.seatStreams = new SeatStreams({
      board: {
        snapshot: (eventId) => unlessFailing(() => board.snapshot(eventId)),
        feeds: (positions) => unlessFailing(() => (this.feedsAsked++, board.feeds(positions))),
      },
      streams: this.streams,
      logger: silentLogger,
      tickMs: 1,
    });
  }

  async open(lastEventId: string | null = null): Promise<Listener> {
    return new Listener(await this.seatStreams.open(this.eventId, lastEventId));
  }

  async hold(...seats: number[]): Promise<string | null> {
    const holdId = newHoldId(this.eventId);
    const answer = await this.board.hold({
      eventId: this.eventId,
      holdId,
      owner: "u:ada",
      seats: seats.map((index) => ({ index, price: 100 })),
      chartVersion: 1,
      ttlMs: 1000,
      maxMs: 1000,
    });
    return answer.ok ? holdId : null;
  }

  async release(holdId: string): Promise<void> {
    await this.board.release(holdId, ["u:ada"]);
  }

  snapshot() {
    return this.board.snapshot(this.eventId);
  }
}

interface Message {
  event: string;
  id: string;
  data: { epoch?: string; version: number; statuses?: string; seats?: [number, string][] };
}

/** A client: reads messages and folds them into the statuses that it knows. */
class Listener {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #messages: Message[] = [];
  #epoch = "";
  version = 0;
  statuses = "";

  constructor(response: Response) {
    assert(response.body);
    this.#reader = response.body.getReader();
  }

  /** The messages of the next write that has any. */
  async write(): Promise<Message[]> {
    for (;;) {
      const { value, done } = await this.#reader.read();
      assert(!done, "the stream has ended");
      const blocks = new TextDecoder().decode(value).split("\n\n").filter((block) =>
        block.startsWith("event")
      );
      if (blocks.length > 0) return blocks.map(parseMessage);
    }
  }

  async next(): Promise<Message> {
    if (this.#messages.length === 0) this.#messages = await this.write();
    const message = this.#messages.shift()!;
    this.#fold(message);
    return message;
  }

  #fold({ event, id, data }: Message): void {
    if (event === "snapshot") {
      this.#epoch = data.epoch!;
      this.statuses = data.statuses!;
    } else {
      assert.equal(id, `${this.#epoch}:${data.version}`);
      assert.equal(data.version, this.version + 1, "no version is left out or repeated");
      const letters = [...this.statuses];
      for (const [index, status] of data.seats!) letters[index] = status;
      this.statuses = letters.join("");
    }
    this.version = data.version;
  }

  async until({ epoch, version }: { epoch: string; version: number }): Promise<void> {
    while (this.#epoch !== epoch || this.version < version) await this.next();
  }

  /** What comes until the stream ends. */
  async rest(): Promise<string> {
    let text = "";
    for (;;) {
      const { value, done } = await this.#reader.read();
      if (done) return text;
      text += new TextDecoder().decode(value);
    }
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

function parseMessage(block: string): Message {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  return { event: fields.event, id: fields.id, data: JSON.parse(fields.data) };
}

Deno.test("a stream starts with a snapshot and goes on with every change", async () => {
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

Deno.test("the changes of a tick come in one write, each as an event of its own", async () => {
  const stage = new Stage();
  const [one, two] = [await stage.open(), await stage.open()];
  await Promise.all([one.write(), two.write()]);
  for (const seat of [0, 1, 2]) await stage.hold(seat);
  for (const listener of [one, two]) {
    assert.deepEqual((await listener.write()).map(({ event, data }) => [event, data.version]), [
      ["delta", 1],
      ["delta", 2],
      ["delta", 3],
    ]);
    await listener.leave();
  }
});

Deno.test("whoever comes when, what a client folds is what the board says", async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant("hold"), seats: fc.uniqueArray(fc.nat(SEATS - 1), { minLength: 1 }) }),
    fc.record({ act: fc.constant("release"), which: fc.nat() }),
    fc.record({ act: fc.constantFrom("open", "open and read later", "leave", "catch up", "rebuild") }),
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
        else if (step.act === "catch up") await listeners[0].until(await stage.snapshot());
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

Deno.test("buyers at the same moment and clients at any moment: no gap, no repetition", async () => {
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

Deno.test("a client that comes back gets what it missed, and nothing when it missed nothing", async () => {
  const stage = new Stage();
  const { epoch } = await stage.snapshot();
  for (const seat of [0, 1, 2]) await stage.hold(seat);
  const behind = await stage.open(`${epoch}:1`);
  assert.deepEqual((await behind.write()).map(({ event, data }) => [event, data.version]), [
    ["delta", 2],
    ["delta", 3],
  ]);
  const current = await stage.open(`${epoch}:3`);
  const following = current.write();
  // Once the other has seen it both are open, and the next change is the first thing that the current one hears of.
  await stage.hold(3);
  assert.deepEqual((await following).map(({ event, data }) => [event, data.version]), [["delta", 4]]);
  await Promise.all([behind.leave(), current.leave()]);
});

for (
  const [what, idOf] of [
    ["a foreign epoch", () => "another:1"],
    ["a version to come", (epoch: string) => `${epoch}:9`],
    ["something unreadable", () => "12"],
    ["a version that is no number", (epoch: string) => `${epoch}:-1`],
    ["nothing", () => ""],
  ] as const
) {
  Deno.test(`a client that comes back with ${what} gets a snapshot`, async () => {
    const stage = new Stage();
    await stage.hold(0);
    const { epoch } = await stage.snapshot();
    const listener = await stage.open(idOf(epoch));
    assert.equal((await listener.next()).event, "snapshot");
    await listener.leave();
  });
}

Deno.test("a client that missed more than a snapshot is worth gets a snapshot", async () => {
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
  const listeners = [await stage.open(), await stage.open()];
  for (const listener of listeners) await listener.next();
  const before = await stage.snapshot();
  await stage.board.reset(stage.eventId);
  for (const listener of listeners) {
    const { event, data } = await listener.next();
    assert.equal(event, "snapshot");
    assert.notEqual(data.epoch, before.epoch);
    await listener.leave();
  }
});

Deno.test("while the board does not answer nobody is let in, and who is in hears of the changes afterwards", async () => {
  const stage = new Stage();
  const listener = await stage.open();
  await listener.next();
  stage.failure = new Unavailable("the board is away");
  await stage.failed.promise;
  await assert.rejects(stage.open(), Unavailable);
  await stage.hold(5);
  stage.failure = null;
  assert.deepEqual((await listener.next()).data.seats, [[5, "h"]]);
  await listener.leave();
});

Deno.test("streams of an event that is no more end", async () => {
  const stage = new Stage();
  const listener = await stage.open();
  await listener.next();
  stage.truth.clear();
  await stage.board.reset(stage.eventId);
  assert.equal(await listener.rest(), "");
  assert.equal(stage.streams.size, 0);
});

Deno.test("nothing is asked of the board before a client reads, nor after the last one has left", async () => {
  const stage = new Stage();
  const response = await stage.seatStreams.open(stage.eventId, null);
  assert.equal(stage.streams.size, 0);
  await response.body?.cancel();
  const listener = await stage.open();
  await listener.next();
  await stage.hold(0);
  await listener.next();
  assert(stage.feedsAsked > 0);
  // A tick that went on would outlive the test, which the test runner reports.
  await listener.leave();
  assert.equal(stage.streams.size, 0);
});

Deno.test("a server that stops ends the streams, and has told when to come back", async () => {
  const stage = new Stage();
  const response = await stage.seatStreams.open(stage.eventId, null);
  assert(response.body);
  const reader = response.body.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "retry: 1000\n\n");
  stage.streams.closeAll();
  assert.match(new TextDecoder().decode((await reader.read()).value), /^event: snapshot/);
  assert.equal((await reader.read()).done, true);
  await assert.rejects(stage.open(), Unavailable);
});

Deno.test("a snapshot is encoded once for each version", async () => {
  const stage = new Stage();
  const first = await stage.seatStreams.snapshot(stage.eventId);
  assert.equal(await stage.seatStreams.snapshot(stage.eventId), first);
  await stage.hold(0);
  const { json, version } = await stage.seatStreams.snapshot(stage.eventId);
  assert.equal(version, 1);
  assert.deepEqual(JSON.parse(json), await stage.snapshot());
});
