/** Bookings of free seats. */
import assert from "node:assert/strict";
import { startPayments, voidUnstartedPayments } from "@/lib/payments/start.ts";
import type { PaymentProvider } from "@/lib/payments/provider.ts";
import { transaction } from "@/lib/db/pool.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { cancelBooking } from "./cancel.ts";
import { refundBooking } from "./refund.ts";
import { syncBoard } from "./board_sync.ts";
import { type Sale, withSale } from "./testing.ts";

const never = () => assert.fail("the provider was called");
const uncalled: PaymentProvider = { recognizes: () => true, charge: never, close: never, refund: never };
const free = { price: 0, provider: uncalled, cancellationAllowed: true };

async function placed(
  sale: Sale,
  token: string | null = null,
): Promise<{ userId: string; bookingId: string }> {
  const userId = await sale.buyer();
  const result = await sale.place(userId, await sale.hold(userId, 0, 1), { token, expected: { total: 0 } });
  assert.ok(result.ok && result.placed, JSON.stringify(result));
  assert.deepEqual(result.booking, await sale.view(result.bookingId));
  return { userId, bookingId: result.bookingId };
}

for (const token of [null, "tok_approve", "tok_decline", "tok_timeout"]) {
  Deno.test(`a free booking is confirmed when placed, with ${token ?? "no token"}`, () =>
    withSale(async (sale) => {
      const { sql } = sale;
      const { bookingId } = await placed(sale, token);
      const booking = await sale.view(bookingId);
      assert.deepEqual([booking.status, booking.final, booking.total], ["confirmed", true, 0]);
      assert.deepEqual(booking.tickets.map(({ seatId }) => seatId), ["A-1", "A-2"]);
      const [payment] = await sql`select status, amount, token from payments`;
      assert.deepEqual({ ...payment }, { status: "approved", amount: 0, token: null });
      const outbox = await sql`select topic, key from outbox order by seq`;
      assert.deepEqual(outbox.map(({ topic, key }) => [topic, key]), [
        ["booking.attempted", bookingId],
        ["booking.confirmed", bookingId],
      ]);

      await transaction(sql, (tx) => startPayments(tx, [bookingId]));
      assert.deepEqual(await transaction(sql, (tx) => voidUnstartedPayments(tx, [bookingId])), []);
      await sale.settle(bookingId);
      assert.equal((await sale.seats()).slice(0, 3), "bba");
    }, free));
}

Deno.test("a free booking cancelled by its buyer frees its seats without a refund", () =>
  withSale(async (sale) => {
    const { userId, bookingId } = await placed(sale);
    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: userId, address: null }), {
      ok: true,
    });
    await syncBoard(sale.services, [bookingId]);
    const { status, refund, tickets } = await sale.view(bookingId);
    assert.deepEqual([status, refund, tickets], ["cancelled", { status: "none", amount: 0 }, []]);
    assert.equal((await sale.seats()).slice(0, 3), "aaa");
  }, free));

Deno.test("a free booking can be refunded by an admin, without a call to the provider", () =>
  withSale(async (sale) => {
    const { bookingId } = await placed(sale);
    const admin = {
      id: await insertUser(sale.sql, { role: "admin" }),
      role: "admin",
      address: null,
    } as const;
    assert.ok((await refundBooking(sale.services, admin, bookingId, {})).ok);
    assert.equal(await sale.state(bookingId), "refunded, final");
  }, free));

Deno.test("the free bookings of a cancelled event are cancelled", () =>
  withSale(async (sale) => {
    const { bookingId } = await placed(sale);
    await sale.cancelEvent();
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "cancelled, final, event-cancelled");
  }, free));

Deno.test("seats with a price are not booked without a token, and the hold is unchanged", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0);
    const place = (expected?: { total?: number; seats?: string[] }) =>
      sale.place(userId, holdId, { token: null, expected });
    const missing = { ok: false, code: "payment-token-missing" };
    for (const expected of [undefined, { total: 2500 }, { seats: ["A-1"] }]) {
      assert.deepEqual(await place(expected), missing, JSON.stringify(expected));
    }
    const shownFree = await place({ total: 0 });
    assert.ok(!shownFree.ok && shownFree.code === "hold-changed" && shownFree.hold.total === 2500);
    assert.equal((await sale.services.board.get(holdId, [`u:${userId}`]))?.attempt, 0);
  }));
