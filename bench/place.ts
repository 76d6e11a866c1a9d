/**
 * Placing a booking, from the request to its 202, against pgbench with the same SQL and as many clients. Every booking has
 * its own buyer and hold, created before the measurement; no workers run.
 */
import { newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import { loadSecrets } from "@/lib/config/secrets.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { type Account, clearBookings, createAccounts, SEATS_EACH } from "./bookings.ts";
import { type Figure, type Sample, throughputSample } from "./figures.ts";
import { eventsFor, insertEvents, openBoards, seatsOf } from "./halls.ts";
import { requestBytes, runLoad } from "./load.ts";
import { meterCpu } from "./machine.ts";
import { runPgbench } from "./pgbench.ts";
import type { BenchStack } from "./stack.ts";

const CLIENT_COUNTS = [64, 32];
const ROUNDS = 3;
const SEAT_COUNT = 12_000;
const BOOKINGS_PER_ROUND = 2_000;
/** During its first thousands of requests the runtime still optimizes the program. */
const WARM_UP_ROUNDS = 3;
const ROUND_MS_MAX = 20_000;
const HOLD_MS = 600_000;
const HOLDS_AT_ONCE = 100;

/** Bookings per second. */
export async function benchPlace(stack: BenchStack): Promise<Figure[]> {
  const databaseUrl = await stack.database("place");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("place"),
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const { jwtSecrets } = await loadSecrets({ dataDir: env.DATA_DIR });
  const accounts = await createAccounts(sql, BOOKINGS_PER_ROUND, jwtSecrets);
  const eventIds = await insertEvents(sql, SEAT_COUNT, eventsFor(BOOKINGS_PER_ROUND, SEAT_COUNT, SEATS_EACH));
  const boards = openBoards(stack, env.REDIS_URL, sql);
  const web = await stack.program(env, "tasks/web.ts");

  async function product(clients: number): Promise<Sample> {
    await clearBookings(sql);
    await boards.rebuild(eventIds);
    const requests = await prepareRequests(boards.board, eventIds, accounts);
    const { PostgreSQL: postgres, Redis: redis } = stack.pids;
    const readCpu = await meterCpu({ web: web.pid, postgres, redis });
    const result = await runLoad({
      url: web.url,
      connections: clients,
      requests,
      isGood: (status) => status === 202,
      durationMsMax: ROUND_MS_MAX,
    });
    await expectBookings(sql, result.latenciesMs.length);
    return { ...throughputSample(result, NaN), ...await readCpu(result.latenciesMs.length) };
  }

  async function raw(clients: number): Promise<Sample> {
    await clearBookings(sql);
    const variables = { event: eventIds[0], seats_each: SEATS_EACH, clients };
    const sample = await runPgbench(stack, {
      databaseUrl,
      script: "place.sql",
      clients,
      transactions: BOOKINGS_PER_ROUND,
      variables,
    });
    await expectBookings(sql, sample.completed);
    return sample;
  }

  const figures: Figure[] = [];
  for (const clients of CLIENT_COUNTS) {
    figures.push(await compare(stack, clients, { product, raw }));
  }
  return figures;
}

type Side = (clients: number) => Promise<Sample>;

/** Rounds of both sides in turn, after warm-up rounds of each. */
async function compare(
  { progress }: BenchStack,
  clients: number,
  { product, raw }: { product: Side; raw: Side },
): Promise<Figure> {
  const name = `place, ${clients} clients`;
  await progress.step(`${name}: warm-up`, async () => {
    for (let round = 1; round <= WARM_UP_ROUNDS; round++) {
      await raw(clients);
      await product(clients);
    }
  });
  const figure: Figure = { name, unit: "/s", product: [], limit: [], floor: 0.4, aim: 0.7 };
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
      figure.limit.push(await raw(clients));
      figure.product.push(await product(clients));
    });
  }
  return figure;
}

/** Holds seats for each account, and returns the requests that book them. */
async function prepareRequests(
  board: SeatBoard,
  eventIds: string[],
  accounts: Account[],
): Promise<Uint8Array[]> {
  const requests: Uint8Array[] = [];
  for (let first = 0; first < accounts.length; first += HOLDS_AT_ONCE) {
    const part = accounts.slice(first, first + HOLDS_AT_ONCE);
    requests.push(
      ...await Promise.all(part.map(async ({ id, token }, n) => {
        const { eventId, seats } = seatsOf(first + n, eventIds, SEATS_EACH);
        const result = await board.hold({
          eventId,
          holdId: newHoldId(eventId),
          owner: `u:${id}`,
          seats: seats.map((index) => ({ index, price: 2500 })),
          chartVersion: 1,
          ttlMs: HOLD_MS,
          maxMs: HOLD_MS,
        });
        if (!result.ok) throw new Error(`free seats could not be held: ${result.code}`);
        const headers = { authorization: `Bearer ${token}`, "idempotency-key": crypto.randomUUID() };
        const body = { holdId: result.hold.id, paymentToken: "tok_approve" };
        return requestBytes("POST", "/api/bookings", headers, body);
      })),
    );
  }
  return requests;
}

/** @throws {Error} if the database has a different number of bookings than the side has counted. */
async function expectBookings(sql: Sql, expected: number): Promise<void> {
  const [{ bookings, claims }] = await sql<[{ bookings: number; claims: number }]>`
    select (select count(*) from bookings) as bookings, (select count(*) from seat_claims) as claims`;
  if (bookings !== expected || claims !== expected * SEATS_EACH) {
    throw new Error(`${bookings} bookings with ${claims} seats were written, not ${expected} bookings`);
  }
}
