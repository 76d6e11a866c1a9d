import assert from "node:assert/strict";
import fc from "fast-check";
import type { SeatBoard } from "@/lib/board/board.ts";
import { transaction } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import { cancelBooking } from "./cancel.ts";
import { settleBookings } from "./settle.ts";
import { type Placed, type Sale, withSale } from "./testing.ts";

/** A booking that failed at its deadline without a response from the provider. */
async function overdue(sale: Sale, ...seats: number[]): Promise<Placed> {
  const placed = await sale.placed(...seats);
  await sale.recordPayment(placed.bookingId, "started");
  await sale.passDeadline(placed.bookingId);
  await sale.settle(placed.bookingId);
  return placed;
}

async function confirmed(sale: Sale, ...seats: number[]): Promise<Placed> {
  const placed = await sale.placed(...seats);
  await sale.recordPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  return placed;
}

function refundsOf(sale: Sale, bookingId: string) {
  return sale.sql<{ amount: number; reason: string; status: string }[]>`
    select amount, reason, status from refunds where booking_id = ${bookingId}`;
}

Deno.test("an approved payment confirms the booking with one ticket per seat, and books the seats", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale, 3, 1);
    const booking = await sale.view(bookingId);
    assert.equal(await sale.state(bookingId), "confirmed, final");
    assert.deepEqual(booking.tickets.map(({ seatId }) => seatId), ["A-2", "A-4"]);
    const ticket = await sale.services.tickets.verify(booking.tickets[0].token);
    assert.deepEqual(ticket, { ticketId: booking.tickets[0].id, eventId: sale.event.eventId });
    assert.equal(await sale.seats(), "ababaaaaaa");
  }));

Deno.test("a declined payment fails the booking for good and reactivates the hold for another attempt", () =>
  withSale(async (sale) => {
    const { bookingId, userId, holdId } = await sale.placed(0);
    sale.clock.now += 10 * 60_000 - 1_000;
    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, payment-declined");
    const hold = await sale.services.board.get(holdId, [`u:${userId}`]);
    assert.equal(hold?.status, "active");
    assert.ok(hold.expiresAt >= sale.clock.now + 60_000);
    assert.equal(await sale.seats(), "haaaaaaaaa");
  }));

Deno.test("at its deadline, an unanswered payment fails the booking, though not finally, and frees the seats", () =>
  withSale(async (sale) => {
    const { bookingId, userId, holdId } = await overdue(sale, 0, 1);
    assert.equal(await sale.state(bookingId), "failed, not final, payment-timeout");
    assert.equal(await sale.services.board.get(holdId, [`u:${userId}`]), null);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
    await sale.recordPayment(bookingId, "closed");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
  }));

Deno.test("a payment approved late gets its seats back if they are free", () =>
  withSale(async (sale) => {
    const { bookingId, holdId } = await overdue(sale, 0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const booking = await sale.view(bookingId);
    assert.equal(await sale.state(bookingId), "confirmed, final");
    assert.equal(booking.tickets.length, 2);
    assert.notEqual(booking.holdId, holdId);
    assert.equal(await sale.seats(), "bbaaaaaaaa");
    assert.equal((await refundsOf(sale, bookingId)).length, 0);
  }));

Deno.test("a payment approved late is refunded in full if someone else holds its seats", () =>
  withSale(async (sale) => {
    const { bookingId } = await overdue(sale, 0, 1);
    await sale.hold(await sale.buyer(), 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "refunded, final, seats-lost");
    assert.deepEqual([...await refundsOf(sale, bookingId)], [
      { amount: 5000, reason: "seats-lost", status: "pending" },
    ]);
    assert.equal(await sale.seats(), "ahaaaaaaaa");
  }));

Deno.test("a payment approved late is refunded if it would exceed the buyer's limit, and its seats are freed", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await overdue(sale, 0, 1);
    const other = await sale.place(userId, await sale.hold(userId, 5, 6));
    assert.ok(other.ok);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "refunded, final, seats-lost");
    assert.equal(await sale.seats(), "aaaaahhaaa");
    assert.deepEqual(
      await sale.services.board.list(sale.event.eventId, [`u:${userId}`]).then((holds) => holds.length),
      1,
    );
  }, { maxSeatsPerBuyer: 3 }));

Deno.test("a payment approved late is refunded if the event has a newer chart version", () =>
  withSale(async (sale) => {
    const { bookingId } = await overdue(sale, 0);
    const { chartId, eventId } = sale.event;
    await sale.sql`
      insert into charts (id, version, venue_id, name, seat_count, body)
      select id, 2, venue_id, name, seat_count, body from charts where id = ${chartId}`;
    await sale.sql`update events set chart_version = 2 where id = ${eventId}`;
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "refunded, final, seats-lost");
  }));

