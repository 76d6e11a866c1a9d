import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { transaction } from "@/lib/db/pool.ts";
import { startPayments, voidUnstartedPayments } from "./start.ts";

const start = (sale: Sale, ...ids: string[]) => transaction(sale.sql, (tx) => startPayments(tx, ids));
const voidUnstarted = async (sale: Sale) => {
  const ids = (await sale.sql<{ id: string }[]>`select id from bookings`).map(({ id }) => id);
  return await transaction(sale.sql, (tx) => voidUnstartedPayments(tx, ids));
};

async function payments(sale: Sale): Promise<string[]> {
  const rows = await sale.sql<{ status: string }[]>`select status from payments order by booking_id`;
  return rows.map(({ status }) => status);
}

Deno.test("a payment is started once, however often it is requested", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await Promise.all([start(sale, bookingId), start(sale, bookingId), start(sale, bookingId)]);
    assert.deepEqual(await payments(sale), ["started"]);
    await sale.recordPayment(bookingId, "closed");
    await start(sale, bookingId);
    assert.deepEqual(await payments(sale), ["closed"]);
    await sale.settle(bookingId);
  }));

Deno.test("after the deadline a payment is voided instead of started, and the booking fails for good", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    assert.deepEqual(await voidUnstarted(sale), []);
    await sale.passDeadline(bookingId);
    await start(sale, bookingId);
    assert.deepEqual(await payments(sale), []);
    assert.deepEqual(await voidUnstarted(sale), [bookingId]);
    assert.deepEqual(await voidUnstarted(sale), []);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
  }));

Deno.test("if a start and a void are concurrent, exactly one of them happens", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.sql`update bookings set deadline_at = now() + interval '5 milliseconds'`;
    await Promise.all([
      start(sale, bookingId),
      voidUnstarted(sale),
      start(sale, bookingId),
      voidUnstarted(sale),
    ]);
    await sale.passDeadline(bookingId);
    await voidUnstarted(sale);
    const [status, ...others] = await payments(sale);
    assert.ok(status === "started" || status === "voided");
    assert.deepEqual(others, []);
    if (status === "started") await sale.recordPayment(bookingId, "closed");
    await sale.settle(bookingId);
  }));

Deno.test("nothing is charged for an event that was cancelled before the payment was started", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.cancelEvent();
    await start(sale, bookingId);
    assert.deepEqual(await payments(sale), []);
    assert.deepEqual(await voidUnstarted(sale), [bookingId]);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, event-cancelled");
  }));
