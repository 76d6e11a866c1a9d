/** Periodic work reads only what is left to do, however many bookings there are. */
import assert from "node:assert/strict";
import type { Sql } from "@/lib/db/pool.ts";
import { readQueueHealth } from "@/lib/health/queue_health.ts";
import { retryDueDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import { missingMessages } from "@/lib/notifications/write.ts";
import { tidy } from "@/lib/sweeper/retention.ts";
import { settleOverdue, syncBoards } from "@/lib/sweeper/sweeper.ts";
import { withSale } from "./testing.ts";

const BOOKINGS = 250_000;
/** Blocks of 8 KB. Each index lookup reads a handful; a scan of the bookings would read tens of thousands. */
const BLOCKS_MAX = 200;

/** Inserts three months of finished bookings up to now, each with its payment and message. */
async function insertPast(sql: Sql, eventId: string, userId: string): Promise<void> {
  // Autovacuum's reads would be counted too.
  for (const table of ["bookings", "payments", "messages", "placements", "inbox"]) {
    await sql`alter table ${sql(table)} set (autovacuum_enabled = off)`;
  }
  await sql`set session_replication_role = replica`;
  const at = (n: string) => sql.unsafe(`now() - interval '1 minute' - ${n} * interval '30 seconds'`);
  await sql`
    insert into bookings (id, code, event_id, buyer_id, hold_id, attempt, chart_version, status, final, total, currency,
      payment_token, deadline_at, created_at, updated_at)
    select uuidv7(), 'P' || n, ${eventId}, ${userId}, 'h' || n, 1, 1, 'cancelled', true, 2500, 'EUR', 'tok_approve',
      ${at("n")}, ${at("n")}, ${at("n")}
    from generate_series(1, ${BOOKINGS}) as n`;
  await sql`
    insert into payments (booking_id, status, amount, currency, token, created_at, updated_at)
    select id, 'approved', total, currency, payment_token, created_at, updated_at from bookings`;
  await sql`
    insert into messages (id, buyer_id, booking_id, kind, subject, text, created_at, sent_at)
    select uuidv7(), buyer_id, id, 'cancelled', '', '', created_at, created_at from bookings`;
  await sql`
    insert into placements (hold_id, attempt, booking_id, created_at)
    select hold_id, 1, id, now() - interval '29 days' * n / ${BOOKINGS} from bookings,
      lateral (select substr(code, 2)::integer as n) as numbered`;
  await sql`
    insert into inbox (consumer_group, message_id, received_at)
    select 'payments', uuidv7(), now() - interval '23 hours' * n / ${BOOKINGS} from generate_series(1, ${BOOKINGS}) as n`;
  await sql`set session_replication_role = origin`;
  await sql`vacuum (analyze)`;
}

/** How many blocks of tables and indexes `work` reads, from memory or disk. */
async function blocksRead(sql: Sql, work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    await sql`select pg_stat_force_next_flush()`;
    await sql`select pg_stat_clear_snapshot()`;
    const [{ blocks }] = await sql<[{ blocks: number }]>`
      select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))::bigint as blocks
      from pg_statio_user_tables`;
    return blocks;
  };
  const before = await count();
  await work();
  return await count() - before;
}

Deno.test("after a quarter of a million bookings, each sweep reads few blocks", () =>
  withSale(async (sale) => {
    const { sql, services, event } = sale;
    const userId = await sale.buyer();
    await insertPast(sql, event.eventId, userId);
    await sale.cancelEvent();
    const writeMissing = missingMessages({ patienceMs: 3_000, limit: 500, site: "http://aisle.test" });
    // The first run looks back a day.
    await writeMissing(sql);
    const sweeps: Record<string, () => Promise<unknown>> = {
      "settling bookings": () => settleOverdue(services, writeMissing),
      "syncing boards": () => syncBoards(services),
      "tidying up": () => tidy(services),
      "relaying": () => relayOnce(sql, services.eventLog),
      "dead letters": () => retryDueDeadLetters(services),
      "reading the queues": () => readQueueHealth(services),
    };
    for (const [name, sweep] of Object.entries(sweeps)) {
      await sweep();
      const blocks = await blocksRead(sql, sweep);
      assert.ok(blocks <= BLOCKS_MAX, `${name} read ${blocks} blocks`);
    }
    // The made-up rows would fail the consistency check.
    await sql`truncate bookings, payments, messages, placements, inbox cascade`;
    // A single connection, so that all reads are counted.
  }, { pool: { max: 1, statementTimeoutMs: 120_000 } }));
