/** Keeps the scripts, their headers and the code that calls them consistent. */
import assert from "node:assert/strict";
import { newHoldId } from "../board.ts";
import type { StoredHold } from "../restore.ts";
import { RedisBoard } from "./redis_board.ts";
import { ReplyCode } from "./replies.ts";
import { assemble, type ScriptName, scriptParts, scriptSources } from "./scripts.ts";
import type { BoardStore } from "./store.ts";

const names = Object.keys(scriptSources) as ScriptName[];

/** The comment lines at the top of a script. */
function headerOf(source: string): string {
  return source.slice(0, source.indexOf("--- @include"));
}

/** The code of a script and its parts, without comments. */
function codeOf(source: string): string {
  return assemble(source).replace(/--.*$/gm, "");
}

for (const name of names) {
  const source = scriptSources[name];
  const header = headerOf(source);
  const ownCode = source.slice(header.length).replace(/--.*$/gm, "");

  Deno.test(`script ${name}: the header states a purpose, the board's keys and the clock`, () => {
    assert.match(header, /^-- [A-Z].*\.\n/);
    const keys = ["epoch", "version", "statuses", "feed", "holds", "claimed"];
    for (const [n, key] of keys.entries()) assert(header.includes(`\n-- KEYS[${n + 1}] ${key}\n`), key);
    assert(header.includes("\n-- ARGV[1] now\n"));
  });

  Deno.test(`script ${name}: the header lists exactly the arguments that are used`, () => {
    const used = new Set([...codeOf(source).matchAll(/ARGV\[(\d+)\]/g)].map((match) => match[1]));
    const listed = new Set([...header.matchAll(/^-- ARGV\[(\d+)\]/gm)].map((match) => match[1]));
    assert.deepEqual(listed, used);
  });

  Deno.test(`script ${name}: the header lists exactly the request members that are used`, () => {
    const line = header.match(/^-- ARGV\[\d+\] JSON: (.*)$/m)![1];
    const listed = line.replaceAll(/\([^)]*\)/g, "").split(",").map((member) =>
      member.trim().replace("?", "")
    );
    const usedIn = (code: string) =>
      [...code.matchAll(/(?:\brequest|position|cjson\.decode\(ARGV\[\d\]\))\.(\w+)/g)].map((match) =>
        match[1]
      );
    const used = new Set(usedIn(ownCode));
    if (ownCode.includes("limit_exceeded(request")) {
      usedIn(scriptParts.taking).forEach((member) => used.add(member));
    }
    assert.deepEqual(new Set(listed), used);
  });

  Deno.test(`script ${name}: the header lists exactly the replies that are returned`, () => {
    const code = ownCode + (ownCode.includes("find_hold(") ? scriptParts.existing_hold : "");
    const repliesIn = (text: string) =>
      new Set([...text.matchAll(/\{ ?([A-Z_]+)\b/g)].map((match) => match[1]));
    assert.deepEqual(repliesIn(header.slice(header.indexOf("-- Returns"))), repliesIn(code));
  });
}

/** The keys (by kind, in order) and the request members that a header allows. */
function allowedBy(header: string): { keys: string[]; members: Set<string>; required: string[] } {
  const line = header.match(/^-- ARGV\[2\] JSON: (.*)$/m)![1].replaceAll(/\([^)]*\)/g, "");
  const listed = line.split(",").map((member) => member.trim());
  return {
    keys: [...header.matchAll(/^-- KEYS\[\d+\] (\w+)$/gm)].map((match) => match[1]),
    members: new Set(listed.map((member) => member.replace("?", ""))),
    required: listed.filter((member) => !member.endsWith("?")),
  };
}

