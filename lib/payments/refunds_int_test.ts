import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { until } from "@/lib/testing/until.ts";
import type { PaymentProvider, RefundRequest } from "./provider.ts";
import { startRefunder } from "./refunds.ts";

async function paid(sale: Sale): Promise<string> {
  const { bookingId } = await sale.placed(0);
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
  return bookingId;
}

async function queueRefund(sale: Sale, bookingId: string, amount: number): Promise<string> {
  const id = uuidv7();
  await sale.sql`
    insert into refunds (id, booking_id, amount, reason, status, next_attempt_at)
    values (${id}, ${bookingId}, ${amount}, 'organizer', 'pending', now())`;
  return id;
}

async function withRefunder(
  sale: Sale,
  refund: PaymentProvider["refund"],
  test: () => Promise<unknown>,
): Promise<void> {
  const provider = { ...sale.services.provider, refund };
  const refunder = startRefunder({ sql: sale.sql, provider, logger: silentLogger, onResults: () => {} });
  try {
    await test();
  } finally {
    await refunder.stop();
  }
}

async function refundStatus(sale: Sale, id: string): Promise<string> {
  const [{ status }] = await sale.sql`select status from refunds where id = ${id}`;
  return status;
}

Deno.test("a refund is paid once under its own key and recorded as done", () =>
  withSale(async (sale) => {
    const bookingId = await paid(sale);
    const id = await queueRefund(sale, bookingId, 1000);
    const requests: RefundRequest[] = [];
    await withRefunder(sale, (request, signal) => {
      requests.push(request);
      return sale.services.provider.refund(request, signal);
    }, () => until(() => refundStatus(sale, id), (status) => status === "done"));
    assert.deepEqual(requests, [{ key: id, chargeKey: bookingId, amount: 1000 }]);
    assert.deepEqual((await sale.view(bookingId)).refund, { status: "done", amount: 1000 });
  }));

Deno.test("a refund whose response was lost is retried and not paid twice", () =>
  withSale(async (sale) => {
    const id = await queueRefund(sale, await paid(sale), 1000);
    let calls = 0;
    await withRefunder(sale, async (request, signal) => {
      await sale.services.provider.refund(request, signal);
      if (++calls === 1) throw new Error("the response was lost");
    }, () =>
      until(async () => {
        await sale
          .sql`update refunds set next_attempt_at = now() where status = 'pending' and attempts = ${calls}`;
        return await refundStatus(sale, id);
      }, (status) => status === "done"));
    assert.equal(calls, 2);
    const [{ count }] = await sale.sql`select count(*)::integer as count from mock_provider.refunds`;
    assert.equal(count, 1);
  }));

Deno.test("the provider never refunds more than it charged", () =>
  withSale(async (sale) => {
    const bookingId = await paid(sale);
    const id = await queueRefund(sale, bookingId, 1500);
    const { provider } = sale.services;
    const signal = AbortSignal.timeout(5_000);
    const request = { key: id, chargeKey: bookingId, amount: 1500 };
    await provider.refund(request, signal);
    await assert.rejects(provider.refund({ ...request, key: uuidv7(), amount: 1001 }, signal), /more than/);
    await provider.refund(request, signal);
    const [{ sum }] = await sale.sql`select sum(amount)::integer as sum from mock_provider.refunds`;
    assert.equal(sum, 1500);
  }));
