import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { Unavailable } from "@/lib/errors.ts";
import { testRedisUrl } from "@/lib/testing/services.ts";
import { until } from "@/lib/testing/until.ts";
import { freePort } from "@/tasks/stack/child.ts";
import { startRedis } from "@/tasks/stack/redis.ts";
import type { BoardSource, BoardTruth, Position, SeatBoard } from "../board.ts";
import { holdContract } from "../contract.ts";
import { claimContract, feedContract } from "../contract_claims.ts";
import {
  ALICE,
  BOB,
  EVENT_IN_MS,
  granted,
  MINUTE_MS,
  priced,
  Scene,
  specifyFor,
  type TestBoard,
} from "../contract_scene.ts";
import { modelContract } from "../model.ts";
import { boardKeys } from "./keys.ts";
import { redisBoard } from "./redis_board.ts";

const ignore = testRedisUrl() === undefined;
const urls = testRedisUrl() ?? "";
const clock = { now: Date.parse("2026-05-01T18:00:00Z") };

/** A board that is connected: a call waits only briefly for the connection. */
async function openBoard(source: BoardSource, server = urls): Promise<SeatBoard> {
  const board = redisBoard({ urls: server, source, onError: () => {}, clock: () => clock.now });
  await until(() => board.ping().then(() => true, () => false), (isConnected) => isConnected);
  return board;
}

async function openRedisBoard(server = urls): Promise<TestBoard> {
  const truth = new Map<string, BoardTruth>();
  const source = { load: (eventId: string) => Promise.resolve(truth.get(eventId) ?? null) };
  const board = await openBoard(source, server);
  return { board, clock, truth, close: () => board.close() };
}

const specify = specifyFor("Redis", () => openRedisBoard(), ignore);
holdContract(specify);
claimContract(specify);
feedContract(specify);
modelContract(specify, { runs: 20 });

/** Registers a test that inspects or changes the keys behind the board's back. */
function specifyKeys(name: string, run: (scene: Scene, redis: Redis) => Promise<void>): void {
  specify(name, async (scene) => {
    const redis = new Redis(urls);
    try {
      await run(scene, redis);
    } finally {
      redis.disconnect();
    }
  });
}

/** Deletes one event's board, as FLUSHALL would delete all of them. */
async function flush(redis: Redis, eventId: string): Promise<void> {
  await redis.del(await redis.keys(`{e:${eventId}}:*`));
}

specifyKeys("after a flush, claims are kept, holds are lost and the epoch is new", async (scene, redis) => {
  const before = await scene.board.snapshot(scene.eventId);
  const hold = await scene.held(ALICE, [1]);
  const claimed = await scene.claimed(BOB, [2], "booking-1");
  scene.test.truth.get(scene.eventId)!.claims = [
    { index: 2, claim: "pending", holdId: claimed.id, bookingId: "booking-1" },
    { index: 3, claim: "confirmed", holdId: "earlier", bookingId: "booking-0" },
  ];
  await flush(redis, scene.eventId);
  const position = { eventId: scene.eventId, epoch: before.epoch, version: 2 };
  assert.deepEqual((await scene.board.feeds([position])).get(scene.eventId), { reset: true });
  assert.equal(await scene.board.get(hold.id, [ALICE]), null);
  const after = await scene.board.snapshot(scene.eventId);
  assert.equal(after.statuses, "aahbaaaaaaaa");
  assert.notEqual(after.epoch, before.epoch);
  await scene.held(ALICE, [1]);
});

specifyKeys(
  "a board expires a day after its event has ended, its feed after a day without changes",
  async (scene, redis) => {
    await scene.held(ALICE, [1]);
    const { board } = boardKeys(scene.eventId);
    const day = 24 * 60 * MINUTE_MS;
    const lives = () => Promise.all(board.slice(0, 4).map((key) => redis.pttl(key)));
    const assertLives = async (...expected: number[]) =>
      (await lives()).forEach((ms, n) => assert(ms <= expected[n] && ms > expected[n] - MINUTE_MS, `${ms}`));
    await assertLives(EVENT_IN_MS + day, EVENT_IN_MS + day, EVENT_IN_MS + day, day);
    await scene.held(BOB, [2]);
    await assertLives(EVENT_IN_MS + day, EVENT_IN_MS + day, EVENT_IN_MS + day, day);

    await redis.del(...board);
    scene.test.truth.get(scene.eventId)!.endsAt = clock.now - day;
    await scene.held(ALICE, [3]);
    await assertLives(day, day, day, day);
  },
);

