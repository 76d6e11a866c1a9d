/**
 * Live seats: every change to an event's seats, sent to everyone watching it. 200 times a second a seat is held or
 * released on the real board; every client must receive every change. The raw limit writes the same bytes at that rate.
 *
 * Both sides keep up, so their cost is compared: deliveries per second of the server's CPU. A side that falls
 * behind writes more deltas at once, which costs less per delta; the delivery time shows that.
 */
import { newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { boardSource } from "@/lib/board/source.ts";
import { openPool } from "@/lib/db/pool.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import type { Program } from "../tests/program/program.ts";
import { clockMs, DELAY_STEP_MS, type Received } from "./audience/audience.ts";
import { AudienceThread } from "./audience/thread.ts";
import { blockChart } from "./charts.ts";
import type { Figure, Sample } from "./figures.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const CLIENT_COUNTS = [2_000, 100, 1_000, 5_000];
/** Clients of each side that fold the deltas they receive. */
const READERS = 10;
const SEATS = 12_000;
const DELTAS_PER_SECOND = 200;
const ROUNDS = 3;
/** Three seconds, and two for the rounds that only show how cost grows. */
const DELTAS_PER_ROUND = { main: 600, growth: 400 };
const WARM_UP_DELTAS = 200;
/** How long the last client may take to get the last delta. */
const LATE_MS_MAX = 30_000;
const HOLD_MS = 60_000;

/** A server with its own event and audience, so that neither side causes work for the other. */
interface Side {
  program: Program;
  eventId: string;
  audience: AudienceThread;
  requestedAtMs: Float64Array;
  /** The number of deltas since the audience connected. */
  deltas: number;
}

/** Deliveries per CPU second with 2,000 clients, and how they change with the number of clients. */
export async function benchFanout(stack: BenchStack): Promise<Figure[]> {
  const databaseUrl = await stack.database("fanout");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("fanout"),
  };
  const sql = openPool(databaseUrl, { max: 4 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const board = redisBoard({ urls: env.REDIS_URL, source: boardSource(sql), onError: console.error });
  stack.atEnd(() => board.close());
  const newEvent = async () => {
    const { eventId } = await insertEvent(sql, { chart: blockChart(SEATS) });
    await board.snapshot(eventId);
    return eventId;
  };
  const [productEventId, rawEventId] = [await newEvent(), await newEvent()];
  const product = await stack.program(env, "tasks/web.ts");
  const raw = await stack.program({ ...env, EVENT_ID: rawEventId }, "bench/raw/fanout_server.ts");

  const figures: Figure[] = [];
  for (const clients of CLIENT_COUNTS) {
    figures.push(
      await compare(stack, board, clients, [
        { program: product, eventId: productEventId },
        { program: raw, eventId: rawEventId },
      ]),
    );
  }
  return figures;
}

/** The figure for one number of clients: rounds of both sides in turn, after a warm-up round of each. */
async function compare(
  { progress }: BenchStack,
  board: SeatBoard,
  clients: number,
  servers: Pick<Side, "program" | "eventId">[],
): Promise<Figure> {
  const name = `fanout, ${clients.toLocaleString("en")} clients`;
  const isMain = clients === CLIENT_COUNTS[0];
  const deltas = isMain ? DELTAS_PER_ROUND.main : DELTAS_PER_ROUND.growth;
  const sides: Side[] = [];
  try {
    await progress.step(`${name}: warm-up`, async () => {
      for (const server of servers) {
        const side = await openSide(server, clients, WARM_UP_DELTAS + ROUNDS * deltas);
        sides.push(side);
        await measure(board, side, clients, WARM_UP_DELTAS);
      }
    });
    const samples: Sample[][] = sides.map(() => []);
    for (let round = 1; round <= ROUNDS; round++) {
      await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
        for (const [n, side] of sides.entries()) {
          samples[n].push(await measure(board, side, clients, deltas));
        }
      });
    }
    const [product, limit] = samples;
    return { name, unit: "/s", product, limit, ...(isMain ? { floor: 0.6, aim: 0.9 } : {}) };
  } finally {
    for (const { audience } of sides) await audience.close();
  }
}

async function openSide(
  { program, eventId }: Pick<Side, "program" | "eventId">,
  clients: number,
  deltas: number,
): Promise<Side> {
  const requestedAtMs = new Float64Array(new SharedArrayBuffer(deltas * Float64Array.BYTES_PER_ELEMENT));
  const options = { url: program.url, eventId, clients, readers: READERS, requestedAtMs };
  return { program, eventId, requestedAtMs, deltas: 0, audience: await AudienceThread.open(options) };
}

/** One round: produces the deltas and waits until every client has received all of them. */
async function measure(board: SeatBoard, side: Side, clients: number, deltas: number): Promise<Sample> {
  const { program, audience, requestedAtMs, eventId } = side;
  const first = side.deltas;
  side.deltas += deltas;
  await audience.expect(side.deltas);
  const cpuBefore = await cpuMs(program.pid);
  await makeDeltas(board, eventId, requestedAtMs.subarray(first, side.deltas));
  const received = await audience.received(LATE_MS_MAX);
  const cpu = await cpuMs(program.pid) - cpuBefore;
  const { epoch, version, statuses } = await board.snapshot(eventId);
  assertAllReceived(received, clients * deltas, `${epoch}:${version} ${statuses}`);
  const durationMs = received.lastAtMs - requestedAtMs[first];
  return {
    value: received.delivered / (cpu / 1000),
    completed: received.delivered,
    rejected: 0,
    durationMs,
    deliveredPerSecond: received.delivered / (durationMs / 1000),
    deltasPerRead: received.delivered / received.reads,
    p50Ms: delayMs(received.delays, 0.5),
    p99Ms: delayMs(received.delays, 0.99),
    serverCpuMicrosEach: cpu * 1000 / received.delivered,
  };
}

/**
 * Holds and releases one seat after another, as evenly as possible. Each call waits for the previous one, so the order
 * of the calls is the order of the versions.
 */
async function makeDeltas(board: SeatBoard, eventId: string, requestedAtMs: Float64Array): Promise<void> {
  const startedAt = performance.now();
  let holdId = "";
  for (let n = 0; n < requestedAtMs.length; n++) {
    const waitMs = startedAt + n * 1000 / DELTAS_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    requestedAtMs[n] = clockMs();
    if (n % 2 === 1) {
      await board.release(holdId, ["u:bench"]);
      continue;
    }
    holdId = newHoldId(eventId);
    const result = await board.hold({
      eventId,
      holdId,
      owner: "u:bench",
      seats: [{ index: n % SEATS, price: 2500 }],
      chartVersion: 1,
      ttlMs: HOLD_MS,
      maxMs: HOLD_MS,
    });
    if (!result.ok) throw new Error(`a seat was refused: ${result.code}`);
  }
}

/** @throws {Error} if a client missed a delta, got one twice, or folded to a state other than the board's. */
function assertAllReceived({ delivered, folded, faults }: Received, expected: number, state: string): void {
  if (faults.length > 0) throw new Error(`a client found a violation: ${faults[0]}`);
  if (delivered !== expected) throw new Error(`${delivered} of ${expected} deltas were delivered`);
  if (folded.length !== 1 || folded[0] !== state) {
    throw new Error("a client's folded seats differ from the board's");
  }
}

/** The delay that this share of all deliveries did not exceed. */
function delayMs(delays: Uint32Array, share: number): number {
  const target = delays.reduce((sum, count) => sum + count, 0) * share;
  let seen = 0;
  const step = delays.findIndex((count) => (seen += count) >= target);
  return (step + 1) * DELAY_STEP_MS;
}
