import assert from "node:assert/strict";
import { memoryBoard } from "@/lib/board/memory.ts";
import { boardSource } from "@/lib/board/source.ts";
import { siteUrl } from "@/lib/config.ts";
import { transaction } from "@/lib/db/pool.ts";
import { listMessages } from "@/lib/notifications/inbox.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { startRefunder } from "@/lib/payments/refunds.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { admittedTickets, checkIn } from "@/lib/tickets/check_in.ts";
import { cancelBooking } from "./cancel.ts";
import { refundBooking, type RefundRequest, type RefundResult } from "./refund.ts";
import { syncBoard } from "./board_sync.ts";
import { type Placed, type Sale, withSale } from "./testing.ts";

const TOTAL = 5000;

/** A confirmed booking of two seats at 2500 each. */
async function confirmed(sale: Sale): Promise<Placed> {
  const placed = await sale.placed(0, 1);
  await sale.recordPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  return placed;
}

async function organizerOf(sale: Sale) {
  const id = await insertUser(sale.sql, { role: "organizer" });
  await sale.sql`update events set organizer_id = ${id} where id = ${sale.event.eventId}`;
  return { id, role: "organizer", address: null } as const;
}

/** Runs the refunder until no refund is pending. */
async function payRefunds(sale: Sale): Promise<void> {
  const { sql, provider } = sale.services;
  const refunder = startRefunder({ sql, provider, logger: silentLogger, onResults: () => {} });
  try {
    await until(() => sql`select from refunds where status = 'pending'`, (pending) => pending.length === 0);
  } finally {
    await refunder.stop();
  }
}

Deno.test("a refund without an amount ends the booking: money back, tickets void, seats free, buyer notified", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const result = await refundBooking(sale.services, await organizerOf(sale), bookingId, {});
    assert.ok(result.ok);
    const { status, final, tickets, refund } = await sale.view(bookingId);
    assert.deepEqual([status, final, tickets, refund], ["refunded", true, [], {
      status: "pending",
      amount: TOTAL,
    }]);
    await payRefunds(sale);
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: TOTAL });
    await syncBoard(sale.services, [bookingId]);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
    await transaction(sale.sql, (tx) => writeMessages(tx, [bookingId], siteUrl(sale.services.config)));
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ kind }) => kind), ["refunded"]);
    assert.match(items[0].text, /€50\.00/);
  }));

Deno.test("partial refunds leave the booking unchanged and each send a message, until nothing remains", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const refund = (amount?: number) => refundBooking(sale.services, organizer, bookingId, { amount });
    assert.ok((await refund(1000)).ok);
    assert.ok((await refund(1500)).ok);
    const part = await sale.view(bookingId);
    assert.deepEqual([part.status, part.tickets.length, part.refund.amount], ["confirmed", 2, 2500]);
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ subject }) => subject), [
      "€15.00 for A Concert is on its way back",
      "€10.00 for A Concert is on its way back",
    ]);
    const remaining = 2500;
    assert.deepEqual(await refund(2501), { ok: false, code: "refund-exceeds", remaining });
    assert.ok((await refund(remaining)).ok);
    assert.equal(await sale.state(bookingId), "refunded, final");
    const nothing = { ok: false, code: "refund-exceeds", remaining: 0 };
    assert.deepEqual([await refund(1), await refund()], [nothing, nothing]);
    await payRefunds(sale);
    assert.equal((await sale.view(bookingId)).refund.amount, TOTAL);
    const entries = await sale.sql`select detail from audit_log where subject_id = ${bookingId} order by id`;
    assert.deepEqual(entries.map(({ detail }) => detail.amount), [1000, 1500, 2500]);
  }));

Deno.test("concurrent refunds together never exceed what was paid", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const calls = Array.from(
      { length: 9 },
      () => refundBooking(sale.services, organizer, bookingId, { amount: 1200 }),
    );
    const [results] = await Promise.all([
      Promise.all(calls),
      cancelBooking(sale.services, bookingId, { id: userId, address: null }),
    ]);
    assert.ok(results.filter(({ ok }) => ok).length <= 4);
    await payRefunds(sale);
    // Whichever came first, the buyer's cancellation refunded the rest.
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: TOTAL });
  }, { cancellationAllowed: true }));

Deno.test("only the event's organizer or an admin can refund, and only what was paid", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const other = {
      id: await insertUser(sale.sql, { role: "organizer" }),
      role: "organizer",
      address: null,
    } as const;
    const admin = {
      id: await insertUser(sale.sql, { role: "admin" }),
      role: "admin",
      address: null,
    } as const;
    const code = async (...parameters: [typeof organizer | typeof admin, string]) => {
      const result = await refundBooking(sale.services, ...parameters, { amount: 1 });
      return result.ok ? "ok" : result.code;
    };
    assert.equal(await code(other, bookingId), "not-found");
    assert.equal(await code(organizer, crypto.randomUUID()), "not-found");
    assert.equal(await code(admin, bookingId), "ok");
    const declined = await sale.placed(5);
    await sale.recordPayment(declined.bookingId, "declined");
    await sale.settle(declined.bookingId);
    assert.equal(await code(organizer, declined.bookingId), "not-confirmed");
  }));

