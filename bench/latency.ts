/**
 * From Pay to the ticket while few people buy: buyers arrive at a fixed rate, hold two seats each and pay. The time from
 * pressing Pay until the booking is confirmed in PostgreSQL, until its stream says so, and until another map shows the
 * seats as booked. The raw limit has the same commits and hops through Kafka with nothing in between.
 */
import { loadSecrets } from "@/lib/config/secrets.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { until } from "@/lib/testing/until.ts";
import type { Program } from "../tests/program/program.ts";
import { clockMs } from "./audience/audience.ts";
import { type Account, clearBookings, createAccounts, SEATS_EACH } from "./bookings.ts";
import { blockSeatId } from "./charts.ts";
import { eventsOf } from "./events.ts";
import { type Figure, median, percentile, type Sample } from "./figures.ts";
import { insertEvents, openBoards, seatsOf } from "./halls.ts";
import { requestBytes } from "./load.ts";
import { arrive } from "./open_loop.ts";
import { openBareHops } from "./raw/hops.ts";
import { Connections } from "./simulate/connections.ts";
import type { BenchStack } from "./stack.ts";

/** Arrivals per second, and for how many seconds. */
const LOADS = [
  { rate: 1, seconds: 40, aims: ["50 / 150 ms", "60 / 160 ms", "100 / 200 ms"] },
  { rate: 5, seconds: 20, aims: ["50 / 150 ms", "60 / 160 ms", "100 / 200 ms"] },
  { rate: 20, seconds: 10, aims: ["50 / 150 ms", "60 / 160 ms", "100 / 200 ms"] },
  { rate: 100, seconds: 6, aims: ["50 / 150 ms", "60 / 160 ms", "100 / 200 ms"] },
];
const EMBEDDED_AIMS = ["30 ms", "", ""];
const WARM_UP = { rate: 20, seconds: 3 };
const SEAT_COUNT = 12_000;
const ACCOUNTS = 600;
const OUTCOME_MS_MAX = 10_000;
const ENDS = ["confirmed", "on the buyer's page", "on another map"] as const;

type End = typeof ENDS[number];
interface Load {
  rate: number;
  seconds: number;
}

export async function benchLatency(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const apart = await openSide(stack, "apart");
  const hops = await openBareHops([await stack.kafka()], apart.sql);
  stack.atEnd(() => hops.close());
  const figures: Figure[] = [];
  await progress.step("latency: warm-up", async () => {
    await hops.run(WARM_UP.rate, WARM_UP.rate * WARM_UP.seconds);
    await apart.run(WARM_UP);
  });
  for (const load of LOADS) {
    const { rate, seconds, aims } = load;
    const limit = await progress.step(`latency: ${rate} /s, bare hops`, async () => {
      const times = await hops.run(rate, rate * seconds);
      return {
        ...sampleOf(times.map(({ endMs }) => endMs)),
        kafkaHopMs: median(times.map(({ placedMs, firstHopMs }) => firstHopMs - placedMs)),
      };
    });
    const samples = await progress.step(`latency: ${rate} /s`, () => apart.run(load));
    figures.push(...figuresOf(`latency, ${rate} /s`, samples, aims));
    figures.at(-ENDS.length)!.limit.push(limit);
  }
  const embedded = await openSide(stack, "embedded");
  await progress.step("latency: embedded, warm-up", () => embedded.run(WARM_UP));
  const samples = await progress.step("latency: embedded, 5 /s", () => embedded.run(LOADS[1]));
  return [...figures, ...figuresOf("latency, embedded, 5 /s", samples, EMBEDDED_AIMS)];
}

function figuresOf(name: string, samples: Record<End, Sample>, aims: string[]): Figure[] {
  return ENDS.map((end, n) => (
    { name: `${name}: ${end}`, unit: "ms", product: [samples[end]], limit: [], aim: aims[n] }
  ));
}

function sampleOf(times: number[]): Sample {
  const sorted = times.toSorted((a, b) => a - b);
  const p50Ms = percentile(sorted, 0.5);
  return { value: p50Ms, completed: times.length, p50Ms, p99Ms: percentile(sorted, 0.99) };
}

/** The product: web server and workers as separate processes on the real stack, or all in one process without it. */
async function openSide(stack: BenchStack, mode: "apart" | "embedded") {
  const databaseUrl = await stack.database(mode);
  const isApart = mode === "apart";
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: isApart ? await stack.redis() : "",
    KAFKA_BROKERS: isApart ? await stack.kafka() : "",
    DATA_DIR: await stack.folder(mode),
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const { jwtSecrets } = await loadSecrets({ dataDir: env.DATA_DIR });
  const accounts = await createAccounts(sql, ACCOUNTS, jwtSecrets);
  const web = isApart ? await stack.program(env, "tasks/web.ts") : await stack.program(env);
  if (isApart) await stack.program(env, "tasks/worker.ts", { ready: /Working/ });
  return {
    sql,
    async run(load: Load): Promise<Record<End, Sample>> {
      await clearBookings(sql);
      const [eventId] = await insertEvents(sql, SEAT_COUNT, 1);
      if (isApart) await openBoards(stack, env.REDIS_URL, sql).rebuild([eventId]);
      return await measure(web, sql, eventId, accounts, load);
    },
  };
}

