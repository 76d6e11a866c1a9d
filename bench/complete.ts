/**
 * A booking end to end, hold → book → confirmed, with the web server and all workers as the product runs them, against
 * pgbench with the same SQL. Buyers arrive at a fixed rate, whether or not others have been served.
 *
 * The times of placement and of the confirming commit are read from Postgres at the end, so that watching costs nothing
 * and delays in the load generator are not counted as the product's.
 */
import { setTimeout as delay } from "node:timers/promises";
import { loadSecrets } from "@/lib/config/secrets.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import type { Program } from "../tests/program/program.ts";
import { type Account, clearBookings, createAccounts, SEATS_EACH } from "./bookings.ts";
import { blockSeatId } from "./charts.ts";
import { type Figure, percentile, type Sample } from "./figures.ts";
import { eventsFor, insertEvents, openBoards, seatsOf } from "./halls.ts";
import { requestBytes } from "./load.ts";
import { cpuMs, meterCpu } from "./machine.ts";
import { arrive } from "./open_loop.ts";
import { findPeak } from "./peak.ts";
import { runPgbench } from "./pgbench.ts";
import { Connections } from "./simulate/connections.ts";
import type { BenchStack } from "./stack.ts";

const SEAT_COUNT = 12_000;
const OTHER_SEAT_COUNTS = [100, 1_000, 50_000];
const ROUNDS = 3;
/** The first arrivals are not measured: the system has to reach a steady state. */
const SETTLING_MS = 2_000;
const MEASURED_MS = 6_000;
const GROWTH_MEASURED_MS = 3_000;
/** A system keeps up if it confirms this share of arrivals in the same time: its backlog does not grow. */
const SHARE_MIN = 0.97;
const FIRST_RATE = 100;
const REFINEMENTS = 3;
const WARM_UP_RATE = 100;
const PGBENCH_CLIENTS = 16;
const PGBENCH_BOOKINGS = 1_600;
const UNFINISHED_MS_MAX = 60_000;
/** Recorded as the status if the connection closed without a response. */
const NO_RESPONSE = 0;
/** More than fit into a web server's cache of verified tokens, so that every buyer is new to it. */
const ACCOUNTS = 20_000;

/** Bookings per second at the peak and at half of it, and how they change with the size of the hall. */
export async function benchComplete(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const bench = await openBench(stack);
  const limit: Sample[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const title = round === 0 ? "complete: pgbench warm-up" : `complete: pgbench ${round} of ${ROUNDS}`;
    const sample = await progress.step(title, bench.raw);
    if (round > 0) limit.push(sample);
  }

  await bench.open(SEAT_COUNT);
  await progress.step("complete: warm-up", () => bench.run(WARM_UP_RATE, MEASURED_MS));
  const runs = new Map<number, Sample>();
  const peak = await findPeak(async (rate) => {
    const run = await progress.step(`complete: ${rate} /s`, () => bench.run(rate, MEASURED_MS));
    runs.set(rate, run);
    return run.shareConfirmed >= SHARE_MIN && run.rejected === 0;
  }, { first: FIRST_RATE, refinements: REFINEMENTS });
  if (peak === null) throw new Error(`the product did not keep up with ${FIRST_RATE} bookings a second`);

  const half = Math.round(peak / 2);
  const atHalf: Sample[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const title = `complete: half the peak, ${round} of ${ROUNDS}`;
    atHalf.push(await progress.step(title, () => bench.run(half, MEASURED_MS)));
  }
  const figures: Figure[] = [
    { name: "complete, peak", unit: "/s", product: [runs.get(peak)!], limit, floor: 0.25, aim: 0.5 },
    { name: "complete, half the peak", unit: "/s", product: atHalf, limit: [] },
  ];
  for (const seatCount of OTHER_SEAT_COUNTS) {
    await bench.open(seatCount);
    const name = `complete, ${seatCount.toLocaleString("en")} seats`;
    const sample = await progress.step(name, () => bench.run(half, GROWTH_MEASURED_MS));
    figures.push({ name: `${name}, half the peak`, unit: "/s", product: [sample], limit: [] });
  }
  return figures;
}

