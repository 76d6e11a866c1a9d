import assert from "node:assert/strict";
import {
  type AuditedHold,
  type BoardState,
  boardViolations,
  type EventTruth,
  foldNews,
  type SeatNews,
} from "./board.ts";
import type { Fold } from "./history.ts";

const NOW = 100_000;
const truth: EventTruth = {
  eventId: "event",
  blocked: [3],
  claims: [{ index: 0, confirmed: true }, { index: 1, confirmed: false }],
  bookingIds: ["booking"],
};

function hold(id: string, index: number, more: Partial<AuditedHold> = {}): AuditedHold {
  return { id, status: "active", seats: [{ index }], expiresAt: NOW + 1, ...more };
}

const board = (statuses: string, ...holds: AuditedHold[]): BoardState => ({
  epoch: "e",
  version: 5,
  statuses,
  holds,
  now: NOW,
});

Deno.test("a board is sound when every seat says what claims and live holds say", () => {
  assert.deepEqual(boardViolations(board("bhhxa", hold("h", 2)), truth), []);
  assert.match(boardViolations(board("bhaxa", hold("h", 2)), truth).join(), /2 is a, not h/);
  assert.match(boardViolations(board("bhhxa"), truth).join(), /2 is h, not a/);
  assert.match(boardViolations(board("ahaxa"), truth).join(), /0 is a, not b/);
  assert.match(boardViolations(board("bhaaa"), truth).join(), /3 is a, not x/);
});

Deno.test("a hold past its end holds nothing, and two live ones may not share a seat", () => {
  assert.deepEqual(boardViolations(board("bhaxa", hold("h", 2, { expiresAt: NOW })), truth), []);
  assert.match(boardViolations(board("bhhxa", hold("h", 2), hold("i", 2)), truth).join(), /two live holds/);
});

Deno.test("a claim lasts 15 seconds unless Postgres knows its booking", () => {
  const claimed = (ageMs: number, bookingId: string) =>
    hold("h", 2, { status: "claimed", claimedAt: NOW - ageMs, bookingId });
  assert.deepEqual(boardViolations(board("bhhxa", claimed(14_000, "unknown")), truth), []);
  assert.deepEqual(boardViolations(board("bhhxa", claimed(60_000, "booking")), truth), []);
  assert.match(
    boardViolations(board("bhhxa", claimed(16_000, "unknown")), truth).join(),
    /without a booking/,
  );
});

Deno.test("a client that folded its stream has what the board has, without a gap", () => {
  const fold: Fold = {
    kind: "fold",
    eventId: "event",
    epoch: "e",
    version: 5,
    statuses: "bhaxa",
    gaps: [],
  };
  const judged = (changed: Partial<Fold>) =>
    boardViolations(board("bhaxa"), truth, [{ ...fold, ...changed }]).join();
  assert.equal(judged({}), "");
  assert.match(judged({ statuses: "bhhxa" }), /folded to something else/);
  assert.match(judged({ epoch: "older" }), /folded to something else/);
  assert.match(judged({ gaps: ["e:5 after e:3"] }), /had gaps/);
});

Deno.test("messages about seats fold to a state, and one that does not follow the last is a gap", () => {
  const full: SeatNews = { eventId: "event", epoch: "e", version: 2, statuses: "aaa" };
  const change = (since: number, more: Partial<SeatNews> = {}): SeatNews => (
    { eventId: "event", epoch: "e", since, version: since + 2, seats: [[1, "h"], [2, "b"]], ...more }
  );
  const [fold] = foldNews([full, change(2)]);
  assert.deepEqual([fold.version, fold.statuses, fold.gaps], [4, "ahb", []]);
  assert.equal(foldNews([full, change(3)])[0].gaps.length, 1);
  assert.equal(foldNews([full, change(2, { epoch: "f" })])[0].gaps.length, 1);
  assert.deepEqual(foldNews([full, { ...full, epoch: "f", version: 0 }])[0].gaps, []);
});
