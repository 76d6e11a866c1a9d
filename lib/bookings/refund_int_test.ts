import assert from "node:assert/strict";
import { siteAddress } from "@/lib/config.ts";
import { transaction } from "@/lib/db/pool.ts";
import { listMessages } from "@/lib/notifications/inbox.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { startRefunder } from "@/lib/payments/refunds.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { cancelBooking } from "./cancel.ts";
import { refundBooking } from "./refund.ts";
import { settleBookingSeats } from "./release.ts";
import { type Placed, type Sale, withSale } from "./testing.ts";

const TOTAL = 5000;

/** Someone buys two seats of 2500 each. */
async function confirmed(sale: Sale): Promise<Placed> {
  const placed = await sale.placed(0, 1);
  await sale.answerPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  return placed;
}

async function organizerOf(sale: Sale) {
  const id = await insertUser(sale.sql, { role: "organizer" });
  await sale.sql`update events set organizer_id = ${id} where id = ${sale.event.eventId}`;
  return { id, role: "organizer" } as const;
}

/** Lets the queue of refunds run until nothing waits. */
async function payRefunds(sale: Sale): Promise<void> {
  const { sql, provider } = sale.services;
  const refunder = startRefunder({ sql, provider, logger: silentLogger, onResults: () => {} });
  try {
    await until(() => sql`select from refunds where status = 'pending'`, (pending) => pending.length === 0);
  } finally {
    await refunder.stop();
  }
}

Deno.test("a refund without an amount ends the booking: money back, tickets void, seats free, buyer told", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const answer = await refundBooking(sale.services, await organizerOf(sale), bookingId, null);
    assert.deepEqual(answer, { ok: true });
    const { status, final, tickets, refund } = await sale.view(bookingId);
    assert.deepEqual([status, final, tickets, refund], ["refunded", true, [], {
      status: "pending",
      amount: TOTAL,
    }]);
    await payRefunds(sale);
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: TOTAL });
    await settleBookingSeats(sale.services, [bookingId]);
    assert.equal(await sale.seats(), "aaaaaaaaaa");
    await transaction(sale.sql, (tx) => writeMessages(tx, [bookingId], siteAddress(sale.services.config)));
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ kind }) => kind), ["refunded"]);
    assert.match(items[0].text, /€50\.00/);
  }));

Deno.test("refunds of a part leave the booking as it is and are each told of, until nothing remains", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const refund = (amount: number | null) => refundBooking(sale.services, organizer, bookingId, amount);
    assert.deepEqual(await refund(1000), { ok: true });
    assert.deepEqual(await refund(1500), { ok: true });
    const part = await sale.view(bookingId);
    assert.deepEqual([part.status, part.tickets.length, part.refund.amount], ["confirmed", 2, 2500]);
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ subject }) => subject), [
      "€15.00 for A Concert is on its way back",
      "€10.00 for A Concert is on its way back",
    ]);
    const remaining = 2500;
    assert.deepEqual(await refund(2501), { ok: false, code: "refund-exceeds", remaining });
    assert.deepEqual(await refund(remaining), { ok: true });
    assert.equal(await sale.state(bookingId), "refunded, final");
    const nothing = { ok: false, code: "refund-exceeds", remaining: 0 };
    assert.deepEqual([await refund(1), await refund(null)], [nothing, nothing]);
    await payRefunds(sale);
    assert.equal((await sale.view(bookingId)).refund.amount, TOTAL);
    const entries = await sale.sql`select detail from audit_log where subject_id = ${bookingId} order by id`;
    assert.deepEqual(entries.map(({ detail }) => detail.amount), [1000, 1500, 2500]);
  }));

Deno.test("refunds asked for at once are together never more than what was paid", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const asked = Array.from({ length: 9 }, () => refundBooking(sale.services, organizer, bookingId, 1200));
    const [answers] = await Promise.all([
      Promise.all(asked),
      cancelBooking(sale.services, bookingId, userId),
    ]);
    assert.ok(answers.filter(({ ok }) => ok).length <= 4);
    await payRefunds(sale);
    // Whichever came first, the buyer's cancelling gave back the rest.
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: TOTAL });
  }, { cancellationAllowed: true }));

Deno.test("only the event's organiser or an admin refunds, and only what was paid", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale);
    const organizer = await organizerOf(sale);
    const other = { id: await insertUser(sale.sql, { role: "organizer" }), role: "organizer" } as const;
    const admin = { id: await insertUser(sale.sql, { role: "admin" }), role: "admin" } as const;
    const code = async (...parameters: [typeof organizer | typeof admin, string]) => {
      const answer = await refundBooking(sale.services, ...parameters, 1);
      return answer.ok ? "ok" : answer.code;
    };
    assert.equal(await code(other, bookingId), "not-found");
    assert.equal(await code(organizer, crypto.randomUUID()), "not-found");
    assert.equal(await code(admin, bookingId), "ok");
    const declined = await sale.placed(5);
    await sale.answerPayment(declined.bookingId, "declined");
    await sale.settle(declined.bookingId);
    assert.equal(await code(organizer, declined.bookingId), "not-confirmed");
  }));

Deno.test("a free booking can be taken back too", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale);
    await sale.sql`update bookings set total = 0`;
    await sale.sql`update payments set amount = 0`;
    await sale.sql`update mock_provider.charges set amount = 0`;
    assert.ok((await refundBooking(sale.services, await organizerOf(sale), bookingId, null)).ok);
    const { status, refund } = await sale.view(bookingId);
    assert.deepEqual([status, refund], ["refunded", { status: "none", amount: 0 }]);
  }));
