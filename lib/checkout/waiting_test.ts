import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { type Waiting, waitingStage, waitingText as textOf } from "./waiting.ts";

const placedAt = Date.parse("2026-11-29T19:00:00Z");
const waitingText = (waiting: Waiting) => textOf(wordsIn("en").waiting, waiting);
const deadlineAt = placedAt + 120_000;
const after = (seconds: number) => ({ placedAt, deadlineAt, now: placedAt + seconds * 1000 });

Deno.test("the message about a pending payment changes at 10 s, at 30 s and at the deadline", () => {
  const stages = [0, 9.999, 10, 29.999, 30, 119.999, 120, 500].map((seconds) => waitingStage(after(seconds)));
  assert.deepEqual(stages, ["usual", "usual", "slow", "slow", "silent", "silent", "late", "late"]);
});

Deno.test("from 10 s the message says how much time is left until the deadline", () => {
  assert.match(waitingText(after(9)), /usually takes a few seconds/);
  assert.match(waitingText(after(10)), /longer than usual.* up to 1:50 minutes more/);
  assert.match(waitingText(after(30)), /Still no response.* within 1:30 minutes/);
  assert.match(waitingText(after(60)), /within 1:00 minutes/);
  assert.match(waitingText(after(61)), /within 59 seconds/);
  assert.match(waitingText(after(119)), /within 1 second,/);
  assert.match(waitingText(after(119.5)), /within 1 second,/);
  assert.match(waitingText(after(120)), /didn’t respond in time/);
});

Deno.test("a short deadline can skip stages", () => {
  const short = { placedAt, deadlineAt: placedAt + 5_000, now: placedAt + 6_000 };
  assert.equal(waitingStage(short), "late");
});

Deno.test("with a clock behind the server's, the wait is at the usual stage", () => {
  assert.equal(waitingStage(after(-3)), "usual");
});
