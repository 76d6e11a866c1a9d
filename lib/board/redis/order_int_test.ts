/**
 * While a cluster moves a slot, some of an event's keys may be on one server and some on another. A script then fails
 * at the first missing key, and must not have written anything by then. So scripts must read and write in a certain
 * order, which is checked here by running the whole contract with a recorder instead of `redis.call`.
 */
import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { testRedisUrl } from "@/lib/testing/services.ts";
import type { BoardTruth } from "../board.ts";
import { holdContract } from "../contract.ts";
import { claimContract, feedContract } from "../contract_claims.ts";
import { specifyFor, type TestBoard } from "../contract_scene.ts";
import { modelContract } from "../model.ts";
import { boardKeys } from "./keys.ts";
import { RedisBoard } from "./redis_board.ts";
import type { Reply } from "./replies.ts";
import { assemble, type ScriptName, scriptSources } from "./scripts.ts";
import type { BoardStore } from "./store.ts";

const ignore = testRedisUrl() === undefined;

const READS = new Set(
  "EXISTS GET GETRANGE HGETALL HKEYS INFO MGET TIME XRANGE ZRANGE ZRANGEBYSCORE ZSCORE".split(" "),
);
const REMOVALS = new Set(["DEL", "HDEL", "ZREM"]);
const WRITES = new Set([
  ...REMOVALS,
  ..."EXPIRE HSET INCR PERSIST PEXPIRE SET SETRANGE XADD ZADD".split(" "),
]);

function keysOf([name, ...args]: string[]): string[] {
  if (name === "INFO" || name === "TIME") return [];
  return ["DEL", "EXISTS", "MGET"].includes(name) ? args : args.slice(0, 1);
}

/** Throws if these commands, called by a script with the keys `given`, break the order that keeps it atomic. */
function assertOrder(given: string[], commands: string[][]): void {
  const known = new Set(given);
  const removed = new Set<string>();
  let hasWritten = false;
  for (const command of commands) {
    const [name] = command;
    const keys = keysOf(command);
    const text = command.join(" ");
    for (const key of keys) assert(!removed.has(key), `a key that may be gone is touched again: ${text}`);
    if (READS.has(name)) {
      assert(!hasWritten, `a read after a write: ${text}`);
      if (new Set(keys).size > 1) keys.forEach((key) => known.add(key));
    } else {
      assert(WRITES.has(name), `neither a read nor a write: ${text}`);
      hasWritten = true;
    }
    for (const key of keys) {
      assert(known.has(key), `a key that was neither given nor read with another: ${text}`);
    }
    if (REMOVALS.has(name)) keys.forEach((key) => removed.add(key));
  }
}

/** The script with a recorder: it returns the script's reply and the commands that it called. */
function recording(script: ScriptName): string {
  return `
local commands, server = {}, redis
local redis = {
  call = function(...)
    local command = {}
    for i, part in ipairs({ ... }) do
      command[i] = tostring(part)
    end
    commands[#commands + 1] = command
    return server.call(...)
  end,
}
local function script()
${assemble(scriptSources[script])}
end
local reply = script()
return { reply, commands }`;
}

const clock = { now: Date.parse("2026-05-01T18:00:00Z") };
const recorded = new Set<ScriptName>();

function openRecordedBoard(): Promise<TestBoard> {
  const redis = new Redis(testRedisUrl()!);
  const hashes = new Map<ScriptName, Promise<unknown>>();
  const store: BoardStore = {
    command: (work) => work(redis),
    async run(script, keys, request) {
      const loaded = hashes.get(script) ?? redis.script("LOAD", recording(script));
      hashes.set(script, loaded);
      const args = [String(clock.now), JSON.stringify(request)];
      const [reply, commands] = await redis.evalsha(String(await loaded), keys.length, ...keys, ...args) as [
        Reply,
        string[][],
      ];
      assertOrder(keys, commands);
      recorded.add(script);
      return reply;
    },
  };
  const truth = new Map<string, BoardTruth>();
  const source = { load: (eventId: string) => Promise.resolve(truth.get(eventId) ?? null) };
  const board = new RedisBoard(store, { source }, () => redis.disconnect());
  return Promise.resolve({ board, clock, truth, close: () => board.close() });
}

const specify = specifyFor("recorded", openRecordedBoard, ignore);
holdContract(specify);
claimContract(specify);
feedContract(specify);
modelContract(specify, { runs: 20 });

Deno.test({
  name: "recorded board: every script is recorded",
  ignore,
  fn: () =>
    assert.deepEqual(Object.keys(scriptSources).filter((name) => !recorded.has(name as ScriptName)), []),
});

Deno.test("the order check rejects late reads, writes to unread keys and access to removed keys", () => {
  const given = ["given"];
  assertOrder(given, [["TIME"], ["MGET", "given", "found"], ["GET", "found"], ["SET", "found", "1"]]);
  const broken: [string[][], RegExp][] = [
    [[["SET", "given", "1"], ["GET", "given"]], /a read after a write/],
    [[["GET", "found"]], /neither given nor read with another/],
    [[["SET", "found", "1"]], /neither given nor read with another/],
    [[["ZREM", "given", "a"], ["ZADD", "given", "1", "b"]], /may be gone/],
    [[["FLUSHALL"]], /neither a read nor a write/],
  ];
  for (const [commands, message] of broken) assert.throws(() => assertOrder(given, commands), message);
});

Deno.test({
  name: "scripts name keys as keys.ts does",
  ignore,
  async fn() {
    const redis = new Redis(testRedisUrl()!);
    try {
      const keys = boardKeys(crypto.randomUUID());
      const text = assemble(`--- @include board
--- @include keys
return { hold_key("h"), owner_key("u:1"), address_key("::1"), abandoned_key("::1"), seat_key(0), seat_key(49999) }`);
      assert.deepEqual(await redis.eval(text, keys.board.length, ...keys.board, ""), [
        keys.hold("h"),
        keys.owner("u:1"),
        keys.address("::1"),
        keys.abandoned("::1"),
        keys.seat(0),
        keys.seat(49_999),
      ]);
    } finally {
      redis.disconnect();
    }
  },
});
