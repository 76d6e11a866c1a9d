/**
 * Holding four seats: the product with all of its middlewares against a bare server that runs the same script. Every
 * buyer is a new guest with a separate address, and no seat is requested twice, so nothing should be refused.
 */
import { openPool } from "@/lib/db/pool.ts";
import type { Program } from "../tests/program/program.ts";
import { blockSeatId } from "./charts.ts";
import { type Figure, type Sample, throughputSample } from "./figures.ts";
import { eventsFor, insertEvents, openBoards, seatsOf } from "./halls.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const CONNECTIONS = 64;
const SEATS_EACH = 4;
const ROUNDS = 3;
/** A round ends after this many holds, or after this time. */
const HOLDS_PER_ROUND = 6_000;
const ROUND_MS_MAX = 8_000;
/** During its first twenty thousand requests the runtime still optimizes the program. */
const WARM_UP_ROUNDS = 3;
const SEAT_COUNTS = [12_000, 100, 1_000, 50_000];

/** Holds per second in a hall of 12,000 seats, and how they change with the size of the hall. */
export async function benchHold(stack: BenchStack): Promise<Figure[]> {
  const databaseUrl = await stack.database("hold");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("hold"),
    TRUST_PROXY: "on",
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const boards = openBoards(stack, env.REDIS_URL, sql);
  const product = await stack.program(env, "tasks/web.ts");
  const limited = await stack.program({ ...env, RATE_LIMITS: "on" }, "tasks/web.ts");

  const figures: Figure[] = [];
  for (const seatCount of SEAT_COUNTS) {
    const eventIds = await insertEvents(sql, seatCount, eventsFor(HOLDS_PER_ROUND, seatCount, SEATS_EACH));
    const raw = await stack.program({ ...env, SEATS: String(seatCount) }, "bench/raw/hold_server.ts");
    const measure = async (program: Program): Promise<Sample> => {
      await boards.rebuild(eventIds);
      return await measureHolds(program, seatCount, eventIds, HOLDS_PER_ROUND);
    };
    figures.push(...await compare(stack, seatCount, { product, limited, raw }, measure));
  }
  return figures;
}

/** The figures for one size of hall: rounds of the sides in turn, after warm-up rounds of each. */
async function compare(
  { progress }: BenchStack,
  seatCount: number,
  { product, limited, raw }: { product: Program; limited: Program; raw: Program },
  measure: (program: Program) => Promise<Sample>,
): Promise<Figure[]> {
  const name = `hold, ${seatCount.toLocaleString("en")} seats`;
  const isMain = seatCount === SEAT_COUNTS[0];
  const sides = isMain ? [raw, product, limited] : [raw, product];
  await progress.step(`${name}: warm-up`, async () => {
    for (let round = 1; round <= WARM_UP_ROUNDS; round++) {
      for (const side of sides) await measure(side);
    }
  });
  const samples = new Map<Program, Sample[]>(sides.map((side) => [side, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
      for (const side of sides) samples.get(side)!.push(await measure(side));
    });
  }
  const limit = samples.get(raw)!;
  const figure: Figure = { name, unit: "/s", product: samples.get(product)!, limit };
  if (!isMain) return [figure];
  return [
    { ...figure, floor: 0.5, aim: 0.8 },
    { ...figure, name: `${name}, rate limits on`, product: samples.get(limited)! },
  ];
}

async function measureHolds(
  program: Program,
  seatCount: number,
  eventIds: string[],
  holds: number,
): Promise<Sample> {
  const holdsPerEvent = Math.floor(seatCount / SEATS_EACH);
  const requests = Array.from({ length: Math.min(holds, eventIds.length * holdsPerEvent) }, (_, n) => {
    const { eventId, seats } = seatsOf(n, eventIds, SEATS_EACH);
    const address = `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`;
    return requestBytes(
      "POST",
      `/api/events/${eventId}/holds`,
      { "x-forwarded-for": address },
      { seats: seats.map(blockSeatId) },
    );
  });
  const before = await cpuMs(program.pid);
  const result = await runLoad({
    url: program.url,
    connections: CONNECTIONS,
    requests,
    isGood: (status) => status === 201,
    durationMsMax: ROUND_MS_MAX,
  });
  return throughputSample(result, await cpuMs(program.pid) - before);
}
