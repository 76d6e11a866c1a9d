/** A provider that always fails and a dead mail server: the alarms that they raise, which end once both work. */
import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { startDelivery } from "@/lib/notifications/deliver.ts";
import type { Mailer } from "@/lib/notifications/mailer.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { createMetrics } from "@/lib/observability/metrics.ts";
import { startCharger } from "@/lib/payments/charger.ts";
import type { PaymentProvider } from "@/lib/payments/provider.ts";
import { startRefunder } from "@/lib/payments/refunds.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { until } from "@/lib/testing/until.ts";
import { type Alarm, alarmsOf, type SystemHealth } from "./alarms.ts";
import { readPaymentOutcomes, watchPaymentOutcomes } from "./payment_outcomes.ts";
import { readQueueHealth, watchQueues } from "./queue_health.ts";

const fails = () => Promise.reject(new Error("503 Service Unavailable"));
const failing: PaymentProvider = {
  recognizes: () => true,
  charge: fails,
  close: fails,
  refund: fails,
};
const dead: Mailer = {
  send: () =>
    Promise.reject(Object.assign(new Error("connect to ada@example.org"), { code: "ECONNREFUSED" })),
  close() {},
};
const pictures = { share: () => Promise.resolve(new Uint8Array()) };
const working: Mailer = { send: () => Promise.resolve(), close() {} };

async function read({ services }: Sale): Promise<SystemHealth> {
  const needs = { ...services, logger: silentLogger };
  return {
    ready: true,
    dependencies: { database: "ok", board: "ok", eventLog: "ok" },
    failures: {},
    ...await readQueueHealth(needs),
    payments: await readPaymentOutcomes(services.sql),
  };
}

async function alarms(sale: Sale): Promise<Alarm[]> {
  return alarmsOf(await read(sale), wordsIn("en").admin.health.alarm, "en");
}

async function scrape({ services: { sql, eventLog } }: Sale): Promise<string> {
  const metrics = createMetrics();
  watchQueues(metrics, { sql, eventLog, logger: silentLogger });
  watchPaymentOutcomes(metrics, { sql, logger: silentLogger });
  return await metrics.text();
}

/** Lets time pass for everything that fails, as if it had been retried all along. */
async function pass(sql: Sql, seconds: number): Promise<void> {
  const by = `${seconds} seconds`;
  await sql`
    update payments set failing_since = failing_since - ${by}::interval, created_at = created_at - ${by}::interval`;
  for (const table of ["refunds", "messages"]) {
    await sql`update ${sql(table)} set failing_since = failing_since - ${by}::interval`;
  }
}

/** Makes the next retry due for everything that fails. */
async function makeDue(sql: Sql): Promise<void> {
  for (const table of ["payments", "refunds", "messages"]) {
    await sql`update ${sql(table)} set next_attempt_at = now() where next_attempt_at > now()`;
  }
}

/** Runs the charger, the refunder and the delivery until `done` resolves. */
async function whileWorking(
  { sql, services }: Sale,
  provider: PaymentProvider,
  mailer: Mailer,
  done: () => Promise<unknown>,
): Promise<void> {
  const needs = { sql, provider, logger: silentLogger, onResults: () => services.eventLog.kick() };
  const loops = [
    startCharger(needs),
    startRefunder(needs),
    startDelivery({
      sql,
      mailer,
      secrets: testSecrets,
      tickets: services.tickets,
      pictures,
      logger: silentLogger,
    }),
  ];
  try {
    await done();
  } finally {
    await Promise.all(loops.map((loop) => loop.stop()));
  }
}

/** Fails one payment, one refund and one email once; returns the booking that is being paid for. */
async function failOnce(sale: Sale): Promise<string> {
  const { sql } = sale;
  const [paying, refunded] = [await sale.placed(0), await sale.placed(1)];
  await sale.recordPayment(paying.bookingId, "started");
  await sale.recordPayment(refunded.bookingId, "approved");
  await sale.settle(refunded.bookingId);
  await sale.cancelEvent();
  await sale.settle(refunded.bookingId);
  await sql`update events set status = 'published'`;
  await sql`
    insert into messages (id, buyer_id, kind, subject, text)
    values (gen_random_uuid(), ${refunded.userId}, 'news', 'Hello', 'Hello')`;
  await whileWorking(sale, { ...sale.services.provider, ...failing }, dead, () =>
    until(async () => {
      const { queues } = await read(sale);
      return queues.payments.retrying + queues.refunds.retrying + queues.mails.retrying;
    }, (retrying) => retrying === 3));
  return paying.bookingId;
}

Deno.test("a failing provider and a dead mail server raise alarms, which end once they work", () =>
  withSale(async (sale) => {
    assert.deepEqual(await alarms(sale), []);
    const bookingId = await failOnce(sale);
    assert.deepEqual(await alarms(sale), [], "one failed attempt raises no alarm");

    await pass(sale.sql, 61);
    const found = await alarms(sale);
    assert.deepEqual(found.map(({ text }) => text), [
      "Payments are failing: 1 to retry, the first failing for 1 minute.",
      "Refunds are failing: 1 to retry, the first failing for 1 minute.",
      "Emails can’t be sent: 1 to retry, the first failing for 1 minute.",
    ]);
    assert.deepEqual(found.map(({ error }) => error), [
      "Error: 503 Service Unavailable",
      "Error: 503 Service Unavailable",
      "Error ECONNREFUSED: connect to [address]",
    ]);
    const text = await scrape(sale);
    for (const queue of ["payments", "refunds", "mails"]) {
      assert.match(text, new RegExp(`aisle_queue_retrying\\{queue="${queue}"\\} 1`));
      const [, failing] = new RegExp(`aisle_queue_failing_seconds\\{queue="${queue}"\\} (\\S+)`).exec(text)!;
      assert.ok(Number(failing) >= 61 && Number(failing) < 120, failing);
    }
    assert.match(text, /aisle_payments_success_ratio\{window="5m"\} 0.5/);
    assert.match(text, /aisle_payments_unanswered\{window="5m"\} 1/);

    await pass(sale.sql, 3_600);
    await makeDue(sale.sql);
    await whileWorking(
      sale,
      sale.services.provider,
      working,
      () =>
        until(
          () => read(sale),
          ({ queues }) => queues.payments.retrying + queues.refunds.retrying + queues.mails.retrying === 0,
        ),
    );
    await sale.settle(bookingId);
    assert.deepEqual(await alarms(sale), []);
    const quiet = await scrape(sale);
    assert.match(quiet, /aisle_queue_failing_seconds\{queue="payments"\} 0/);
    assert.match(quiet, /aisle_payments_unanswered\{window="60m"\} 0/);
    assert.doesNotMatch(quiet, /aisle_payments_success_ratio\{/);
  }));