async function openBench(stack: BenchStack) {
  const databaseUrl = await stack.database("complete");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: await stack.kafka(),
    DATA_DIR: await stack.folder("complete"),
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const { jwtSecrets } = await loadSecrets({ dataDir: env.DATA_DIR });
  const accounts = await createAccounts(sql, ACCOUNTS, jwtSecrets);
  const boards = openBoards(stack, env.REDIS_URL, sql);

  async function raw(): Promise<Sample> {
    const [event] = await insertEvents(sql, SEAT_COUNT, 1);
    await clearBookings(sql);
    const sample = await runPgbench(stack, {
      databaseUrl,
      script: "complete.sql",
      clients: PGBENCH_CLIENTS,
      transactions: PGBENCH_BOOKINGS,
      variables: { event, seats_each: SEATS_EACH, clients: PGBENCH_CLIENTS },
    });
    const [{ confirmed, unsent }] = await sql<[{ confirmed: number; unsent: number }]>`
      select (select count(*) from bookings b join payments p on p.booking_id = b.id join messages m on m.booking_id = b.id
          where b.status = 'confirmed' and p.status = 'approved' and m.sent_at is not null) as confirmed,
        (select count(*) from outbox where position is null) as unsent`;
    // If two clients choose the same message, one of them deletes nothing.
    if (confirmed !== sample.completed || unsent > PGBENCH_CLIENTS) {
      throw new Error(
        `${confirmed} of ${sample.completed} bookings were completed; ${unsent} messages are still in the outbox`,
      );
    }
    await sql`update events set status = 'draft'`;
    return sample;
  }

  let parts: { web: Program; worker: Program } | undefined;
  let seatCount = 0;
  let eventIds: string[] = [];
  let arrived = 0;
  return {
    raw,
    /** Takes all halls off sale; the next runs put halls of this size on sale. */
    async open(seats: number): Promise<void> {
      await sql`update events set status = 'draft'`;
      [seatCount, eventIds] = [seats, []];
    },
    /** Lets buyers arrive at this rate, and measures for `measuredMs` once the system has settled. */
    async run(rate: number, measuredMs: number): Promise<Sample> {
      parts ??= {
        web: await stack.program(env, "tasks/web.ts"),
        worker: await stack.program(env, "tasks/worker.ts", { ready: /Working/ }),
      };
      const count = Math.ceil(rate * (SETTLING_MS + measuredMs) / 1000);
      await clearBookings(sql);
      const missing = eventsFor(count, seatCount, SEATS_EACH) - eventIds.length;
      if (missing > 0) eventIds.push(...await insertEvents(sql, seatCount, missing));
      await boards.rebuild(eventIds);
      const buyers = Array.from({ length: count }, (_, n) => accounts[(arrived + n) % ACCOUNTS]);
      arrived += count;
      const { web, worker } = parts;
      const { PostgreSQL: postgres, Redis: redis, Kafka: kafka } = stack.pids;
      const readCpu = await meterCpu({ web: web.pid, worker: worker.pid, postgres, redis, kafka });
      const loadBeforeMs = await cpuMs(Deno.pid);
      const { openedAtMs, ...rejections } = await sendBuyers(web.url, rate, buyers, eventIds);
      await waitUntilFinished(sql);
      const loadCpuMicrosEach = (await cpuMs(Deno.pid) - loadBeforeMs) * 1000 / count;
      const cpu = await readCpu(count);
      const sample = await confirmations(sql, openedAtMs + SETTLING_MS, measuredMs, rate);
      return { ...sample, ...rejections, loadCpuMicrosEach, ...cpu };
    },
  };
}

/** Sends all buyers and waits for all responses. Counts the refusals, in total and by status. */
async function sendBuyers(
  url: string,
  rate: number,
  buyers: Account[],
  eventIds: string[],
): Promise<{ openedAtMs: number; rejected: number }> {
  const connections = new Connections(url);
  const visits: Promise<number>[] = [];
  const openedAtMs = Date.now();
  try {
    await arrive(rate, buyers.length, (n) => {
      visits.push(visit(connections, buyers[n], seatsOf(n, eventIds, SEATS_EACH)).catch(() => NO_RESPONSE));
    });
    const refusals = (await Promise.all(visits)).filter((status) => status !== 202);
    const byStatus = Map.groupBy(refusals, (status) => `rejectedWith${status}`);
    const counts = [...byStatus].map(([name, { length }]) => [name, length]);
    return { openedAtMs, rejected: refusals.length, ...Object.fromEntries(counts) };
  } finally {
    connections.close();
  }
}

/** Holds the seats and books them. Returns the status of the last response, 202 on success. */
async function visit(
  connections: Connections,
  { token }: Account,
  { eventId, seats }: { eventId: string; seats: number[] },
): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const choice = { seats: seats.map(blockSeatId) };
  const held = await connections.send(requestBytes("POST", `/api/events/${eventId}/holds`, headers, choice));
  if (held.status !== 201) return held.status;
  const booked = await connections.send(requestBytes(
    "POST",
    "/api/bookings",
    { ...headers, "idempotency-key": crypto.randomUUID() },
    { holdId: JSON.parse(held.body).id, paymentToken: "tok_approve" },
  ));
  return booked.status;
}

/** Waits until every booking is final, every buyer has been notified, and the outbox is empty. */
async function waitUntilFinished(sql: Sql): Promise<void> {
  const giveUpAt = performance.now() + UNFINISHED_MS_MAX;
  while (performance.now() < giveUpAt) {
    const [{ unfinished }] = await sql<[{ unfinished: number }]>`
      select (select count(*) from bookings where not final) + (select count(*) from outbox where position is null)
        + abs((select count(*) from bookings) - (select count(*) from messages where sent_at is not null)) as unfinished`;
    if (unfinished === 0) return;
    await delay(200);
  }
  throw new Error(`bookings were still in progress after ${UNFINISHED_MS_MAX} ms`);
}

/** Reads from Postgres the bookings that arrived and those that were confirmed in the measured time. */
async function confirmations(sql: Sql, fromMs: number, measuredMs: number, rate: number): Promise<Sample> {
  const rows = await sql<{ placedMs: number; confirmedMs: number }[]>`
    select extract(epoch from created_at)::float8 * 1000 as placed_ms,
      extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as confirmed_ms
    from bookings where status = 'confirmed'`;
  const isWithin = (ms: number) => ms >= fromMs && ms < fromMs + measuredMs;
  const completed = rows.filter(({ confirmedMs }) => isWithin(confirmedMs)).length;
  const times = rows.filter(({ placedMs }) => isWithin(placedMs))
    .map(({ placedMs, confirmedMs }) => confirmedMs - placedMs).sort((a, b) => a - b);
  return {
    value: completed / (measuredMs / 1000),
    completed,
    rate,
    shareConfirmed: completed / (rate * measuredMs / 1000),
    durationMs: measuredMs,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}