Deno.test("a rescue fails while the board is unavailable, and a retry succeeds", () =>
  withSale(async (sale) => {
    const { bookingId } = await overdue(sale, 0);
    await sale.recordPayment(bookingId, "approved");
    const { services } = sale;
    const down: SeatBoard = { ...services.board, hold: () => Promise.reject(new Unavailable("down")) };
    await assert.rejects(
      transaction(sale.sql, (tx) => settleBookings({ ...services, board: down }, tx, [bookingId])),
      Unavailable,
    );
    assert.equal(await sale.state(bookingId), "failed, not final, payment-timeout");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "confirmed, final");
  }));

Deno.test("cancelling an event cancels its confirmed bookings: money back, tickets void, seats free", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale, 0);
    await sale.cancelEvent();
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "cancelled, final, event-cancelled");
    const booking = await sale.view(bookingId);
    assert.deepEqual(booking.tickets, []);
    assert.deepEqual(booking.refund, { status: "pending", amount: 2500 });
    assert.equal(await sale.seats(), "aaaaaaaaaa");
  }));

Deno.test("a booking whose event is cancelled during payment fails, and is refunded if the payment is approved", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "started");
    await sale.cancelEvent();
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, not final, event-cancelled");
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "refunded, final, event-cancelled");
    assert.equal((await refundsOf(sale, bookingId))[0].amount, 2500);
  }));

Deno.test("a payment approved after its event was cancelled is refunded in one step", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.cancelEvent();
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "refunded, final, event-cancelled");
  }));

Deno.test("a buyer can cancel once where the event allows it, and is refunded what remains", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale, 0, 1);
    await sale.sql`
      insert into refunds (id, booking_id, amount, reason, status, next_attempt_at)
      values (${crypto.randomUUID()}, ${bookingId}, 1000, 'organizer', 'pending', now())`;
    const cancel = () => cancelBooking(sale.services, bookingId, { id: userId, address: null });
    // Opens the connections first, so that all cancellations read before any has changed anything.
    await Promise.all(Array.from({ length: 6 }, () => sale.sql`select pg_sleep(0.05)`));
    const results = await Promise.all(Array.from({ length: 6 }, cancel));
    assert.equal(results.filter(({ ok }) => ok).length, 1);
    assert.deepEqual(await cancel(), { ok: false, code: "not-cancellable", why: "not-confirmed" });
    await sale.settle(bookingId);
    const amounts = (await refundsOf(sale, bookingId)).map(({ amount }) => amount);
    assert.deepEqual(amounts.sort(), [1000, 4000]);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
  }, { cancellationAllowed: true }));

Deno.test("a booking can be cancelled only by its buyer, and only until one of its tickets is checked in", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale, 0);
    const stranger = await sale.buyer();
    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: stranger, address: null }), {
      ok: false,
      code: "not-found",
    });
    await sale.sql`
      insert into checkins (ticket_id, event_id) select id, event_id from tickets where booking_id = ${bookingId}`;
    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: userId, address: null }), {
      ok: false,
      code: "not-cancellable",
      why: "already-used",
    });
  }, { cancellationAllowed: true }));

Deno.test("messages delivered in any order, any number of times, lead to the same result as each delivered once", () =>
  withSale(async (sale) => {
    const payments = ["approved", "declined", "closed", "started"] as const;
    const rounds = fc.array(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), {
      minLength: 4,
      maxLength: 8,
    });
    const orders = fc.sample(rounds, { numRuns: 6, seed: 7 });
    for (const order of orders) {
      const placed: string[] = [];
      for (const [seat, payment] of payments.entries()) {
        const { bookingId } = await sale.placed(seat);
        await sale.recordPayment(bookingId, payment);
        placed.push(bookingId);
      }
      await sale.passDeadline(placed[3]);
      await Promise.all(order.map((picks) => sale.decide(...picks.map((pick) => placed[pick]))));
      await sale.decide(...placed);
      assert.deepEqual(await Promise.all(placed.map((id) => sale.state(id))), [
        "confirmed, final",
        "failed, final, payment-declined",
        "failed, final, payment-timeout",
        "failed, not final, payment-timeout",
      ]);
      const outbox = await sale.sql<{ topic: string }[]>`
        select topic from outbox where key = any(${placed}) and topic <> 'booking.attempted' order by seq`;
      assert.equal(outbox.length, 4, "each booking reports its change once");
      await sale.recordPayment(placed[3], "closed");
      await sale.settle(...placed);
      for (
        const { id, userId } of await sale
          .sql`select id, buyer_id as user_id from bookings where status = 'confirmed'`
      ) {
        assert.ok((await cancelBooking(sale.services, id, { id: userId, address: null })).ok);
        await sale.settle(id);
      }
      sale.clock.now += 21 * 60_000;
    }
  }, { cancellationAllowed: true }));