/** When a buyer pressed Pay, and when their page learned of the confirmation. */
interface Visit {
  bookingId: string;
  seats: number[];
  paidAtMs: number;
  notifiedAtMs: number;
}

async function measure(
  { url }: Program,
  sql: Sql,
  eventId: string,
  accounts: Account[],
  { rate, seconds }: Load,
): Promise<Record<End, Sample>> {
  const connections = new Connections(url);
  const map = await watchMap(url, eventId);
  const visits: Promise<Visit>[] = [];
  try {
    await arrive(rate, rate * seconds, (n) => {
      visits.push(visit(url, connections, accounts[n % ACCOUNTS], seatsOf(n, [eventId], SEATS_EACH)));
    });
    const all = await Promise.all(visits);
    const shownAt = await map.booked(all.flatMap(({ seats }) => seats));
    const rows = await readHops(sql);
    const since = (end: (visit: Visit) => number) => all.map((visit) => end(visit) - visit.paidAtMs);
    const hop = (from: keyof Hops | "paid", to: keyof Hops) =>
      median(all.map(({ bookingId, paidAtMs }) => {
        const hops = rows.get(bookingId)!;
        return hops[to] - (from === "paid" ? paidAtMs : hops[from]);
      }));
    return {
      confirmed: {
        ...sampleOf(since(({ bookingId }) => rows.get(bookingId)!.confirmed)),
        placeMs: hop("paid", "placed"),
        toPaymentsMs: hop("placed", "started"),
        chargeMs: hop("started", "charged"),
        confirmMs: hop("charged", "confirmed"),
      },
      "on the buyer's page": sampleOf(since(({ notifiedAtMs }) => notifiedAtMs)),
      "on another map": sampleOf(since(({ seats }) => Math.max(...seats.map((seat) => shownAt.get(seat)!)))),
    };
  } finally {
    connections.close();
    map.stop();
  }
}

/** Holds the seats, pays, and follows the booking's stream as its page does. */
async function visit(
  url: string,
  connections: Connections,
  { token }: Account,
  { eventId, seats }: { eventId: string; seats: number[] },
): Promise<Visit> {
  const headers = { authorization: `Bearer ${token}` };
  const choice = { seats: seats.map(blockSeatId) };
  const held = await connections.send(requestBytes("POST", `/api/events/${eventId}/holds`, headers, choice));
  if (held.status !== 201) throw new Error(`a hold was refused with ${held.status}: ${held.body}`);
  const pay = requestBytes(
    "POST",
    "/api/bookings",
    { ...headers, "idempotency-key": crypto.randomUUID() },
    { holdId: JSON.parse(held.body).id, paymentToken: "tok_approve" },
  );
  const paidAtMs = clockMs();
  const booked = await connections.send(pay);
  if (booked.status !== 202) throw new Error(`a booking was refused with ${booked.status}: ${booked.body}`);
  const { id: bookingId } = JSON.parse(booked.body);
  const signal = AbortSignal.timeout(OUTCOME_MS_MAX);
  const stream = eventsOf<{ status: string }>(`${url}/api/bookings/${bookingId}/stream`, { headers, signal });
  for await (const { status } of stream) {
    if (status === "confirmed") return { bookingId, seats, paidAtMs, notifiedAtMs: clockMs() };
  }
  throw new Error("the stream of a booking ended before it was confirmed");
}

/** Follows the seats of an event as another buyer's map does. */
async function watchMap(url: string, eventId: string) {
  const stopping = new AbortController();
  const bookedAt = new Map<number, number>();
  const started = Promise.withResolvers<void>();
  async function follow(): Promise<void> {
    const { signal } = stopping;
    const stream = eventsOf<{ seats?: [number, string][] }>(`${url}/api/events/${eventId}/stream`, {
      signal,
    });
    for await (const { seats = [] } of stream) {
      const now = clockMs();
      for (const [index, status] of seats) if (status === "b") bookedAt.set(index, now);
      started.resolve();
    }
  }
  follow().catch((error) => stopping.signal.aborted || started.reject(error));
  await started.promise;
  return {
    /** Waits until all these seats are booked. Returns the time at which the map showed each as booked. */
    booked(seats: number[]): Promise<Map<number, number>> {
      return until(() => bookedAt, (shown) => seats.every((seat) => shown.has(seat)));
    },
    stop: () => stopping.abort(),
  };
}

/** When the hops of a booking ended, in ms since the epoch by Postgres's clock. */
interface Hops {
  /** The placement is committed. */
  placed: number;
  /** The payments worker has started its transaction. */
  started: number;
  /** The provider's result is committed. */
  charged: number;
  confirmed: number;
}

/** The hops of each booking. The last write to each row is the one that ended its hop. */
async function readHops(sql: Sql): Promise<Map<string, Hops>> {
  const rows = await sql<(Hops & { id: string })[]>`
    select b.id, ${committed(sql, "l")} as placed, extract(epoch from p.created_at)::float8 * 1000 as started,
      ${committed(sql, "p")} as charged, ${committed(sql, "b")} as confirmed
    from bookings b join placements l on l.booking_id = b.id join payments p on p.booking_id = b.id
    where b.status = 'confirmed'`;
  return new Map(rows.map((row) => [row.id, row]));
}

function committed(sql: Sql, table: string) {
  return sql`extract(epoch from pg_xact_commit_timestamp(${sql(table)}.xmin))::float8 * 1000`;
}
