import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { transaction } from "@/lib/db/pool.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { until } from "@/lib/testing/until.ts";
import { startCharger } from "./charger.ts";
import type { PaymentProvider } from "./provider.ts";

/** Runs one or more chargers during `test`. The provider is the mock with these calls replaced. */
async function withChargers(
  sale: Sale,
  changed: (mock: PaymentProvider) => Partial<PaymentProvider>,
  test: () => Promise<void>,
  { count = 1, onResults = () => {}, pauseMs }: {
    count?: number;
    onResults?: () => void;
    pauseMs?: { min: number; max: number };
  } = {},
): Promise<void> {
  const provider = { ...sale.services.provider, ...changed(sale.services.provider) };
  const needs = { sql: sale.sql, provider, logger: silentLogger, onResults };
  const chargers = Array.from({ length: count }, () => startCharger(needs, pauseMs));
  try {
    await test();
  } finally {
    await Promise.all(chargers.map((charger) => charger.stop()));
  }
}

async function paymentStatus(sale: Sale, bookingId: string): Promise<string> {
  const [{ status }] = await sale.sql`select status from payments where booking_id = ${bookingId}`;
  return status;
}

/** How many `payment.status` messages a booking has. */
async function nudges(sale: Sale, bookingId: string): Promise<number> {
  const rows = await sale.sql`select from outbox where topic = 'payment.status' and key = ${bookingId}`;
  return rows.length;
}

async function started(sale: Sale, ...seats: number[]): Promise<string> {
  const { bookingId } = await sale.placed(...seats);
  await sale.recordPayment(bookingId, "started");
  return bookingId;
}

/** Never resolves; rejects when the caller aborts. */
function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

Deno.test("a due payment is charged once, with its booking's amount, and its result is written and published", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0, 1);
    const requests: unknown[] = [];
    await withChargers(sale, (mock) => ({
      charge(request, signal) {
        requests.push(request);
        return mock.charge(request, signal);
      },
    }), async () => {
      await until(() => paymentStatus(sale, bookingId), (status) => status === "approved");
    });
    assert.deepEqual(requests, [{ key: bookingId, amount: 5000, currency: "EUR", token: "tok_approve" }]);
    assert.equal(await nudges(sale, bookingId), 1);
    await sale.settle(bookingId);
  }));

Deno.test("payments are charged concurrently, so a slow one does not hold up others", () =>
  withSale(async (sale) => {
    const bookings: string[] = [];
    for (let seat = 0; seat < 10; seat++) bookings.push(await started(sale, seat));
    const allCalled = Promise.withResolvers<void>();
    let calls = 0;
    await withChargers(sale, (mock) => ({
      async charge(request, signal) {
        if (++calls === bookings.length) allCalled.resolve();
        await allCalled.promise;
        return await mock.charge(request, signal);
      },
    }), async () => {
      for (const bookingId of bookings) {
        await until(() => paymentStatus(sale, bookingId), (status) => status === "approved");
      }
    });
    await sale.settle(...bookings);
  }));

Deno.test("several chargers share the queue without charging twice", () =>
  withSale(async (sale) => {
    const bookings: string[] = [];
    for (let seat = 0; seat < 10; seat++) bookings.push(await started(sale, seat));
    const keys: string[] = [];
    await withChargers(sale, (mock) => ({
      charge(request, signal) {
        keys.push(request.key);
        return mock.charge(request, signal);
      },
    }), async () => {
      for (const bookingId of bookings) {
        await until(() => paymentStatus(sale, bookingId), (status) => status === "approved");
      }
    }, { count: 3 });
    assert.deepEqual(keys.sort(), bookings.sort());
    await sale.settle(...bookings);
  }));

