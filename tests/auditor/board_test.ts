import assert from "node:assert/strict";
import {
  type AuditedHold,
  type BoardState,
  boardViolations,
  type EventRecord,
  foldSeatMessages,
  type SeatMessage,
} from "./board.ts";
import type { Fold } from "./history.ts";

const NOW = 100_000;
const record: EventRecord = {
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

Deno.test("a board is correct if every seat has the status that claims and live holds imply", () => {
  assert.deepEqual(boardViolations(board("bhhxa", hold("h", 2)), record), []);
  assert.match(boardViolations(board("bhaxa", hold("h", 2)), record).join(), /2 is a, not h/);
  assert.match(boardViolations(board("bhhxa"), record).join(), /2 is h, not a/);
  assert.match(boardViolations(board("ahaxa"), record).join(), /0 is a, not b/);
  assert.match(boardViolations(board("bhaaa"), record).join(), /3 is a, not x/);
});

Deno.test("an expired hold holds nothing, and two live holds must not share a seat", () => {
  assert.deepEqual(boardViolations(board("bhaxa", hold("h", 2, { expiresAt: NOW })), record), []);
  assert.match(boardViolations(board("bhhxa", hold("h", 2), hold("i", 2)), record).join(), /two live holds/);
});

Deno.test("a claim may last 15 seconds, or longer if Postgres has its booking", () => {
  const claimed = (ageMs: number, bookingId: string) =>
    hold("h", 2, { status: "claimed", claimedAt: NOW - ageMs, bookingId });
  assert.deepEqual(boardViolations(board("bhhxa", claimed(14_000, "unknown")), record), []);
  assert.deepEqual(boardViolations(board("bhhxa", claimed(60_000, "booking")), record), []);
  assert.match(
    boardViolations(board("bhhxa", claimed(16_000, "unknown")), record).join(),
    /without a booking/,
  );
});

Deno.test("a client's fold must equal the board and have no gap", () => {
  const fold: Fold = {
    kind: "fold",
    eventId: "event",
    epoch: "e",
    version: 5,
    statuses: "bhaxa",
    gaps: [],
  };
  const violationsWith = (changed: Partial<Fold>) =>
    boardViolations(board("bhaxa"), record, [{ ...fold, ...changed }]).join();
  assert.equal(violationsWith({}), "");
  assert.match(violationsWith({ statuses: "bhhxa" }), /folded to a different state/);
  assert.match(violationsWith({ epoch: "older" }), /folded to a different state/);
  assert.match(violationsWith({ gaps: ["e:5 after e:3"] }), /had gaps/);
});

Deno.test("messages about seats fold to a state, and one that does not follow the previous one is a gap", () => {
  const snapshot: SeatMessage = { eventId: "event", epoch: "e", version: 2, statuses: "aaa" };
  const change = (since: number, more: Partial<SeatMessage> = {}): SeatMessage => (
    { eventId: "event", epoch: "e", since, version: since + 2, seats: [[1, "h"], [2, "b"]], ...more }
  );
  const [fold] = foldSeatMessages([snapshot, change(2)]);
  assert.deepEqual([fold.version, fold.statuses, fold.gaps], [4, "ahb", []]);
  assert.equal(foldSeatMessages([snapshot, change(3)])[0].gaps.length, 1);
  assert.equal(foldSeatMessages([snapshot, change(2, { epoch: "f" })])[0].gaps.length, 1);
  assert.deepEqual(foldSeatMessages([snapshot, { ...snapshot, epoch: "f", version: 0 }])[0].gaps, []);
});
