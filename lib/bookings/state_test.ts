import assert from "node:assert/strict";
import fc from "fast-check";
import type { BookingStatus, FailureReason } from "@/lib/messaging/booking_status.ts";
import {
  type BookingFacts,
  cancellableIfBooked,
  cancelRefusal,
  decide,
  type Decision,
  type PaymentStatus,
} from "./state.ts";

type Case = [given: Partial<BookingFacts>, expected: Decision];

function decided(given: Partial<BookingFacts>): Decision {
  return decide({
    status: "pending",
    final: false,
    failureReason: null,
    payment: "started",
    overdue: false,
    eventCancelled: false,
    ...given,
  });
}

function table(name: string, cases: Case[]): void {
  for (const [given, expected] of cases) {
    const facts = Object.entries(given).map(([key, value]) => `${key} ${value}`).join(", ");
    Deno.test(`${name} with ${facts}: ${Object.values(expected).join(" ")}`, () => {
      assert.deepEqual(decided(given), expected);
    });
  }
}

const stay: Decision = { kind: "stay" };
const fail = (reason: FailureReason, final: boolean): Decision => ({ kind: "fail", reason, final });

table("a pending booking", [
  [{ payment: "none" }, stay],
  [{ payment: "none", overdue: true }, stay],
  [{ payment: "none", overdue: true, eventCancelled: true }, stay],
  [{ payment: "started" }, stay],
  [{ payment: "started", overdue: true }, fail("payment-timeout", false)],
  [{ payment: "started", eventCancelled: true }, fail("event-cancelled", false)],
  [{ payment: "started", overdue: true, eventCancelled: true }, fail("event-cancelled", false)],
  [{ payment: "approved" }, { kind: "confirm" }],
  [{ payment: "approved", overdue: true }, { kind: "confirm" }],
  [{ payment: "approved", eventCancelled: true }, fail("event-cancelled", false)],
  [{ payment: "declined" }, fail("payment-declined", true)],
  [{ payment: "declined", overdue: true }, fail("payment-declined", true)],
  [{ payment: "declined", eventCancelled: true }, fail("payment-declined", true)],
  [{ payment: "voided", overdue: true }, fail("payment-timeout", true)],
  [{ payment: "voided", eventCancelled: true }, fail("event-cancelled", true)],
  [{ payment: "closed", overdue: true }, fail("payment-timeout", true)],
  [{ payment: "closed", eventCancelled: true }, fail("event-cancelled", true)],
]);

table("a booking that failed while its payment was open", [
  ...(["payment-timeout", "event-cancelled"] as const).flatMap((failureReason): Case[] => [
    [{ status: "failed", failureReason, payment: "none" }, stay],
    [{ status: "failed", failureReason, payment: "started" }, stay],
    [{ status: "failed", failureReason, payment: "voided" }, { kind: "close" }],
    [{ status: "failed", failureReason, payment: "declined" }, { kind: "close" }],
    [{ status: "failed", failureReason, payment: "closed" }, { kind: "close" }],
    [{ status: "failed", failureReason, payment: "approved", eventCancelled: true }, { kind: "refund" }],
  ]),
  [{ status: "failed", failureReason: "payment-timeout", payment: "approved" }, { kind: "rescue" }],
  [{ status: "failed", failureReason: "event-cancelled", payment: "approved" }, { kind: "refund" }],
]);

table("a confirmed booking", [
  [{ status: "confirmed", final: true, payment: "approved" }, stay],
  [{ status: "confirmed", final: true, payment: "approved", overdue: true }, stay],
  [{ status: "confirmed", final: true, payment: "approved", eventCancelled: true }, { kind: "cancel" }],
]);

const reasons: (FailureReason | null)[] = [
  null,
  "payment-declined",
  "payment-timeout",
  "seats-lost",
  "event-cancelled",
];
const anyFacts: fc.Arbitrary<BookingFacts> = fc.record({
  status: fc.constantFrom<BookingStatus>("pending", "confirmed", "failed", "cancelled", "refunded"),
  final: fc.boolean(),
  failureReason: fc.constantFrom(...reasons),
  payment: fc.constantFrom<PaymentStatus>("none", "started", "voided", "approved", "declined", "closed"),
  overdue: fc.boolean(),
  eventCancelled: fc.boolean(),
});

/** Applies a decision to a booking; a rescue may also find the seats gone. */
function evolve(booking: BookingFacts, decision: Decision, rescued: boolean): BookingFacts {
  switch (decision.kind) {
    case "stay":
      return booking;
    case "confirm":
      return { ...booking, status: "confirmed", final: true };
    case "fail":
      return { ...booking, status: "failed", final: decision.final, failureReason: decision.reason };
    case "close":
      return { ...booking, final: true };
    case "rescue":
      return rescued
        ? { ...booking, status: "confirmed", final: true, failureReason: null }
        : { ...booking, status: "refunded", final: true, failureReason: "seats-lost" };
    case "refund":
      return { ...booking, status: "refunded", final: true };
    case "cancel":
      return { ...booking, status: "cancelled" };
  }
}