Deno.test("a free booking can be refunded too", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale);
    await sale.sql`update bookings set total = 0`;
    await sale.sql`update payments set amount = 0`;
    await sale.sql`delete from mock_provider.charges`;
    assert.ok((await refundBooking(sale.services, await organizerOf(sale), bookingId, {})).ok);
    const { status, refund } = await sale.view(bookingId);
    assert.deepEqual([status, refund], ["refunded", { status: "none", amount: 0 }]);
  }));

/** The outcome of a refund: the booking's status and the amount refunded, or the refusal's code. */
function outcome(result: RefundResult): string {
  return result.ok ? `${result.booking.status} ${result.booking.refund.amount}` : result.code;
}

/** A booking of three seats at 2500 each, and a function to refund it. */
async function threeSeats(sale: Sale) {
  const { bookingId, userId } = await sale.placed(0, 1, 2);
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
  const organizer = await organizerOf(sale);
  const { tickets } = await sale.view(bookingId);
  const refund = (request: RefundRequest, key?: string) =>
    refundBooking(sale.services, organizer, bookingId, request, {
      keyed: key === undefined ? null : { ownerId: organizer.id, key, request: [bookingId, request] },
    });
  return { bookingId, userId, organizer, tickets, refund };
}

Deno.test("a refund by ticket removes the ticket, its seat and its price from the booking, and the seat is on sale again", () =>
  withSale(async (sale) => {
    const { bookingId, userId, organizer, tickets, refund } = await threeSeats(sale);
    const [, second] = tickets;
    const result = await refund({ tickets: [second.id], fee: 300, reason: "The view is blocked." });
    assert.ok(result.ok);
    const { booking } = result;
    assert.deepEqual([booking.status, booking.total, booking.refund.amount], ["confirmed", 7500, 2200]);
    assert.deepEqual(booking.seats.map(({ id }) => id), ["A-1", "A-3"]);
    assert.deepEqual(booking.returnedSeats.map(({ id }) => id), ["A-2"]);
    assert.deepEqual(booking.tickets.map(({ seatId }) => seatId), ["A-1", "A-3"]);
    await syncBoard(sale.services, [bookingId]);
    assert.equal(await sale.seats(), "babaaaaaaa");
    const [{ seats }] = await sale.sql`select seats from buyer_seats where buyer_id = ${userId}`;
    assert.equal(seats, 2);
    const { items: [message] } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.equal(message.kind, "partial-refund");
    assert.equal(message.subject, "€22.00 for A Concert is on its way back");
    assert.match(message.text, /Stalls, row A, seat 2\n\n€22\.00 is on its way back/);
    assert.match(message.text, /A fee of €3\.00 was kept\.\n\nThe organizer writes: The view is blocked\./);

    const door = { person: organizer, device: null };
    const read = (token: string) => checkIn(sale.services, door, sale.event.eventId, token);
    assert.equal((await read(second.token))?.checkIn.result, "refunded");
    assert.equal((await read(tickets[0].token))?.checkIn.result, "admitted");
    assert.deepEqual([...await admittedTickets(sale.sql, tickets.map(({ id }) => id))], [tickets[0].id]);

    const other = await sale.placed(1);
    assert.ok(other.bookingId, "someone else books the seat");
    await sale.recordPayment(other.bookingId, "declined");
    await sale.settle(other.bookingId);
    await payRefunds(sale);
  }));

Deno.test("seats kept in a refund stay off sale, even on a rebuilt board", () =>
  withSale(async (sale) => {
    const { bookingId, tickets, refund } = await threeSeats(sale);
    assert.ok((await refund({ tickets: [tickets[0].id, tickets[2].id], keepSeats: true })).ok);
    await syncBoard(sale.services, [bookingId]);
    assert.equal(await sale.seats(), "xbxaaaaaaa");
    const rebuilt = memoryBoard({ source: boardSource(sale.sql), now: sale.services.now });
    assert.equal((await rebuilt.snapshot(sale.event.eventId)).statuses, "xbxaaaaaaa");
    await rebuilt.close();
    await payRefunds(sale);
  }));