Deno.test("a payment locked by another charger is skipped", () =>
  withSale(async (sale) => {
    const [theirs, ours] = [await started(sale, 0), await started(sale, 1)];
    await transaction(sale.sql, async (tx) => {
      await tx`select from payments where booking_id = ${theirs} for update`;
      await withChargers(sale, () => ({}), async () => {
        await until(() => paymentStatus(sale, ours), (status) => status === "approved");
      });
    });
    assert.equal(await paymentStatus(sale, theirs), "started");
    await sale.recordPayment(theirs, "closed");
    await sale.settle(theirs, ours);
  }));

Deno.test("a failed charge is retried before the deadline without a message in between", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0);
    let failures = 0;
    await withChargers(sale, (mock) => ({
      charge: (request, signal) =>
        failures < 2
          ? Promise.reject(new Error(`the network is down: ${++failures}`))
          : mock.charge(request, signal),
    }), async () => {
      await until(async () => {
        await sale
          .sql`update payments set next_attempt_at = now() where status = 'started' and attempts = ${failures}`;
        return await paymentStatus(sale, bookingId);
      }, (status) => status === "approved");
    });
    assert.equal(failures, 2);
    assert.equal(await nudges(sale, bookingId), 1);
    await sale.settle(bookingId);
  }));

Deno.test("a payment that becomes due later is charged then, without polling or a kick", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0);
    await sale.sql`update payments set next_attempt_at = now() + interval '300 milliseconds'`;
    await withChargers(sale, () => ({}), async () => {
      await until(() => paymentStatus(sale, bookingId), (status) => status === "approved");
    }, { pauseMs: { min: 3_600_000, max: 3_600_000 } });
    await sale.settle(bookingId);
  }));

Deno.test("a hanging charge is abandoned and closed at the deadline, and the booking fails", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.sql`update bookings set deadline_at = now() + interval '300 milliseconds'`;
    await sale.recordPayment(bookingId, "started");
    await withChargers(sale, () => ({ charge: (_request, signal) => hang(signal) }), async () => {
      await until(() => paymentStatus(sale, bookingId), (status) => status === "closed");
    });
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
  }));

Deno.test("after the deadline nothing is charged; closing is retried until it succeeds", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0);
    await sale.passDeadline(bookingId);
    const calls: string[] = [];
    await withChargers(sale, (mock) => ({
      charge() {
        calls.push("charge");
        return Promise.resolve("approved");
      },
      close(key, signal) {
        calls.push("close");
        return calls.length < 3 ? Promise.resolve("processing") : mock.close(key, signal);
      },
    }), async () => {
      await until(() => nudges(sale, bookingId), (count) => count >= 1);
      await sale.settle(bookingId);
      assert.match(await sale.state(bookingId), /^failed/);
      await until(() => paymentStatus(sale, bookingId), (status) => status === "closed");
    });
    assert.deepEqual(calls, ["close", "close", "close"]);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, final, payment-timeout");
  }));

Deno.test("an approval after the deadline is written even though the booking has failed", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0);
    const { provider } = sale.services;
    const request = { key: bookingId, amount: 2500, currency: "EUR", token: "tok_approve" };
    await provider.charge(request, AbortSignal.timeout(5_000));
    await sale.passDeadline(bookingId);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "failed, not final, payment-timeout");
    await withChargers(sale, () => ({}), async () => {
      await until(() => paymentStatus(sale, bookingId), (status) => status === "approved");
    });
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "confirmed, final");
  }));

Deno.test("stopping waits for calls in flight and writes their results", () =>
  withSale(async (sale) => {
    const bookingId = await started(sale, 0);
    const called = Promise.withResolvers<void>();
    const response = Promise.withResolvers<void>();
    let written = false;
    await withChargers(sale, (mock) => ({
      async charge(request, signal) {
        called.resolve();
        await response.promise;
        return await mock.charge(request, signal);
      },
    }), async () => {
      await called.promise;
      queueMicrotask(response.resolve);
    }, { onResults: () => written = true });
    assert.ok(written);
    assert.equal(await paymentStatus(sale, bookingId), "approved");
    await sale.settle(bookingId);
  }));