specifyKeys(
  "a client whose feed has expired gets a snapshot, and then the next changes",
  async (scene, redis) => {
    const { epoch } = await scene.board.snapshot(scene.eventId);
    await scene.held(ALICE, [1]);
    const [, , , feed] = boardKeys(scene.eventId).board;
    await redis.del(feed);
    const at = (version: number) => scene.board.feeds([{ eventId: scene.eventId, epoch, version }]);
    assert.deepEqual((await at(0)).get(scene.eventId), { reset: true });
    assert.deepEqual((await at(1)).get(scene.eventId), { epoch, deltas: [] });
    await scene.held(BOB, [2]);
    assert.deepEqual(await scene.deltasSince(epoch, 1), [{ version: 2, seats: [[2, "h"]] }]);
  },
);

for (const part of ["epoch", "version", "statuses"] as const) {
  specifyKeys(`a board without its ${part} is rebuilt, and holds survive`, async (scene, redis) => {
    const before = await scene.board.snapshot(scene.eventId);
    const hold = await scene.held(ALICE, [1]);
    await redis.del(boardKeys(scene.eventId)[part]);
    const next = granted(await scene.board.hold(scene.request(BOB, [2])));
    const after = await scene.board.snapshot(scene.eventId);
    assert.equal(after.statuses, "ahhaaaaaaaaa");
    assert.notEqual(after.epoch, before.epoch);
    assert.deepEqual(await scene.board.get(hold.id, [ALICE]), hold);
    assert.deepEqual(await scene.board.get(next.id, [BOB]), next);
  });
}

const READS: Record<string, (scene: Scene, position: Position) => Promise<unknown>> = {
  snapshot: ({ board, eventId }) => board.snapshot(eventId),
  "snapshot that its reader has": ({ board, eventId }, position) => board.snapshotUnlessAt(eventId, position),
  "list of snapshots": ({ board, eventId }) => board.snapshots([eventId]),
  sweep: ({ board, eventId }) => board.sweep([eventId]),
};
for (const [name, read] of Object.entries(READS)) {
  specifyKeys(
    `a board from another history of the server is rebuilt by the next ${name}`,
    async (scene, redis) => {
      const claimed = await scene.claimed(ALICE, [1], "booking-1");
      // The booking was confirmed, and the server that took over does not know it.
      scene.test.truth.get(scene.eventId)!.claims = [
        { index: 2, claim: "confirmed", holdId: "earlier", bookingId: "booking-0" },
      ];
      const before = await scene.board.snapshot(scene.eventId);
      await redis.set(boardKeys(scene.eventId).epoch, `${before.epoch} ${"0".repeat(40)}`);
      const position = { eventId: scene.eventId, epoch: before.epoch, version: before.version };
      assert.deepEqual((await scene.board.feeds([position])).get(scene.eventId), { reset: true });
      await read(scene, before);
      const [epoch] = (await redis.get(boardKeys(scene.eventId).epoch))!.split(" ");
      assert.notEqual(epoch, before.epoch);
      assert.deepEqual(await scene.board.snapshot(scene.eventId), {
        epoch,
        version: 0,
        statuses: "ahbaaaaaaaaa",
      });
      assert.deepEqual(await scene.board.reactivate(claimed.id, 1, MINUTE_MS), { active: true });
    },
  );
}

specifyKeys(
  "while one process builds a board, the others throw a retryable error",
  async (scene, redis) => {
    const { lock } = boardKeys(scene.eventId);
    await redis.set(lock, "another-process", "PX", 10 * MINUTE_MS);
    await assert.rejects(scene.board.hold(scene.request(ALICE, [1])), (error) => {
      return error instanceof Unavailable && error.retryAfterMs > 0;
    });
    await redis.del(lock);
    await scene.held(ALICE, [1]);
  },
);

specifyKeys(
  "a process that lost the lock can't overwrite a board that another process has built",
  async (scene, redis) => {
    const { lock } = boardKeys(scene.eventId);
    const truth = scene.test.truth.get(scene.eventId)!;
    const slow = await openBoard({
      load: async () => {
        await redis.del(lock);
        await scene.held(BOB, [5]);
        return truth;
      },
    });
    try {
      const { epoch } = await slow.snapshot(scene.eventId).catch(async (error) => {
        assert(error instanceof Unavailable);
        return await scene.board.snapshot(scene.eventId);
      });
      assert.deepEqual(await scene.board.snapshot(scene.eventId), {
        epoch,
        version: 1,
        statuses: "aaaaahaaaaaa",
      });
    } finally {
      await slow.close();
    }
  },
);

specify("processes that access a new event at the same time build it once", async (scene) => {
  let loads = 0;
  const truth = scene.test.truth.get(scene.eventId)!;
  const source = { load: () => Promise.resolve((loads++, truth)) };
  const boards = await Promise.all(Array.from({ length: 4 }, () => openBoard(source)));
  try {
    const snapshots = await Promise.all(boards.map((board) => board.snapshot(scene.eventId)));
    assert.equal(new Set(snapshots.map((snapshot) => snapshot.epoch)).size, 1);
    assert.equal(loads, 1);
  } finally {
    await Promise.all(boards.map((board) => board.close()));
  }
});