Deno.test("deciding after each change ends in `stay` within three changes, whatever the facts", () => {
  fc.assert(fc.property(anyFacts, fc.boolean(), (facts, rescued) => {
    let booking = facts;
    for (let change = 0; change < 3; change++) booking = evolve(booking, decide(booking), rescued);
    assert.deepEqual(decide(booking), stay);
  }));
});

Deno.test("a final booking doesn't change unless it is confirmed and its event is cancelled", () => {
  fc.assert(fc.property(anyFacts, (facts) => {
    const final = facts.status === "cancelled" || facts.status === "refunded" ||
      (facts.final && facts.status !== "pending");
    fc.pre(final && !(facts.status === "confirmed" && facts.eventCancelled));
    assert.deepEqual(decide(facts), stay);
  }));
});

Deno.test("no money is kept without a booking: a paid booking ends confirmed, refunded or cancelled", () => {
  const circumstances = fc.record({
    overdue: fc.boolean(),
    eventCancelled: fc.boolean(),
    lateReason: fc.constantFrom<FailureReason | null>(null, "payment-timeout", "event-cancelled"),
    rescued: fc.boolean(),
  });
  fc.assert(fc.property(circumstances, ({ overdue, eventCancelled, lateReason, rescued }) => {
    let booking: BookingFacts = {
      status: lateReason ? "failed" : "pending",
      final: false,
      failureReason: lateReason,
      payment: "approved",
      overdue,
      eventCancelled,
    };
    for (let change = 0; change < 3; change++) booking = evolve(booking, decide(booking), rescued);
    assert.ok(["confirmed", "refunded", "cancelled"].includes(booking.status), booking.status);
  }));
});

Deno.test("a buyer can cancel a confirmed booking in time, where the event allows it and no ticket was checked in", () => {
  const startsAt = new Date(1_000_000);
  const until = new Date(500_000);
  const event = { cancellationAllowed: true, cancellationUntil: until, startsAt, changes: [] };
  const createdAt = new Date(1_000);
  const confirmed = { status: "confirmed", admitted: false, createdAt } as const;
  assert.equal(cancelRefusal(confirmed, event, 499_999), null);
  assert.equal(cancelRefusal(confirmed, event, 500_000), "too-late");
  const untilStart = { ...event, cancellationUntil: null };
  assert.equal(cancelRefusal(confirmed, untilStart, 999_999), null);
  assert.equal(cancelRefusal(confirmed, untilStart, 1_000_000), "too-late");
  assert.equal(cancelRefusal(confirmed, { ...event, cancellationAllowed: false }, 0), "not-allowed");
  assert.equal(cancelRefusal({ ...confirmed, admitted: true }, event, 0), "already-used");
  for (const status of ["pending", "failed", "cancelled", "refunded"] as const) {
    assert.equal(cancelRefusal({ status, admitted: false, createdAt }, event, 0), "not-confirmed");
  }
});

Deno.test("a new booking has a cancellation deadline only while that is still in the future", () => {
  const event = {
    cancellationAllowed: true,
    cancellationUntil: new Date(500_000),
    startsAt: new Date(1_000_000),
    changes: [],
  };
  assert.deepEqual(cancellableIfBooked(event, 499_999), new Date(500_000));
  assert.equal(cancellableIfBooked(event, 500_000), null);
  assert.deepEqual(cancellableIfBooked({ ...event, cancellationUntil: null }, 500_000), event.startsAt);
  assert.equal(cancellableIfBooked({ ...event, cancellationAllowed: false }, 0), null);
});

Deno.test("buyers who booked before a change can cancel until the time it sets, whatever the event allows; later buyers can't", () => {
  const moment = {
    startsAt: new Date(1_000_000).toISOString(),
    endsAt: new Date(2_000_000).toISOString(),
    doorsAt: null,
    chartId: "0199f0a0-0000-7000-8000-000000000003",
    hall: "Hall",
    venue: { name: "Hall", city: "Berlin", timeZone: "Europe/Berlin" },
  };
  const change = {
    at: new Date(2_000).toISOString(),
    was: moment,
    became: moment,
    cancelUntil: new Date(500_000).toISOString(),
  };
  const event = {
    cancellationAllowed: false,
    cancellationUntil: null,
    startsAt: new Date(1_000_000),
    changes: [change],
  };
  const before = { status: "confirmed", admitted: false, createdAt: new Date(1_000) } as const;
  assert.equal(cancelRefusal(before, event, 499_999), null);
  assert.equal(cancelRefusal(before, event, 500_000), "too-late");
  assert.equal(cancelRefusal({ ...before, createdAt: new Date(3_000) }, event, 400_000), "not-allowed");
  const generous = { ...event, cancellationAllowed: true };
  assert.equal(cancelRefusal(before, generous, 999_999), null, "a change never shortens the deadline");
});