Deno.test("every operation calls its script as the header says", async () => {
  const eventId = "01890a5d-ac96-774b-bcce-b302099a8057";
  const holdId = newHoldId(eventId);
  const record: StoredHold = {
    id: holdId,
    eventId,
    owner: "u:1",
    status: "claimed",
    seats: [{ index: 1, price: 5 }, { index: 2, price: 5 }],
    chartVersion: 1,
    expiresAt: 2,
    maxExpiresAt: 3,
    attempt: 1,
    addresses: ["203.0.113.7"],
    bookingId: "b",
    claimedAt: 1,
  };
  const text = JSON.stringify(record);
  const called = new Set<ScriptName>();
  let lostOnce = false;
  const replies: Partial<Record<ScriptName, unknown[]>> = {
    beginRebuild: [1, [holdId], [text]],
    feed: [0, []],
    list: [[text]],
    snapshot: ["e", 1, "aaa"],
    stuckClaims: [[text]],
    sweep: [[0]],
  };
  const store: BoardStore = {
    command: () => Promise.reject(new Error("only scripts are expected")),
    run(script, keys, request) {
      called.add(script);
      const allowed = allowedBy(headerOf(scriptSources[script]));
      const kinds = keys.map((key) => key.slice(key.indexOf("}:") + 2).split(":")[0]);
      assert.deepEqual(kinds, allowed.keys, script);
      const members = Object.keys(JSON.parse(JSON.stringify(request)));
      for (const member of members) assert(allowed.members.has(member), `${script} is given ${member}`);
      for (const member of allowed.required) {
        assert(members.includes(member), `${script} is not given ${member}`);
      }
      if (script === "snapshot" && !lostOnce) {
        lostOnce = true;
        return Promise.resolve([ReplyCode.LOST]);
      }
      return Promise.resolve([ReplyCode.DONE, ...replies[script] ?? [text]]);
    },
  };
  // Not the record's chart version, so that the rebuild has a hold to drop.
  const truth = {
    seatCount: 3,
    endsAt: 0,
    chartVersion: 2,
    blocked: [],
    claims: [
      { index: 0, claim: "pending" as const, holdId, bookingId: "b" },
    ],
  };
  const board = new RedisBoard(store, { source: { load: () => Promise.resolve(truth) } }, () => {});
  const owners = ["u:1", "v:1"];
  const limit = { owners, seats: 4 };
  const addresses = [{ key: "203.0.113.9", seats: 4 }];
  const coolDowns = [{ key: "203.0.113.9", holds: 6 }];
  const seats = [{ index: 2, price: 5 }, { index: 3, price: 5 }];
  const times = { ttlMs: 1, maxMs: 1, chartVersion: 1 };
  await board.hold({ eventId, holdId, owner: "u:1", seats, ...times });
  await board.hold({
    eventId,
    holdId,
    owner: "u:1",
    seats,
    ...times,
    limit,
    addresses,
    coolDowns,
    claimedBy: { bookingId: "b" },
  });
  await board.change({ holdId, owners, seats });
  await board.change({ holdId, owners, seats, limit, addresses });
  await board.extend(holdId, owners, 1);
  await board.release(holdId, owners);
  await board.claim({ holdId, owners, idempotencyHash: "h", bookingId: "b" });
  await board.reactivate(holdId, 1, 1);
  await board.sync({ eventId, seats: [{ index: 1, claim: "none" }], ended: [{ holdId, attempt: 1 }] });
  await board.sweep([eventId]);
  await board.stuckClaims([eventId], 1);
  await board.get(holdId, owners);
  await board.list(eventId, owners);
  lostOnce = false;
  await board.snapshot(eventId);
  await board.snapshotUnlessAt(eventId, { epoch: "e", version: 0 });
  await board.feeds([{ eventId, epoch: "e", version: 0 }]);
  const failing = new RedisBoard(
    store,
    { source: { load: () => Promise.reject(new Error("no database")) } },
    () => {},
  );
  lostOnce = false;
  await assert.rejects(failing.snapshot(eventId));
  assert.deepEqual([...called].sort(), [...names].sort());
});

Deno.test("the scripts' reply codes match those in replies.ts", () => {
  const codes: Record<string, number> = {};
  for (const match of scriptParts.board.matchAll(/^local ([A-Z_, ]+) = ([\d, ]+)$/gm)) {
    const numbers = match[2].split(", ").map(Number);
    for (const [n, code] of match[1].split(", ").entries()) codes[code] = numbers[n];
  }
  assert.deepEqual(codes, { ...ReplyCode });
});

Deno.test("an unknown part can't be included", () => {
  assert.throws(() => assemble("--- @include nothing"), /nothing/);
});

Deno.test("only one part builds keys", () => {
  const spelling = /"[^"]*\{?e:|"\w+:"/;
  assert.match(scriptParts.keys, spelling);
  const others = Object.entries(scriptParts).filter(([name]) => name !== "keys");
  for (const [name, text] of [...Object.entries(scriptSources), ...others]) {
    assert.doesNotMatch(text.replace(/--.*$/gm, ""), spelling, name);
  }
});
