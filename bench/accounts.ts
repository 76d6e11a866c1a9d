/**
 * Signing in and registering at 64 clients, against hashing alone; and the response times of holds while registrations
 * come as fast as their passwords are hashed.
 */
import { hashPassword, verifyPassword } from "@/lib/auth/passwords.ts";
import { openPool } from "@/lib/db/pool.ts";
import { createAccounts } from "./bookings.ts";
import { blockSeatId } from "./charts.ts";
import { type Figure, median, percentile, type Sample, throughputSample } from "./figures.ts";
import { eventsFor, insertEvents, openBoards, seatsOf } from "./halls.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs, familyMemoryMb } from "./machine.ts";
import { arrive } from "./open_loop.ts";
import { Connections } from "./simulate/connections.ts";
import type { BenchStack } from "./stack.ts";

const CONNECTIONS = 64;
const ROUNDS = 3;
const ROUND_MS = 8_000;
/** More than a round can need. */
const REQUESTS = 2_000;
const ACCOUNTS = 500;
const PASSWORD = "a long walk by the sea";
const SEAT_COUNT = 12_000;
const SEATS_EACH = 4;
const PEAK_HOLDS = 20_000;
/** The rate of holds beside registrations, as a share of the highest. */
const SHARE_OF_PEAK = 0.4;

export async function benchAccounts(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("accounts");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("accounts"),
    TRUST_PROXY: "on",
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const boards = openBoards(stack, env.REDIS_URL, sql);
  const accounts = await createAccounts(sql, ACCOUNTS, ["not used: everyone signs in with a password"]);
  const passwordHash = await hashPassword(PASSWORD);
  await sql`update users set password_hash = ${passwordHash}`;
  const eventIds = await insertEvents(sql, SEAT_COUNT, eventsFor(PEAK_HOLDS, SEAT_COUNT, SEATS_EACH));
  const { url, pid } = await stack.program(env, "tasks/web.ts");
  const memory = { value: await familyMemoryMb(pid) };

  let registered = 0;
  const register = () => {
    const n = registered++;
    const body = { email: `new${n}@example.org`, password: PASSWORD, name: "A Buyer" };
    return requestBytes("POST", "/api/auth/register", { "x-forwarded-for": addressOf(n) }, body);
  };
  const signIn = (n: number) => {
    const body = { email: `${accounts[n % ACCOUNTS].id}@example.org`, password: PASSWORD };
    return requestBytes("POST", "/api/auth/login", { "x-forwarded-for": addressOf(n) }, body);
  };
  const measure = async (
    requests: Uint8Array[],
    status: number,
    durationMsMax = ROUND_MS,
  ): Promise<Sample> => {
    const before = await cpuMs(pid);
    const isGood = (received: number) => received === status;
    const result = await runLoad({ url, connections: CONNECTIONS, requests, isGood, durationMsMax });
    return throughputSample(result, await cpuMs(pid) - before);
  };
  const signIns = () => measure(Array.from({ length: REQUESTS }, (_, n) => signIn(n)), 200);
  const registrations = () => measure(Array.from({ length: REQUESTS }, register), 201);
  const holdRequest = (n: number) => {
    const { eventId, seats } = seatsOf(n, eventIds, SEATS_EACH);
    const path = `/api/events/${eventId}/holds`;
    return requestBytes("POST", path, { "x-forwarded-for": addressOf(n) }, { seats: seats.map(blockSeatId) });
  };
  const peakOfHolds = async () => {
    await boards.rebuild(eventIds);
    return await measure(Array.from({ length: PEAK_HOLDS }, (_, n) => holdRequest(n)), 201);
  };
  const holdsAt = async (rate: number): Promise<Sample> => {
    await boards.rebuild(eventIds);
    return await measureHolds(url, rate, holdRequest);
  };

  await progress.step("accounts: warm-up", async () => {
    await signIns();
    await registrations();
    await peakOfHolds();
  });
  const samples: Record<"signIn" | "register" | "hash" | "verify" | "alone" | "beside", Sample[]> = {
    signIn: [],
    register: [],
    hash: [],
    verify: [],
    alone: [],
    beside: [],
  };
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`accounts: round ${round} of ${ROUNDS}`, async () => {
      samples.verify.push(await measureHashing(() => verifyPassword(passwordHash, PASSWORD)));
      samples.signIn.push(await signIns());
      samples.hash.push(await measureHashing(() => hashPassword(PASSWORD)));
      samples.register.push(await registrations());
    });
  }
  const peak = await progress.step("accounts: the peak of holds", peakOfHolds);
  const rate = Math.round(peak.value * SHARE_OF_PEAK);
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`accounts: ${rate} holds a second, round ${round} of ${ROUNDS}`, async () => {
      samples.alone.push(await holdsAt(rate));
      const [beside] = await Promise.all([holdsAt(rate), registrations()]);
      samples.beside.push(beside);
    });
  }
  return [
    { name: "sign-in, 64 clients", unit: "/s", product: samples.signIn, limit: samples.verify },
    { name: "registration, 64 clients", unit: "/s", product: samples.register, limit: samples.hash },
    {
      name: `p99 of holds (${rate} /s) beside registrations`,
      unit: "ms",
      product: samples.beside,
      limit: samples.alone,
      aim: 0.83,
    },
    { name: "memory of an idle web server", unit: "MB", product: [memory], limit: [] },
  ];
}

/** Every request comes from a different address, so that no cap on addresses is reached. */
function addressOf(n: number): string {
  return `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`;
}

/** Passwords a second, one after the other, with nothing around them. */
async function measureHashing(work: () => Promise<unknown>): Promise<Sample> {
  const startedAt = performance.now();
  let completed = 0;
  for (; performance.now() - startedAt < ROUND_MS / 2; completed++) await work();
  return { value: completed / ((performance.now() - startedAt) / 1000), completed };
}

/** Holds that arrive at a fixed rate for a round; the value is the p99 of their response times. */
async function measureHolds(
  url: string,
  rate: number,
  request: (n: number) => Uint8Array,
): Promise<Sample> {
  const connections = new Connections(url);
  const times: number[] = [];
  const statuses: number[] = [];
  const holds: Promise<void>[] = [];
  const hold = async (n: number) => {
    const sentAt = performance.now();
    statuses.push((await connections.send(request(n))).status);
    times.push(performance.now() - sentAt);
  };
  try {
    await arrive(rate, Math.round(rate * ROUND_MS / 1000), (n) => holds.push(hold(n)));
    await Promise.all(holds);
  } finally {
    connections.close();
  }
  const rejected = statuses.filter((status) => status !== 201).length;
  if (rejected > 0) throw new Error(`${rejected} of ${statuses.length} holds were refused`);
  const sorted = times.toSorted((a, b) => a - b);
  const p99Ms = percentile(sorted, 0.99);
  return { value: p99Ms, completed: times.length, p50Ms: median(sorted), p99Ms };
}
