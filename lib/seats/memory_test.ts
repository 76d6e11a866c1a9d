import assert from "node:assert/strict";
import { type BoardTruth, Unavailable } from "./board.ts";
import { holdContract, Scene, statements, type TestBoard } from "./board_contract.ts";
import { claimContract, feedContract } from "./board_contract_claims.ts";
import { modelContract } from "./board_model.ts";
import { memoryBoard } from "./memory.ts";

function openMemoryBoard(): Promise<TestBoard> {
  const clock = { now: Date.parse("2026-05-01T18:00:00Z") };
  const truth = new Map<string, BoardTruth>();
  const source = { load: (eventId: string) => Promise.resolve(truth.get(eventId) ?? null) };
  const board = memoryBoard({ source, now: () => clock.now });
  return Promise.resolve({ board, clock, truth, close: () => board.close() });
}

const state = statements("memory", openMemoryBoard);
holdContract(state);
claimContract(state);
feedContract(state);
modelContract(state, { runs: 300 });

Deno.test("memory board: first touches at once share one load", async () => {
  let loads = 0;
  const truth: BoardTruth = { seatCount: 2, chartVersion: 1, blocked: [], claims: [] };
  const source = { load: () => Promise.resolve((loads++, truth)) };
  const test = { board: memoryBoard({ source, now: () => 0 }), clock: { now: 0 }, truth: new Map(), close };
  const scene = new Scene(test);
  await Promise.all([scene.statuses(), scene.statuses(), scene.held("u:1", [0]), scene.held("u:2", [1])]);
  assert.equal(await scene.statuses(), "hh");
  assert.equal(loads, 1);
});

Deno.test("memory board: a source that fails makes it unavailable until the source is back", async () => {
  const answers = [Promise.reject(new Error("no database")), Promise.resolve(null)];
  const board = memoryBoard({ source: { load: () => answers.shift()! }, now: () => 0 });
  await assert.rejects(board.snapshot(crypto.randomUUID()), Unavailable);
  assert.equal((await board.snapshots([crypto.randomUUID()])).size, 0);
});

Deno.test("memory board: with a wait between looking and taking the same fifty buyers all win", async () => {
  const takenBy = new Map<number, string>();
  const naiveHold = async (holdId: string) => {
    const isTaken = await Promise.resolve(takenBy.has(1));
    if (!isTaken) takenBy.set(1, holdId);
    return !isTaken;
  };
  const wins = await Promise.all(Array.from({ length: 50 }, (_, n) => naiveHold(`${n}`)));
  assert(wins.filter((won) => won).length > 1, "this control has to show the race");
});

function close(): Promise<void> {
  return Promise.resolve();
}
