import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { clockAnnouncement, clockState, clockText } from "./countdown.ts";

Deno.test("the clock warns two minutes and one minute before the end", () => {
  assert.equal(clockState(120_001), "calm");
  assert.equal(clockState(120_000), "soon");
  assert.equal(clockState(60_000), "last");
  assert.equal(clockState(0), "over");
});

Deno.test("the clock shows whole minutes and seconds", () => {
  assert.equal(clockText(545_900), "9:05");
  assert.equal(clockText(999), "0:00");
  assert.equal(clockText(-5), "0:00");
});

Deno.test("an extension is announced only while one is available", () => {
  const { seats: { clock } } = wordsIn("en");
  assert.equal(clockAnnouncement("calm", true, clock), "");
  assert.match(clockAnnouncement("soon", true, clock), /Two minutes.*more time/);
  assert.doesNotMatch(clockAnnouncement("last", false, clock), /more time/);
});
