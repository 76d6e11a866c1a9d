import assert from "node:assert/strict";
import { type Call, type Entry, historyViolations, lostMail } from "./history.ts";

const EVENT = "event";

function hold(userId: string, holdId: string, [sentAt, respondedAt]: [number, number], seats = [7]): Call {
  const granted = { status: 201, eventId: EVENT, holdId, seats, expiresAt: 1_000 };
  return { kind: "call", action: "hold", userId, sentAt, respondedAt, ...granted };
}

function call(action: Call["action"], userId: string, sentAt: number, more: Partial<Call>): Call {
  return { kind: "call", action, userId, sentAt, respondedAt: sentAt + 1, status: 200, ...more };
}

const violations = (...entries: Entry[]) => historyViolations(entries, [], []);

Deno.test("two holds on a seat are a violation only if both certainly had it at the same time", () => {
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

Deno.test("another buyer's request ends no hold", () => {
  const foreign = call("release", "cat", 5, { holdId: "a", ownerId: "ann" });
  assert.equal(violations(hold("ann", "a", [0, 2]), foreign, hold("ben", "b", [10, 12])).length, 1);
});

Deno.test("a live hold must not be refused as expired, except after a loss of the board or an unknown call", () => {
  const refused = call("book", "ann", 20, { holdId: "a", key: "k", status: 409, code: "hold-expired" });
  const granted = hold("ann", "a", [0, 2]);
  assert.match(violations(granted, refused).join(), /a live hold was refused/);
  assert.deepEqual(violations(granted, { kind: "board-loss", from: 5, until: 8 }, refused), []);
  const unknown = call("book", "ann", 10, { holdId: "a", key: "j", status: null, respondedAt: null });
  assert.deepEqual(violations(granted, unknown, refused), []);
  assert.deepEqual(violations({ ...granted, expiresAt: 15 }, refused), []);
});

Deno.test("an acknowledged booking must exist and be final, and keep the status that its buyer saw", () => {
  const seen = { bookingId: "1", booking: { status: "confirmed", final: true } };
  const read = call("read", "ann", 10, seen);
  const violationsWith = (status: string, final: boolean, ...more: Entry[]) =>
    historyViolations([read, ...more], [{ id: "1", status, final, total: 2500 }], []).join();
  assert.match(violations(read).join(), /does not exist/);
  assert.match(violationsWith("pending", false), /is not final/);
  assert.match(violationsWith("failed", true), /a final booking changed/);
  assert.match(violationsWith("cancelled", true), /a final booking changed/);
  assert.equal(
    violationsWith("cancelled", true, call("cancel", "ann", 20, { bookingId: "1", status: null })),
    "",
  );
  assert.equal(violationsWith("confirmed", true), "");
});

Deno.test("a key has one booking, or none if every call was refused", () => {
  const book = (more: Partial<Call>) => call("book", "ann", 10, { holdId: "a", key: "k", ...more });
  const violationsWith = (stored: string | null, ...entries: Entry[]) =>
    historyViolations(
      entries,
      ["1", "2"].map((id) => ({ id, status: "failed", final: true, total: 2500 })),
      stored ? [{ ownerId: "ann", key: "k", bookingId: stored }] : [],
    ).join();
  assert.equal(violationsWith("1", book({ bookingId: "1" }), book({ bookingId: "1" })), "");
  assert.match(violationsWith("1", book({ bookingId: "1" }), book({ bookingId: "2" })), /several bookings/);
  assert.match(violationsWith("2", book({ bookingId: "1" })), /other than the acknowledged/);
  assert.match(violationsWith("1", book({ status: 409, code: "hold-claimed" })), /was refused has a booking/);
  assert.equal(violationsWith("1", book({ status: 503 })), "");
  assert.equal(violationsWith("1", book({ status: null, respondedAt: null })), "");
});

Deno.test("a booking must cost what its buyer was shown, if that is known", () => {
  const violationsWith = (shownTotal?: number) =>
    historyViolations(
      [call("book", "ann", 10, { key: "k", bookingId: "1", shownTotal })],
      [{ id: "1", status: "confirmed", final: true, total: 2500 }],
      [{ ownerId: "ann", key: "k", bookingId: "1" }],
    ).join();
  assert.equal(violationsWith(2500), "");
  assert.equal(violationsWith(), "");
  assert.match(violationsWith(5000), /shown a total other than the one booked: 1, 5000 and 2500/);
});

Deno.test("a message marked as sent must have reached the mail server, if there is one", () => {
  const mail = (...messageIds: string[]): Entry[] => [{ kind: "mail", messageIds }];
  assert.deepEqual(lostMail(mail("1", "2", "2"), ["1", "2"]), []);
  assert.match(lostMail(mail("1"), ["1", "2"]).join(), /never received: 2/);
  assert.deepEqual(lostMail([], ["1"]), []);
});
