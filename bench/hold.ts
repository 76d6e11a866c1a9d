/**
 * Holding four seats: the product with all of its middlewares against a bare server that runs the same script. Every
 * buyer is a new guest with an address of his own, and no seat is asked for twice, so nothing may be refused.
 */
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { boardSource } from "@/lib/seats/board_source.ts";
import { redisBoard } from "@/lib/seats/redis/redis_board.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import type { Program } from "../tests/program/program.ts";
import { Redis } from "ioredis";
import { v7 as uuidv7 } from "uuid";
import { blockChart, blockSeatId } from "./charts.ts";
import { type Figure, type Sample, throughputSample } from "./figures.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const CONNECTIONS = 64;
const SEATS_EACH = 4;
const ROUNDS = 3;
/** A round lasts until this many holds are made, or for so long. */
const HOLDS_PER_ROUND = 6_000;
const ROUND_MS_MAX = 8_000;
const WARM_UP_HOLDS = 3_000;
const SEAT_COUNTS = [12_000, 100, 1_000, 50_000];

/** Holds per second, for the size that is compared, and how they change with the size of the hall. */
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
    const eventIds = await insertEvents(sql, seatCount);
    const raw = await stack.program({ ...env, SEATS: String(seatCount) }, "bench/raw/hold_server.ts");
    const measure = async (program: Program, holds: number): Promise<Sample> => {
      await boards.renew(eventIds);
      return await measureHolds(program, seatCount, eventIds, holds);
    };
    figures.push(...await compare(stack, seatCount, { product, limited, raw }, measure));
  }
  return figures;
}

/** Boards are built by whoever asks first. That is not what is measured, so it is done before each round. */
function openBoards(stack: BenchStack, redisUrl: string, sql: Sql) {
  const redis = new Redis(redisUrl);
  stack.atEnd(() => redis.quit());
  const board = redisBoard({ urls: redisUrl, source: boardSource(sql), onError: console.error });
  stack.atEnd(() => board.close());
  return {
    async renew(eventIds: string[]) {
      await redis.flushall();
      for (const eventId of eventIds) await board.snapshot(eventId);
    },
  };
}

/** The figures of one size of hall: rounds of the sides in turn, after one that warms each up. */
async function compare(
  { progress }: BenchStack,
  seatCount: number,
  { product, limited, raw }: { product: Program; limited: Program; raw: Program },
  measure: (program: Program, holds: number) => Promise<Sample>,
): Promise<Figure[]> {
  const name = `hold, ${seatCount.toLocaleString("en")} seats`;
  const isMain = seatCount === SEAT_COUNTS[0];
  const sides = isMain ? [raw, product, limited] : [raw, product];
  await progress.step(`${name}: warm-up`, async () => {
    for (const side of sides) await measure(side, WARM_UP_HOLDS);
  });
  const samples = new Map<Program, Sample[]>(sides.map((side) => [side, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
      for (const side of sides) samples.get(side)!.push(await measure(side, HOLDS_PER_ROUND));
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

/** As many events of this size as a round needs seats. */
async function insertEvents(sql: Sql, seatCount: number): Promise<string[]> {
  const count = Math.ceil(HOLDS_PER_ROUND / Math.floor(seatCount / SEATS_EACH));
  const { eventId, chart } = await insertEvent(sql, { chart: blockChart(seatCount) });
  const copies = Array.from({ length: count - 1 }, () => uuidv7());
  await sql`
    insert into events (id, slug, type, title, description, venue_id, chart_id, chart_version, status, starts_at,
      ends_at, currency, max_seats_per_buyer, seat_count, price_from, search_text)
    select copy, 'event-' || copy, type, title, description, venue_id, chart_id, chart_version, status, starts_at,
      ends_at, currency, max_seats_per_buyer, seat_count, price_from, search_text
    from events, unnest(${copies}::uuid[]) as copy where id = ${eventId}`;
  await sql`
    insert into zones (event_id, id, name, price, position)
    select copy, id, name, price, position from zones, unnest(${copies}::uuid[]) as copy
    where event_id = ${eventId}`;
  if (chart.seatCount !== seatCount) throw new Error("the chart has another size");
  return [eventId, ...copies];
}

async function measureHolds(
  program: Program,
  seatCount: number,
  eventIds: string[],
  holds: number,
): Promise<Sample> {
  const holdsPerEvent = Math.floor(seatCount / SEATS_EACH);
  const requests = Array.from({ length: Math.min(holds, eventIds.length * holdsPerEvent) }, (_, n) => {
    // All events are on sale at once: one after the other gets the next hold.
    const first = Math.floor(n / eventIds.length) * SEATS_EACH;
    const seats = Array.from({ length: SEATS_EACH }, (_, seat) => blockSeatId(first + seat));
    const address = `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`;
    return requestBytes(
      "POST",
      `/api/events/${eventIds[n % eventIds.length]}/holds`,
      { "x-forwarded-for": address },
      { seats },
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