specify("a failing source releases the lock, so the next access tries again", async (scene) => {
  const truth = scene.test.truth.get(scene.eventId)!;
  const loads = [() => Promise.reject(new Error("no database")), () => Promise.resolve(truth)];
  const board = await openBoard({ load: () => loads.shift()!() });
  try {
    await assert.rejects(board.snapshot(scene.eventId), Unavailable);
    assert.equal((await board.snapshot(scene.eventId)).version, 0);
  } finally {
    await board.close();
  }
});

specifyKeys("the key of a held seat expires; that of a claimed one does not", async (scene, redis) => {
  const timeMs = async () => {
    const [seconds, micros] = await redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  };
  const before = await timeMs();
  const hold = await scene.held(ALICE, [1]);
  const after = await timeMs();
  const { seat } = boardKeys(scene.eventId);
  const leaseMs = hold.expiresAt - clock.now + 60_000;
  const expiresAt = await redis.pexpiretime(seat(1));
  assert(expiresAt >= before + leaseMs && expiresAt <= after + leaseMs, `${expiresAt - before}`);
  await scene.claim(hold.id, ALICE);
  assert.equal(await redis.pttl(seat(1)), -1);
  await scene.board.reactivate(hold.id, 1, MINUTE_MS);
  assert((await redis.pttl(seat(1))) > 0);
});

specifyKeys(
  "a seat whose key expired before its hold was swept is freed by the sweep",
  async (scene, redis) => {
    const hold = await scene.held(ALICE, [1]);
    await redis.del(boardKeys(scene.eventId).seat(1));
    scene.advance(hold.expiresAt - clock.now);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 1);
    assert.equal(await scene.statuses(), "aaaaaaaaaaaa");
  },
);

specifyKeys("a hold that does not survive leaves no key behind", async (scene, redis) => {
  const hold = await scene.held(ALICE, [1]);
  scene.test.truth.get(scene.eventId)!.chartVersion = 2;
  await scene.board.reset(scene.eventId);
  await scene.board.snapshot(scene.eventId);
  const { owner, hold: record, holds } = boardKeys(scene.eventId);
  assert.equal(await redis.exists(owner(ALICE), record(hold.id), holds), 0);
});

specifyKeys("without the atomic step, several of fifty buyers win", async (scene, redis) => {
  const { seat } = boardKeys(scene.eventId);
  const naiveHold = async (holdId: string) => {
    if (await redis.get(seat(1)) !== null) return false;
    await redis.set(seat(1), holdId);
    return true;
  };
  const wins = await Promise.all(Array.from({ length: 50 }, (_, n) => naiveHold(`${n}`)));
  assert(wins.filter((won) => won).length > 1, "the control shows the race");
});

specifyKeys("an ended hold leaves none of its keys behind", async (scene, redis) => {
  await scene.board.snapshot(scene.eventId);
  const keys = async () => (await redis.keys(`{e:${scene.eventId}}:*`)).sort();
  const empty = await keys();
  const addresses = [{ key: "203.0.113.7", seats: 4 }];
  const hold = granted(await scene.board.hold({ ...scene.request(ALICE, [1, 2]), addresses }));
  await scene.board.change({ holdId: hold.id, owners: [ALICE], seats: priced([2, 3]) });
  await scene.board.release(hold.id, [ALICE]);
  assert.deepEqual(await keys(), [...empty, `{e:${scene.eventId}}:feed`].sort());
});

Deno.test({
  name: "Redis board: the board is rebuilt after its server has been a replica",
  ignore,
  async fn() {
    const dir = await Deno.makeTempDir({ prefix: "aisle_redis_" });
    const server = await startRedis({ port: await freePort(), dir });
    const redis = new Redis(server.url);
    const test = await openRedisBoard(server.url);
    const { board } = test;
    try {
      const scene = new Scene(test);
      const hold = await scene.held(ALICE, [1]);
      const { epoch } = await board.snapshot(scene.eventId);
      await redis.replicaof("127.0.0.1", "1");
      await assert.rejects(scene.held(BOB, [2]), Unavailable);
      await redis.replicaof("NO", "ONE");
      await until(
        () => board.sweep([scene.eventId]).catch((error) => assert(error instanceof Unavailable, error)),
        (swept) => swept?.ended === 0,
      );
      assert.notEqual((await board.snapshot(scene.eventId)).epoch, epoch);
      assert.deepEqual(await board.get(hold.id, [ALICE]), hold);
    } finally {
      await board.close();
      redis.disconnect();
      await server.stop();
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test("Redis board: without a server it fails fast", async () => {
  const source = { load: () => Promise.resolve(null) };
  const board = redisBoard({ urls: "redis://127.0.0.1:1", source, onError: () => {} });
  try {
    await assert.rejects(board.ping(), Unavailable);
    await assert.rejects(board.snapshot(crypto.randomUUID()), Unavailable);
  } finally {
    await board.close();
  }
});
