import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { openPool, type Sql, transaction } from "@/lib/db/pool.ts";
import { watchQueues } from "@/lib/health/queue_health.ts";
import { insertDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { createMetrics } from "@/lib/observability/metrics.ts";
import { appOn } from "@/lib/testing/page_client.ts";
import { until } from "@/lib/testing/until.ts";

/** Serves the app on its own port, with its queues read through `sql`; `scrape` returns the text of `/metrics`. */
async function withScrapes(sale: Sale, sql: Sql, test: (scrape: () => Promise<string>) => Promise<void>) {
  const metrics = createMetrics();
  watchQueues(metrics, { sql, eventLog: sale.services.eventLog, logger: silentLogger });
  const handler = await appOn({ ...sale.services, metrics });
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
  await test(async () => {
    const response = await fetch(`http://127.0.0.1:${server.addr.port}/metrics`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    return await response.text();
  });
}

/** The values of a gauge, by label. */
function gauge(text: string, name: string): Record<string, number> {
  const rows = text.matchAll(new RegExp(`^${name}\\{\\w+="([^"]+)"\\} (\\S+)$`, "gm"));
  return Object.fromEntries([...rows].map(([, label, value]) => [label, Number(value)]));
}

Deno.test("each queue is counted at /metrics with the age of its oldest entry, and each consumer group with its lag", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    await withScrapes(sale, sql, async (scrape) => {
      assert.deepEqual(gauge(await scrape(), "aisle_queue_waiting"), {
        outbox: 0,
        payments: 0,
        refunds: 0,
        overdue_bookings: 0,
        mails: 0,
        failed_mails: 0,
        dead_letters: 0,
      });

      const [overdue, paid] = [await sale.placed(0), await sale.placed(1)];
      await sale.passDeadline(overdue.bookingId);
      await sale.recordPayment(overdue.bookingId, "started");
      await sale.recordPayment(paid.bookingId, "approved");
      await sql`update outbox set occurred_at = now() - interval '1 hour' where key = ${paid.bookingId}`;
      await sql`
        insert into refunds (id, booking_id, amount, reason, status, next_attempt_at) values
          (gen_random_uuid(), ${paid.bookingId}, 1, 'organizer', 'pending', now()),
          (gen_random_uuid(), ${paid.bookingId}, 1, 'organizer', 'pending', now() + interval '1 hour')`;
      await sql`
        insert into messages (id, buyer_id, kind, subject, text, failed_at, error) values
          (gen_random_uuid(), ${paid.userId}, 'a', '', '', null, null),
          (gen_random_uuid(), ${paid.userId}, 'b', '', '', now(), 'refused')`;
      await transaction(sql, (tx) =>
        insertDeadLetter(tx, {
          consumerGroup: "payments",
          delivery: { topic: "booking.attempted", key: "a", envelope: {} },
          error: new Error("made up"),
          now: Date.now(),
        }));

      const text = await scrape();
      assert.deepEqual(gauge(text, "aisle_queue_waiting"), {
        outbox: 2,
        payments: 1,
        refunds: 1,
        overdue_bookings: 1,
        mails: 1,
        failed_mails: 1,
        dead_letters: 1,
      });
      const oldest = gauge(text, "aisle_queue_oldest_seconds");
      assert.ok(oldest.outbox >= 3_600 && oldest.outbox < 3_700, `${oldest.outbox}`);
      assert.ok(oldest.overdue_bookings >= 1 && oldest.overdue_bookings < 100, `${oldest.overdue_bookings}`);
      assert.deepEqual(Object.keys(gauge(text, "aisle_consumer_lag_messages")), [
        "payments",
        "bookings",
        "seats",
        "notifications",
        "delivery",
      ]);
      assert.deepEqual(gauge(text, "aisle_scrape_errors_total"), { queues: 0, "consumer-lag": 0 });

      // The rows inserted above are not consistent.
      await sql`delete from refunds`;
      await sql`delete from dead_letters`;
      await sale.settle(paid.bookingId);
    });
  }));

Deno.test("a database that does not respond costs a scrape two seconds and the queue gauges, nothing else", () =>
  withSale((sale) =>
    withScrapes(sale, sale.sql, async (scrape) => {
      await transaction(sale.sql, async (tx) => {
        await tx`lock table refunds`;
        const text = await scrape();
        assert.deepEqual(gauge(text, "aisle_queue_waiting"), {});
        assert.deepEqual(gauge(text, "aisle_scrape_errors_total"), { queues: 1, "consumer-lag": 0 });
        assert.match(text, /^aisle_process_resident_memory_bytes \d+/m);
      });
      await until(scrape, (text) => gauge(text, "aisle_queue_waiting").outbox === 0);
    })
  ));

Deno.test("an unreachable database does not fail a scrape", () =>
  withSale(async (sale) => {
    const gone = openPool("postgres://aisle@127.0.0.1:1/aisle");
    try {
      await withScrapes(sale, gone, async (scrape) => {
        const text = await scrape();
        assert.deepEqual(gauge(text, "aisle_queue_oldest_seconds"), {});
        assert.deepEqual(gauge(text, "aisle_scrape_errors_total"), { queues: 1, "consumer-lag": 0 });
      });
    } finally {
      await gone.end();
    }
  }));
