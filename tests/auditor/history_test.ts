import assert from "node:assert/strict";
import { type Call, type Entry, historyViolations, lostMails } from "./history.ts";

const EVENT = "event";

function hold(userId: string, holdId: string, [sentAt, answeredAt]: [number, number], seats = [7]): Call {
  const granted = { status: 201, eventId: EVENT, holdId, seats, expiresAt: 1_000 };
  return { kind: "call", action: "hold", userId, sentAt, answeredAt, ...granted };
}

function call(action: Call["action"], userId: string, sentAt: number, more: Partial<Call>): Call {
  return { kind: "call", action, userId, sentAt, answeredAt: sentAt + 1, status: 200, ...more };
}

const violations = (...entries: Entry[]) => historyViolations(entries, [], []);

Deno.test("two holds on a seat are seen only where both certainly had it at the same time", () => {
  const first = hold("ann", "a", [0, 2]);
  assert.equal(violations(first, hold("ben", "b", [10, 12])).length, 1);
  assert.deepEqual(violations(first, hold("ben", "b", [10, 12], [8])), []);
  assert.deepEqual(violations(first, hold("ben", "b", [1, 12])), []);
  assert.deepEqual(violations(first, hold("ben", "b", [998, 1_002])), []);
  const own = call("release", "ann", 5, { holdId: "a" });
  assert.deepEqual(violations(first, own, hold("ben", "b", [10, 12])), []);
  const change = call("change", "ann", 5, { holdId: "a" });
  assert.deepEqual(violations(first, change, hold("ben", "b", [10, 12])), []);
  const loss: Entry = { kind: "board-loss", from: 5, until: 8 };
  assert.deepEqual(violations(first, loss, hold("ben", "b", [10, 12])), []);
  assert.deepEqual(violations(hold("ann", "a", [6, 7]), loss, hold("ben", "b", [8, 12])), []);
});

Deno.test("what a stranger does ends no hold", () => {
  const foreign = call("release", "cat", 5, { holdId: "a", ownerId: "ann" });
  assert.equal(violations(hold("ann", "a", [0, 2]), foreign, hold("ben", "b", [10, 12])).length, 1);
});

Deno.test("a hold that was alive may not be called expired, except by a lost board or a repeated call", () => {
  const refused = call("book", "ann", 20, { holdId: "a", key: "k", status: 409, code: "hold-expired" });
  const granted = hold("ann", "a", [0, 2]);
  assert.match(violations(granted, refused).join(), /a live hold was refused/);
  assert.deepEqual(violations(granted, { kind: "board-loss", from: 5, until: 8 }, refused), []);
  const unknown = call("book", "ann", 10, { holdId: "a", key: "j", status: null, answeredAt: null });
  assert.deepEqual(violations(granted, unknown, refused), []);
  assert.deepEqual(violations({ ...granted, expiresAt: 15 }, refused), []);
});

Deno.test("an acknowledged booking must exist and be final, and stay what it was told to be", () => {
  const told = { bookingId: "1", booking: { status: "confirmed", final: true } };
  const look = call("look", "ann", 10, told);
  const judged = (status: string, final: boolean, ...more: Entry[]) =>
    historyViolations([look, ...more], [{ id: "1", status, final, total: 2500 }], []).join();
  assert.match(violations(look).join(), /does not exist/);
  assert.match(judged("pending", false), /is not final/);
  assert.match(judged("failed", true), /a final booking changed/);
  assert.match(judged("cancelled", true), /a final booking changed/);
  assert.equal(judged("cancelled", true, call("cancel", "ann", 20, { bookingId: "1", status: null })), "");
  assert.equal(judged("confirmed", true), "");
});

Deno.test("a key stands for one booking, and for none when every call was refused", () => {
  const book = (more: Partial<Call>) => call("book", "ann", 10, { holdId: "a", key: "k", ...more });
  const judged = (stored: string | null, ...entries: Entry[]) =>
    historyViolations(
      entries,
      ["1", "2"].map((id) => ({ id, status: "failed", final: true, total: 2500 })),
      stored ? [{ userId: "ann", key: "k", bookingId: stored }] : [],
    ).join();
  assert.equal(judged("1", book({ bookingId: "1" }), book({ bookingId: "1" })), "");
  assert.match(judged("1", book({ bookingId: "1" }), book({ bookingId: "2" })), /several bookings/);
  assert.match(judged("2", book({ bookingId: "1" })), /another booking/);
  assert.match(judged("1", book({ status: 409, code: "hold-claimed" })), /was refused has a booking/);
  assert.equal(judged("1", book({ status: 503 })), "");
  assert.equal(judged("1", book({ status: null, answeredAt: null })), "");
});

Deno.test("a booking costs what its buyer was shown, where they say it", () => {
  const judged = (shownTotal?: number) =>
    historyViolations(
      [call("book", "ann", 10, { key: "k", bookingId: "1", shownTotal })],
      [{ id: "1", status: "confirmed", final: true, total: 2500 }],
      [{ userId: "ann", key: "k", bookingId: "1" }],
    ).join();
  assert.equal(judged(2500), "");
  assert.equal(judged(), "");
  assert.match(judged(5000), /shown another total than what was booked: 1, 5000 and 2500/);
});

Deno.test("what counts as sent must have come to the mail server, where there is one", () => {
  const mails = (...messageIds: string[]): Entry[] => [{ kind: "mails", messageIds }];
  assert.deepEqual(lostMails(mails("1", "2", "2"), ["1", "2"]), []);
  assert.match(lostMails(mails("1"), ["1", "2"]).join(), /never came: 2/);
  assert.deepEqual(lostMails([], ["1"]), []);
});