Deno.test("returning the last ticket ends the booking, and the withheld fee is not refunded", () =>
  withSale(async (sale) => {
    const { bookingId, userId, tickets, refund } = await threeSeats(sale);
    const [first, ...others] = tickets.map(({ id }) => id);
    assert.equal(outcome(await refund({ tickets: [first], fee: 2500 })), "confirmed 0");
    assert.equal(outcome(await refund({ tickets: others, fee: 100 })), "refunded 4900");
    assert.equal(await sale.state(bookingId), "refunded, final");
    await syncBoard(sale.services, [bookingId]);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
    await transaction(sale.sql, (tx) => writeMessages(tx, [bookingId], siteUrl(sale.services.config)));
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ kind, subject }) => `${kind}: ${subject}`), [
      "refunded: Your refund for A Concert is on its way",
      "partial-refund: Your booking for A Concert has fewer seats",
    ]);
    assert.match(items[1].text, /No money is refunded\.\n\nA fee of €25\.00 was kept/);
    await payRefunds(sale);
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: 4900 });
  }));

Deno.test("a buyer who cancels gets the price of the remaining seats, but not fees withheld for returned ones", () =>
  withSale(async (sale) => {
    const { bookingId, userId, tickets, refund } = await threeSeats(sale);
    assert.ok((await refund({ tickets: [tickets[0].id], fee: 1000 })).ok);
    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: userId, address: null }), {
      ok: true,
    });
    await payRefunds(sale);
    assert.equal((await sale.view(bookingId)).refund.amount, 1500 + 5000);
  }, { cancellationAllowed: true }));

Deno.test("a refund by ticket never exceeds what remains of the charge", () =>
  withSale(async (sale) => {
    const { tickets, refund } = await threeSeats(sale);
    assert.equal(outcome(await refund({ amount: 6000 })), "confirmed 6000");
    assert.equal(outcome(await refund({ tickets: [tickets[0].id] })), "confirmed 7500");
    assert.equal(outcome(await refund({ tickets: [tickets[1].id] })), "confirmed 7500");
    assert.equal(outcome(await refund({ tickets: [tickets[2].id] })), "refunded 7500");
    await payRefunds(sale);
  }));

Deno.test("void, unknown or duplicate tickets and fees above the price are refused without effect", () =>
  withSale(async (sale) => {
    const { bookingId, tickets: [first, second], refund } = await threeSeats(sale);
    assert.ok((await refund({ tickets: [first.id] })).ok);
    const code = async (request: RefundRequest) => outcome(await refund(request));
    assert.equal(await code({ tickets: [first.id, second.id] }), "ticket-void");
    assert.equal(await code({ tickets: [crypto.randomUUID()] }), "validation");
    assert.equal(await code({ tickets: [second.id, second.id] }), "validation");
    assert.equal(await code({ tickets: [] }), "validation");
    assert.equal(await code({ tickets: [second.id], fee: 2501 }), "validation");
    assert.equal((await sale.view(bookingId)).refund.amount, 2500);
    await payRefunds(sale);
  }));

Deno.test("repeating a key and its request returns the result of the only refund; another request is refused", () =>
  withSale(async (sale) => {
    const { tickets, refund } = await threeSeats(sale);
    const request = { tickets: [tickets[0].id] };
    const [first, ...repeats] = await Promise.all(Array.from({ length: 4 }, () => refund(request, "once")));
    await payRefunds(sale);
    for (const repeat of [...repeats, await refund(request, "once")]) assert.deepEqual(repeat, first);
    assert.equal(outcome(first), "confirmed 2500");
    assert.equal(outcome(await refund({ amount: 100 }, "once")), "idempotency-key-reused");
    assert.equal(outcome(await refund({ amount: 100 }, "part")), "confirmed 2600");
    assert.equal(outcome(await refund({ amount: 100 }, "part")), "confirmed 2600");
    const [{ count }] = await sale.sql`select count(*)::integer as count from refunds`;
    assert.equal(count, 2);
    await payRefunds(sale);
  }));

Deno.test("a refusal is not remembered under its key", () =>
  withSale(async (sale) => {
    const { bookingId, organizer } = await threeSeats(sale);
    const keyed = { ownerId: organizer.id, key: "k", request: "the same" };
    const refund = (shownRemaining: number) =>
      refundBooking(sale.services, organizer, bookingId, { amount: 1 }, { keyed, shownRemaining });
    assert.equal(outcome(await refund(7499)), "changed");
    assert.equal(outcome(await refund(7500)), "confirmed 1");
    await payRefunds(sale);
  }));

Deno.test("concurrent refunds by ticket, by amount and by cancellation never exceed what was paid", () =>
  withSale(async (sale) => {
    const { bookingId, userId, tickets, refund } = await threeSeats(sale);
    await Promise.all([
      ...tickets.flatMap(({ id }) => [refund({ tickets: [id], keepSeats: true }), refund({ tickets: [id] })]),
      ...Array.from({ length: 4 }, () => refund({ amount: 1900 })),
      cancelBooking(sale.services, bookingId, { id: userId, address: null }),
    ]);
    await payRefunds(sale);
    assert.ok((await sale.view(bookingId)).refund.amount <= 7500);
    await syncBoard(sale.services, [bookingId]);
    assert.match(await sale.seats(), /^[ax]{3}a{7}$/);
  }, { cancellationAllowed: true }));
