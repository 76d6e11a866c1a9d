/**
 * The board on a Redis Cluster of three servers: the contract, a slot that moves under load, and the loss of a server.
 */
import assert from "node:assert/strict";
import { Cluster } from "ioredis";
import { Unavailable } from "@/lib/errors.ts";
import { createRateLimits } from "@/lib/http/rate_limits.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { until } from "@/lib/testing/until.ts";
import { hasRedis } from "@/tasks/stack/redis.ts";
import {
  type ClusterNode,
  moveSlot,
  noticeLoss,
  type RedisCluster,
  startRedisCluster,
} from "@/tasks/stack/redis_cluster.ts";
import type { BoardTruth, Hold, SeatBoard, Snapshot } from "../board.ts";
import { holdContract } from "../contract.ts";
import { claimContract, feedContract } from "../contract_claims.ts";
import { ALICE, BOB, granted, MINUTE_MS, Scene, specifyFor, type TestBoard } from "../contract_scene.ts";
import { modelContract } from "../model.ts";
import { connectRedis } from "./connection.ts";
import { boardKeys } from "./keys.ts";
import { RedisBoard, redisBoard } from "./redis_board.ts";
import type { Reply } from "./replies.ts";
import { assemble, scriptSources } from "./scripts.ts";
import type { BoardStore } from "./store.ts";

const ignore = !await hasRedis();
const clock = { now: Date.parse("2026-05-01T18:00:00Z") };
let folder: string;
let cluster: RedisCluster;

if (!ignore) {
  Deno.test.beforeAll(async () => {
    folder = await Deno.makeTempDir({ prefix: "aisle_cluster_" });
    cluster = await startRedisCluster(folder);
  });
  Deno.test.afterAll(async () => {
    await cluster.stop();
    await Deno.remove(folder, { recursive: true });
  });
}

async function openClusterBoard(): Promise<TestBoard> {
  const truth = new Map<string, BoardTruth>();
  const source = { load: (eventId: string) => Promise.resolve(truth.get(eventId) ?? null) };
  const board = redisBoard({ urls: cluster.url, source, onError: () => {}, clock: () => clock.now });
  await until(() => board.ping().then(() => true, () => false), (isReady) => isReady);
  return { board, clock, truth, close: () => board.close() };
}

const specify = specifyFor("cluster", openClusterBoard, ignore);
holdContract(specify);
claimContract(specify);
feedContract(specify);
modelContract(specify, { runs: 10 });

function slotOf(eventId: string): Promise<number> {
  return cluster.masters[0].redis.cluster("KEYSLOT", boardKeys(eventId).epoch);
}

async function keysIn(slot: number, node: ClusterNode): Promise<string[]> {
  return await node.redis.call("CLUSTER", "GETKEYSINSLOT", slot, 1_000) as string[];
}

/** A scene whose event is on this server and alone in its slot, which an event of another test could share. */
async function sceneOn(test: TestBoard, node: ClusterNode, seatCount: number): Promise<Scene> {
  while (true) {
    const scene = new Scene(test, { seatCount });
    await scene.board.snapshot(scene.eventId);
    const keys = await keysIn(await slotOf(scene.eventId), node);
    if (keys.length > 0 && keys.every((key) => key.startsWith(`{e:${scene.eventId}}:`))) return scene;
  }
}

specify("events are spread over all three servers", async ({ test }) => {
  for (const node of cluster.masters) await sceneOn(test, node, 1);
});

/**
 * Buyers who hold, claim, change and release seats of one event until they are stopped, and what they are known to
 * have.
 */
class Crowd {
  calls = 0;
  unavailable = 0;
  succeeded = 0;
  readonly claimed = new Set<string>();
  /** Seat → the hold known to have it: granted, and not yet given back. */
  readonly #holders = new Map<number, string>();
  #stopping = false;

  constructor(readonly scene: Scene, readonly seatCount: number) {}

