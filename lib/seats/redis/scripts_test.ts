/** Holds the scripts, their headers and the code that calls them together. */
import assert from "node:assert/strict";
import { ReplyCode } from "./replies.ts";
import { assemble, type ScriptName, scriptParts, scriptSources } from "./scripts.ts";

const names = Object.keys(scriptSources) as ScriptName[];

/** The comment lines on top of a script. */
function headerOf(source: string): string {
  return source.slice(0, source.indexOf("--- @include"));
}

/** The script without its comments, its parts included. */
function codeOf(source: string): string {
  return assemble(source).replace(/--.*$/gm, "");
}

for (const name of names) {
  const source = scriptSources[name];
  const header = headerOf(source);
  const ownCode = source.slice(header.length).replace(/--.*$/gm, "");

  Deno.test(`script ${name}: the header has a purpose, the board's keys and the clock`, () => {
    assert.match(header, /^-- [A-Z].*\.\n/);
    const keys = ["epoch", "version", "statuses", "feed", "holds", "claimed"];
    for (const [n, key] of keys.entries()) assert(header.includes(`\n-- KEYS[${n + 1}] ${key}\n`), key);
    assert(header.includes("\n-- ARGV[1] now\n"));
  });

  Deno.test(`script ${name}: the header lists every argument that is used, and no other`, () => {
    const used = new Set([...codeOf(source).matchAll(/ARGV\[(\d+)\]/g)].map((match) => match[1]));
    const listed = new Set([...header.matchAll(/^-- ARGV\[(\d+)\]/gm)].map((match) => match[1]));
    assert.deepEqual(listed, used);
  });

  Deno.test(`script ${name}: the header lists every member of the request that is used, and no other`, () => {
    const line = header.match(/^-- ARGV\[\d+\] JSON: (.*)$/m)![1];
    const listed = line.replaceAll(/\([^)]*\)/g, "").split(",").map((member) =>
      member.trim().replace("?", "")
    );
    const parts = source.includes("@include holds") ? scriptParts.holds : "";
    const usedIn = (code: string) =>
      [...code.matchAll(/(?:\brequest|position|cjson\.decode\(ARGV\[\d\]\))\.(\w+)/g)].map((match) =>
        match[1]
      );
    const used = new Set(usedIn(ownCode));
    if (ownCode.includes("is_over_limit(request")) usedIn(parts).forEach((member) => used.add(member));
    assert.deepEqual(new Set(listed), used);
  });

  Deno.test(`script ${name}: the header lists every reply that is given, and no other`, () => {
    const includesHold = source.includes("@include existing_hold");
    const code = ownCode +
      (includesHold && /lost_or_changed\(\)/.test(ownCode) ? "{ LOST } { CHANGED }" : "") +
      (includesHold && /refusal_to\(/.test(ownCode) ? "{ LOST } { CHANGED } { HOLD_NOT_FOUND }" : "");
    const repliesIn = (text: string) =>
      new Set([...text.matchAll(/\{ ?([A-Z_]+)\b/g)].map((match) => match[1]));
    assert.deepEqual(repliesIn(header.slice(header.indexOf("-- Returns"))), repliesIn(code));
  });
}

Deno.test("the scripts' reply codes are the ones that replies.ts knows", () => {
  const codes: Record<string, number> = {};
  for (const match of scriptParts.board.matchAll(/^local ([A-Z_, ]+) = ([\d, ]+)$/gm)) {
    const numbers = match[2].split(", ").map(Number);
    for (const [n, code] of match[1].split(", ").entries()) codes[code] = numbers[n];
  }
  const { BACKSTOP_MS: _, FEED_LENGTH: _length, ...replies } = codes;
  assert.deepEqual(replies, { ...ReplyCode });
});

Deno.test("an unknown part can't be included", () => {
  assert.throws(() => assemble("--- @include nothing"), /nothing/);
});

Deno.test("scripts spell no key: all are given to them", () => {
  for (const name of names) {
    assert.doesNotMatch(codeOf(scriptSources[name]), /"[^"]*\{?e:|"seat:|"hold:/, name);
  }
});
