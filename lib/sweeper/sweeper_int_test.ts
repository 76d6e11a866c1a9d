import assert from "node:assert/strict";
import type { SeatBoard } from "@/lib/board/board.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { Unavailable } from "@/lib/errors.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { startCharger } from "@/lib/payments/charger.ts";
import { startRefunder } from "@/lib/payments/refunds.ts";
import { passPaymentDeadline } from "@/lib/payments/testing.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { settleOverdue, syncBoards } from "./sweeper.ts";

/** Makes all bookings and payments a minute older, past the sweeper's patience. */
async function letTimePass(sale: Sale): Promise<void> {
  await sale.sql`update bookings set created_at = created_at - interval '1 minute',
    updated_at = updated_at - interval '1 minute'`;
  await sale.sql`update payments set updated_at = updated_at - interval '1 minute'`;
  sale.clock.now += 60_000;
}

/** Keeps what has been written so far recent, however long a step takes. */
async function stayRecent(sale: Sale): Promise<void> {
  await sale
    .sql`update bookings set created_at = now() + interval '1 hour', updated_at = now() + interval '1 hour'`;
  await sale.sql`update payments set updated_at = now() + interval '1 hour'`;
}

/** Runs the payment and refund queues, which need no messages. */
async function withQueues(sale: Sale, test: () => Promise<void>): Promise<void> {
  const { sql, provider } = sale.services;
  const needs = { sql, provider, logger: silentLogger, onResults: () => {} };
  const queues = [startCharger(needs), startRefunder(needs)];
  try {
    await test();
  } finally {
    await Promise.all(queues.map((queue) => queue.stop()));
  }
}

async function messages(sale: Sale): Promise<string[]> {
  const rows = await sale.sql<{ kind: string }[]>`select kind from messages order by id`;
  return rows.map(({ kind }) => kind);
}

Deno.test("without any messages, every booking still reaches its end, and its payment, seats and email are correct", () =>
  withSale(async (sale) => {
    const expected = new Map<string, string>();
    for (
      const [token, end] of Object.entries({
        tok_approve: "confirmed, final",
        tok_decline: "failed, final, payment-declined",
        tok_timeout: "failed, final, payment-timeout",
      })
    ) {
      const userId = await sale.buyer();
      const placed = await sale.place(userId, await sale.hold(userId, expected.size), { token });
      assert.ok(placed.ok);
      expected.set(placed.bookingId, end);
    }
    await sale.sql`delete from outbox`;
    await letTimePass(sale);
    await withQueues(sale, async () => {
      for (const [bookingId, end] of expected) {
        if (end.includes("timeout")) await passPaymentDeadline(sale.sql, bookingId);
        await until(async () => {
          await settleOverdue(sale.services);
          await sale.sql`update payments set updated_at = updated_at - interval '1 minute'`;
          return await sale.state(bookingId);
        }, (state) => state === end);
      }
    });
    await letTimePass(sale);
    await settleOverdue(sale.services);
    await syncBoards(sale.services);
    // The declined buyer's hold is active again, and everything else is as Postgres says.
    assert.equal(await sale.seats(), "bhaaaaaaaa");
    assert.deepEqual((await messages(sale)).sort(), ["confirmation", "payment-failed", "payment-failed"]);
  }));

Deno.test("the sweeper leaves recent work to messages", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await stayRecent(sale);
    await settleOverdue(sale.services);
    assert.equal((await sale.sql`select from payments`).length, 0);
    await sale.recordPayment(bookingId, "approved");
    await stayRecent(sale);
    await settleOverdue(sale.services);
    assert.equal(await sale.state(bookingId), "pending, not final");
    await sale.settle(bookingId);
    await stayRecent(sale);
    await settleOverdue(sale.services);
    assert.deepEqual(await messages(sale), []);
  }));

Deno.test("a booking whose payment was never started fails at its deadline and is never charged", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.passDeadline(bookingId);
    await settleOverdue(sale.services);
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
    const [{ status }] = await sale.sql`select status from payments`;
    assert.equal(status, "voided");
  }));

Deno.test("bookings of a cancelled event are cancelled and refunded", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    await sale.cancelEvent();
    await settleOverdue(sale.services);
    assert.equal(await sale.state(bookingId), "cancelled, final, event-cancelled");
    await withQueues(
      sale,
      () => until(() => sale.view(bookingId), ({ refund }) => refund.status === "done").then(() => {}),
    );
    await syncBoards(sale.services);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
  }));

Deno.test("the bookings of a cancelled event are cancelled batch by batch", () =>
  withSale(async (sale) => {
    const count = 501;
    const ids: string[] = [];
    for (let seat = 0; seat < count; seat++) ids.push((await sale.placed(seat)).bookingId);
    await sale.sql`
      insert into payments (booking_id, status, amount, currency, token)
      select id, 'approved', total, currency, payment_token from bookings`;
    await sale.sql`
      insert into mock_provider.charges (key, amount, currency, token, status)
      select booking_id, amount, currency, token, 'approved' from payments`;
    await sale.decide(...ids);
    await sale.cancelEvent();
    assert.equal(await settleOverdue(sale.services), true);
    assert.equal(await settleOverdue(sale.services), false);
    const [{ refunded }] = await sale.sql`
      select count(*) as refunded from bookings b join refunds r on r.booking_id = b.id
      where b.status = 'cancelled' and r.amount = b.total`;
    assert.equal(refunded, count);
  }, { chart: smallChart(501) }));

Deno.test("a booking that can't be settled does not block the others", () =>
  withSale(async (sale) => {
    const stuck = await sale.placed(0);
    await sale.recordPayment(stuck.bookingId, "started");
    await sale.passDeadline(stuck.bookingId);
    await sale.settle(stuck.bookingId);
    await sale.recordPayment(stuck.bookingId, "approved");
    const other = await sale.placed(1);
    await sale.recordPayment(other.bookingId, "approved");
    await letTimePass(sale);
    const down: SeatBoard = {
      ...sale.services.board,
      hold: () => Promise.reject(new Unavailable("the board is down")),
    };
    await settleOverdue({ ...sale.services, board: down });
    assert.equal(await sale.state(other.bookingId), "confirmed, final");
    assert.equal(await sale.state(stuck.bookingId), "failed, not final, payment-timeout");
    await settleOverdue(sale.services);
    assert.equal(await sale.state(stuck.bookingId), "confirmed, final");
  }));

Deno.test("a board that disagrees with the claims is corrected", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.decide(bookingId);
    const { eventId } = sale.event;
    await sale.services.board.sync({ eventId, seats: [{ index: 4, claim: "confirmed" }], ended: [] });
    assert.equal(await sale.seats(), "haaabaaaaa");
    await syncBoards(sale.services);
    assert.equal(await sale.seats(), "baaaaaaaaa");
  }));