  get held(): number[] {
    return [...this.#holders.keys()].sort((a, b) => a - b);
  }

  get holdIds(): string[] {
    return [...new Set(this.#holders.values())];
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Retries until the board responds, as a client would. */
  async #retry<T>(work: (board: SeatBoard) => Promise<T>): Promise<T> {
    while (true) {
      this.calls++;
      try {
        const result = await work(this.scene.board);
        this.succeeded++;
        return result;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        this.unavailable++;
      }
    }
  }

  #has({ id, seats }: Hold): void {
    for (const { index } of seats) {
      const other = this.#holders.get(index);
      assert(other === undefined || other === id, `seat ${index} was given to two holds`);
      this.#holders.set(index, id);
    }
  }

  async buy(owner: string, seed: number): Promise<void> {
    const { scene } = this;
    for (let n = seed; !this.#stopping; n += 7) {
      const index = n % (this.seatCount - 2);
      const request = scene.request(owner, [index, index + 1]);
      const result = await this.#retry((board) => board.hold(request));
      if (!result.ok) continue;
      const { id } = result.hold;
      this.#has(result.hold);
      if (n % 3 === 0) {
        this.#holders.delete(index);
        const changed = await this.#retry((board) =>
          board.change({ holdId: id, owners: [owner], seats: [{ index: index + 1, price: 2500 }] })
        );
        this.#has(granted(changed));
      }
      if (n % 5 === 0 && this.claimed.size < 3) {
        const claim = { holdId: id, owners: [owner], idempotencyHash: id, bookingId: "booking" };
        this.#has(granted(await this.#retry((board) => board.claim(claim))));
        this.claimed.add(id);
        continue;
      }
      for (const [seat, holder] of this.#holders) if (holder === id) this.#holders.delete(seat);
      await this.#retry((board) => board.release(id, [owner]));
    }
  }
}

/** Follows the feed as a page does, and checks that no version is skipped. */
class Follower {
  #at: Snapshot | null = null;

  constructor(readonly scene: Scene) {}

  /** Applies the deltas up to the board's latest version and returns the statuses. */
  async follow(): Promise<string> {
    const { board, eventId } = this.scene;
    this.#at ??= await board.snapshot(eventId);
    const { epoch, version, statuses } = this.#at;
    const result = (await board.feeds([{ eventId, epoch, version }])).get(eventId)!;
    if ("reset" in result) {
      this.#at = null;
      return await this.follow();
    }
    const letters = [...statuses];
    let latest = version;
    for (const delta of result.deltas) {
      assert.equal(delta.version, ++latest, "a version was skipped");
      for (const [index, status] of delta.seats) letters[index] = status;
    }
    this.#at = { epoch, version: latest, statuses: letters.join("") };
    return this.#at.statuses;
  }

  async followUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.follow().catch((error) => assert(error instanceof Unavailable, error));
  }
}

specify(
  "while a slot moves under load, nothing is sold twice, half done or left unpublished",
  async ({ test }) => {
    const seatCount = 24;
    const [, from, to] = cluster.masters;
    const scene = await sceneOn(test, from, seatCount);
    const slot = await slotOf(scene.eventId);
    const crowd = new Crowd(scene, seatCount);
    const follower = new Follower(scene);
    let isOver = false;
    const following = follower.followUntil(() => isOver);
    const buyers = Array.from({ length: 4 }, (_, n) => crowd.buy(`u:${n}`, 1 + 5 * n));
    const untilMore = async (what: "calls" | "succeeded", count: number) => {
      const target = crowd[what] + count;
      await Promise.race([until(() => crowd[what], (value) => value >= target), ...buyers]);
    };
    await untilMore("succeeded", 50);
    // Until the last step, most of the board is on one server and the keys that scripts discover are on the other.
    const isLast = (key: string) => /:(seat|owner):/.test(key);
    await moveSlot({ slot, from, to, isLast, between: () => untilMore("calls", 2) });
    await untilMore("succeeded", 50);
    await Promise.race([until(() => crowd.claimed.size, (claims) => claims >= 3), ...buyers]);
    crowd.stop();
    await Promise.all(buyers);
    isOver = true;
    await following;

    assert(crowd.unavailable > 0, "the move was noticed");
    const expected = Array.from({ length: seatCount }, (_, n) => crowd.held.includes(n) ? "h" : "a").join("");
    assert.equal(await scene.statuses(), expected);
    assert.equal(await until(() => follower.follow(), (statuses) => statuses === expected), expected);
    assert.deepEqual(crowd.holdIds.sort(), [...crowd.claimed].sort());
    const ended = [...crowd.claimed].map((holdId) => ({ holdId, attempt: 1 }));
    await scene.board.sync({ eventId: scene.eventId, seats: [], ended });
    const left = await keysIn(slot, to);
    const { epoch, version, statuses, board: [, , , feed] } = boardKeys(scene.eventId);
    assert.deepEqual(left.sort(), [epoch, version, statuses, feed].sort(), "no part of a hold is left");
  },
);

/** A board that uses only this server, even for keys of a slot that is still moving to it. */
function boardOn({ redis }: ClusterNode): RedisBoard {
  const store: BoardStore = {
    command: () => Promise.reject(new Error("only scripts are expected")),
    async run(script, keys, request) {
      const args = [String(clock.now), JSON.stringify(request)];
      const text = assemble(scriptSources[script]);
      const [, reply] = await Promise.all([
        redis.call("ASKING"),
        redis.eval(text, keys.length, ...keys, ...args) as Promise<Reply>,
      ]);
      return reply;
    },
  };
  return new RedisBoard(store, { source: { load: () => Promise.resolve(null) } }, () => {});
}

/** Everything that the servers have in a slot. */
async function contentOf(slot: number, nodes: ClusterNode[]): Promise<string[][]> {
  return await Promise.all(nodes.map(async (node) => {
    const keys = await keysIn(slot, node);
    const values = await Promise.all(
      keys.sort().map(async (key) => {
        const [, value] = await Promise.all([node.redis.call("ASKING"), node.redis.dumpBuffer(key)]);
        return `${key} ${value.toBase64()}`;
      }),
    );
    return values;
  }));
}

specify(
  "every operation on a half-moved board fails on both servers and changes nothing",
  async ({ test }) => {
    const [, to, from] = cluster.masters;
    const scene = await sceneOn(test, from, 6);
    const { eventId } = scene;
    const slot = await slotOf(eventId);
    const { id } = await scene.held(ALICE, [0, 1]);
    const claimed = await scene.claimed(BOB, [2]);
    const keys = boardKeys(eventId);
    // As if the board had been built on the target server, so that scripts can only fail on missing keys.
    const [, history] = /master_replid:(\w+)/.exec(await to.redis.info("replication"))!;
    await from.redis.set(keys.epoch, `x ${history}`);
    const operations: ((board: SeatBoard) => Promise<unknown>)[] = [
      (board) => board.hold({ ...scene.request(ALICE, [4]), holdId: id }),
      (board) => board.hold(scene.request(ALICE, [4])),
      (board) => board.change({ holdId: id, owners: [ALICE], seats: [{ index: 1, price: 1 }] }),
      (board) => board.extend(id, [ALICE], 15 * MINUTE_MS),
      (board) => board.release(id, [ALICE]),
      (board) => board.claim({ holdId: id, owners: [ALICE], idempotencyHash: "h", bookingId: "b" }),
      (board) => board.reactivate(claimed.id, 1, MINUTE_MS),
      (board) => board.sync({ eventId, seats: [{ index: 0, claim: "confirmed" }], ended: [] }),
      (board) => board.sync({ eventId, seats: [], ended: [{ holdId: claimed.id, attempt: 1 }] }),
      (board) => board.list(eventId, [ALICE]),
    ];
    const isLast = (key: string) => /:(seat|owner):/.test(key);
    let halves = 0;
    const between = async () => {
      const before = await contentOf(slot, [from, to]);
      if (before[1].length === 0 || before[1].some(isLast)) return;
      halves++;
      scene.advance(MINUTE_MS);
      for (const board of [from, to].map(boardOn)) {
        for (const operation of operations) {
          await assert.rejects(
            operation(board),
            /access a non local key|TRYAGAIN|ASK|MOVED/,
            String(operation),
          );
        }
      }
      assert.deepEqual(await contentOf(slot, [from, to]), before);
    };
    await moveSlot({ slot, from, to, isLast, between });
    assert(halves >= 8);
    assert.equal((await scene.board.get(id, [ALICE]))?.id, id);
  },
);

specify(
  "on a slot's new server, a key not yet moved seems empty when read alone, but causes an error when read with another",
  async ({ test }) => {
    const [, to, from] = cluster.masters;
    const scene = await sceneOn(test, from, 2);
    const slot = await slotOf(scene.eventId);
    await scene.held(ALICE, [0]);
    const { epoch, seat } = boardKeys(scene.eventId);
    const read = async (script: string) => {
      const asking = to.redis.call("ASKING");
      const result = to.redis.eval(script, 1, epoch, seat(0));
      return (await Promise.all([asking, result]))[1];
    };
    let halves = 0;
    await moveSlot({
      slot,
      from,
      to,
      isLast: (key) => key !== epoch,
      async between() {
        const there = await keysIn(slot, to);
        if (!there.includes(epoch) || there.includes(seat(0))) return;
        halves++;
        assert.equal(await read('return redis.call("GET", ARGV[1])'), null);
        await assert.rejects(read('return redis.call("MGET", KEYS[1], ARGV[1])'), /access a non local key/);
      },
    });
    assert(halves > 0);
    assert.notEqual(await to.redis.get(seat(0)), null);
  },
);

Deno.test({
  name: "cluster: rate limits are counted",
  ignore,
  async fn() {
    const redis = connectRedis(cluster.url, () => {});
    try {
      assert(redis instanceof Cluster);
      if (redis.status !== "ready") await new Promise((resolve) => redis.once("ready", resolve));
      const limits = createRateLimits({ redis, logger: silentLogger });
      const key = crypto.randomUUID();
      const results = [];
      for (let n = 0; n < 61; n++) results.push(await limits.consume([{ limit: "holds-buyer", key }]));
      assert.deepEqual(results.map(({ allowed }) => allowed), [...Array(60).fill(true), false]);
    } finally {
      redis.disconnect();
    }
  },
});

specify(
  "when a replica takes over, the board is new, claims survive, and a timed-out command does not run later",
  async ({ test }) => {
    const [lost] = cluster.masters;
    const { replica } = cluster;
    const scene = await sceneOn(test, lost, 12);
    const before = await scene.board.snapshot(scene.eventId);
    const claimed = await scene.claimed(ALICE, [4], "booking-1");
    // The lost server's board never knew of the first claim.
    test.truth.get(scene.eventId)!.claims = [
      { index: 3, claim: "confirmed", holdId: "earlier", bookingId: "booking-0" },
      { index: 4, claim: "pending", holdId: claimed.id, bookingId: "booking-1" },
    ];
    assert.equal(await lost.redis.wait(1, 60_000), 1, "the replica has the claim");
    Deno.kill(lost.pid, "SIGSTOP");
    const late = scene.request(BOB, [5]);
    await assert.rejects(scene.board.hold(late), Unavailable);
    await lost.kill();
    await noticeLoss(cluster);
    await until(() => replica.redis.info("replication"), (info) => info.includes("role:master"));
    const after = await until(
      () => scene.board.snapshot(scene.eventId).catch((error) => assert(error instanceof Unavailable, error)),
      (snapshot) => snapshot !== undefined && snapshot.epoch !== before.epoch,
    );
    assert.equal(after?.statuses, "aaabhaaaaaaa");
    assert.equal(await scene.board.get(late.holdId, [BOB]), null);
    granted(await scene.board.hold(scene.request(BOB, [5])));
    assert.deepEqual(await scene.board.reactivate(claimed.id, 1, MINUTE_MS), { active: true });
  },
);
