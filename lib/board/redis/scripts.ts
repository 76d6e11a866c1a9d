/** The board's Lua scripts: one per operation, assembled from shared parts and run by hash. */
import { createHash } from "node:crypto";
import { Command } from "ioredis";
import type { RedisClient } from "./connection.ts";
import type { Reply } from "./replies.ts";
import abandonRebuild from "./scripts/abandon_rebuild.lua" with { type: "text" };
import beginRebuild from "./scripts/begin_rebuild.lua" with { type: "text" };
import change from "./scripts/change.lua" with { type: "text" };
import claim from "./scripts/claim.lua" with { type: "text" };
import extend from "./scripts/extend.lua" with { type: "text" };
import feed from "./scripts/feed.lua" with { type: "text" };
import get from "./scripts/get.lua" with { type: "text" };
import hold from "./scripts/hold.lua" with { type: "text" };
import list from "./scripts/list.lua" with { type: "text" };
import board from "./scripts/parts/board.lua" with { type: "text" };
import existingHold from "./scripts/parts/existing_hold.lua" with { type: "text" };
import holds from "./scripts/parts/holds.lua" with { type: "text" };
import keys from "./scripts/parts/keys.lua" with { type: "text" };
import step from "./scripts/parts/step.lua" with { type: "text" };
import taking from "./scripts/parts/taking.lua" with { type: "text" };
import reactivate from "./scripts/reactivate.lua" with { type: "text" };
import rebuild from "./scripts/rebuild.lua" with { type: "text" };
import release from "./scripts/release.lua" with { type: "text" };
import snapshot from "./scripts/snapshot.lua" with { type: "text" };
import sync from "./scripts/sync.lua" with { type: "text" };
import stuckClaims from "./scripts/stuck_claims.lua" with { type: "text" };
import sweep from "./scripts/sweep.lua" with { type: "text" };

/** The scripts as written, before their parts are included. */
export const scriptSources = {
  abandonRebuild,
  beginRebuild,
  change,
  claim,
  extend,
  feed,
  get,
  hold,
  list,
  reactivate,
  rebuild,
  release,
  snapshot,
  sync,
  stuckClaims,
  sweep,
};

export type ScriptName = keyof typeof scriptSources;

/** The parts that `--- @include name` inserts, by name. */
export const scriptParts: Record<string, string> = {
  board,
  keys,
  step,
  holds,
  taking,
  existing_hold: existingHold,
};

/** Replaces the include lines of a script with the parts that they name. */
export function assemble(source: string): string {
  return source.replace(/^--- @include (\w+)$/gm, (_, name: string) => {
    if (!(name in scriptParts)) throw new Error(`unknown script part ${name}`);
    return scriptParts[name];
  });
}

const scripts = new Map(
  Object.entries(scriptSources).map(([name, source]) => {
    const text = assemble(source);
    return [name, { text, hash: createHash("sha1").update(text).digest("hex") }];
  }),
);

/** Reads of snapshots are already shared, so pipelining would cost them time and gain nothing. */
const NOT_PIPELINED: ReadonlySet<ScriptName> = new Set(["snapshot"]);

/** Runs a script by hash, or by text on a server that does not know it yet. */
export async function runScript(
  redis: RedisClient,
  name: ScriptName,
  keys: string[],
  args: string[],
): Promise<Reply> {
  const { text, hash } = scripts.get(name)!;
  try {
    if (NOT_PIPELINED.has(name)) {
      const command = new Command("evalsha", [hash, keys.length, ...keys, ...args], {
        replyEncoding: "utf8",
      });
      return await redis.sendCommand(command) as Reply;
    }
    return await redis.evalsha(hash, keys.length, ...keys, ...args) as Reply;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return await redis.eval(text, keys.length, ...keys, ...args) as Reply;
  }
}
