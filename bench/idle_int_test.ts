/** Background work reads an index of what is left to do, never a table that grows with every booking. */
import assert from "node:assert/strict";
import { misplacedSeats } from "@/lib/bookings/misplaced_seats.ts";
import { parseConfig } from "@/lib/config.ts";
import { loadSecrets } from "@/lib/config/secrets.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { createTestDatabase } from "@/lib/db/testing.ts";
import { readQueueHealth } from "@/lib/health/queue_health.ts";
import { createServices, type Services } from "@/lib/services.ts";
import { startWorkers } from "../workers/mod.ts";
import { insertPastSales } from "./past_sales.ts";

const BOOKINGS_EACH = 20;
/** 200 events with 20 bookings each become a million bookings. */
const TIMES = 250;
const LARGE = 100_000;

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

/** Multiplies the rows that the planner believes to be in each table and index. */
async function enlarge(sql: Sql): Promise<void> {
  await sql`
    select pg_restore_relation_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'relpages', c.relpages,
      'reltuples', c.reltuples * ${TIMES}::real)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'mock_provider') and c.relkind in ('r', 'i') and c.reltuples > 0
      and c.relname not like 'events%'`;
}

/** The statements that `work` runs, with placeholders, each once. */
async function statementsOf(sql: Sql, work: () => Promise<unknown>): Promise<string[]> {
  const statements = new Set<string>();
  const options = sql.options as { debug: unknown };
  options.debug = (_connection: number, statement: string) => statements.add(statement);
  await work();
  options.debug = false;
  return [...statements].filter((statement) => /^\s*(select|with|insert|update|delete)/i.test(statement));
}

/** The first step of every worker, and what workers and metrics do periodically. */
async function runOnce(services: Services, eventId: string): Promise<void> {
  await startWorkers(services).stop();
  await misplacedSeats(services, eventId);
  await readQueueHealth(services);
  await services.metrics.text();
}

function scannedTables(plan: Plan): string[] {
  const own = plan["Node Type"].includes("Seq Scan") ? [plan["Relation Name"]!] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scannedTables)];
}

for (const smtpUrl of ["", "smtp://127.0.0.1:1"]) {
  const title = smtpUrl ? "with a mail server" : "without a mail server";
  Deno.test(`with a million bookings, no background query scans a large table, ${title}`, async () => {
    const database = await createTestDatabase();
    const dataDir = await Deno.makeTempDir({ prefix: "aisle_idle_" });
    const config = parseConfig({
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      SMTP_URL: smtpUrl,
      DEMO: "off",
    });
    const services = createServices({ ...config, databaseUrl: database.url }, await loadSecrets(config));
    try {
      const { sql } = services;
      const progress = { step: <T>(_title: string, work: () => Promise<T>) => work() };
      const eventId = await insertPastSales(database.sql, {
        seatCount: 100,
        log: "postgres",
        progress,
        bookingsEach: BOOKINGS_EACH,
      });
      await enlarge(database.sql);
      const large = new Set(
        (await sql<
          { relname: string }[]
        >`select relname from pg_class where relkind = 'r' and reltuples >= ${LARGE}`)
          .map(({ relname }) => relname),
      );
      // Read by BRIN, whose ranges are larger than the whole table here: lib/bookings/idle_int_test.ts counts the blocks.
      large.delete("placements");
      for (const table of ["bookings", "booking_seats", "seat_claims", "payments", "tickets", "messages"]) {
        assert.ok(large.has(table), table);
      }
      const statements = await statementsOf(sql, () => runOnce(services, eventId));
      assert.ok(statements.length >= 25, `${statements.length} statements`);
      for (const statement of statements) {
        const [{ "QUERY PLAN": [{ Plan: plan }] }] = await sql.unsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(
          `explain (generic_plan, format json) ${statement}`,
        );
        assert.deepEqual(scannedTables(plan).filter((table) => large.has(table)), [], statement);
      }
    } finally {
      await services.close();
      await database.drop();
      await Deno.remove(dataDir, { recursive: true });
    }
  });
}
