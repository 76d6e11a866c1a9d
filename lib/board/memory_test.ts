import assert from "node:assert/strict";
import { Unavailable } from "@/lib/errors.ts";
import type { BoardTruth } from "./board.ts";
import { holdContract } from "./contract.ts";
import { claimContract, feedContract } from "./contract_claims.ts";
import { ALICE, EVENT_IN_MS, MINUTE_MS, Scene, specifyFor, type TestBoard } from "./contract_scene.ts";
import { memoryBoard } from "./memory.ts";
import { modelContract } from "./model.ts";

const DAY_MS = 24 * 60 * MINUTE_MS;

function openMemoryBoard(): Promise<TestBoard> {
  const clock = { now: Date.parse("2026-05-01T18:00:00Z") };
  const truth = new Map<string, BoardTruth>();
  const source = { load: (eventId: string) => Promise.resolve(truth.get(eventId) ?? null) };
  const board = memoryBoard({ source, now: () => clock.now });
  return Promise.resolve({ board, clock, truth, close: () => board.close() });
}

const specify = specifyFor("memory", openMemoryBoard);
holdContract(specify);
claimContract(specify);
feedContract(specify);
modelContract(specify, { runs: 300 });

Deno.test("memory board: concurrent first accesses share one load", async () => {
  let loads = 0;
  const truth: BoardTruth = { seatCount: 2, endsAt: 0, chartVersion: 1, blocked: [], claims: [] };
  const source = { load: () => Promise.resolve((loads++, truth)) };
  const test = { board: memoryBoard({ source, now: () => 0 }), clock: { now: 0 }, truth: new Map(), close };
  const scene = new Scene(test);
  await Promise.all([scene.statuses(), scene.statuses(), scene.held("u:1", [0]), scene.held("u:2", [1])]);
  assert.equal(await scene.statuses(), "hh");
  assert.equal(loads, 1);
});

Deno.test("memory board: it is unavailable while its source fails", async () => {
  const loads = [Promise.reject(new Error("no database")), Promise.resolve(null)];
  const board = memoryBoard({ source: { load: () => loads.shift()! }, now: () => 0 });
  await assert.rejects(board.snapshot(crypto.randomUUID()), Unavailable);
  assert.equal((await board.snapshots([crypto.randomUUID()])).size, 0);
});

specify(
  "a board expires a day after its event has ended, and is rebuilt on demand for another day",
  async (scene) => {
    const claimed = await scene.claimed(ALICE, [1], "booking-1");
    const { epoch } = await scene.board.snapshot(scene.eventId);
    const position = { eventId: scene.eventId, epoch, version: 0 };
    const feed = async () => (await scene.board.feeds([position])).get(scene.eventId)!;
    scene.advance(EVENT_IN_MS + DAY_MS - 1);
    assert("deltas" in await feed());
    scene.advance(1);
    assert.deepEqual(await feed(), { reset: true });

    const after = await scene.board.snapshot(scene.eventId);
    assert.notEqual(after.epoch, epoch);
    assert.equal((await scene.board.get(claimed.id, [ALICE]))?.status, "claimed", "only Postgres ends it");
    scene.advance(DAY_MS - 1);
    assert.equal((await scene.board.snapshot(scene.eventId)).epoch, after.epoch);
    scene.advance(1);
    assert.notEqual((await scene.board.snapshot(scene.eventId)).epoch, after.epoch);
  },
);

Deno.test("memory board: sweeping other events drops an expired board", async () => {
  const clock = { now: 0 };
  let loads = 0;
  const truth: BoardTruth = { seatCount: 2, endsAt: 0, chartVersion: 1, blocked: [], claims: [] };
  const source = { load: () => Promise.resolve((loads++, truth)) };
  const board = memoryBoard({ source, now: () => clock.now });
  const eventId = crypto.randomUUID();
  await board.snapshot(eventId);
  clock.now = DAY_MS;
  await board.sweep([crypto.randomUUID()]);
  clock.now = 0;
  await board.snapshot(eventId);
  assert.equal(loads, 2);
});

Deno.test("if a check and a take were separate steps, several of fifty buyers would win", async () => {
  const takenBy = new Map<number, string>();
  const naiveHold = async (holdId: string) => {
    const isTaken = await Promise.resolve(takenBy.has(1));
    if (!isTaken) takenBy.set(1, holdId);
    return !isTaken;
  };
  const wins = await Promise.all(Array.from({ length: 50 }, (_, n) => naiveHold(`${n}`)));
  assert(wins.filter((won) => won).length > 1, "the control shows the race");
});

function close(): Promise<void> {
  return Promise.resolve();
}
