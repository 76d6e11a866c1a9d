/**
 * What the product costs while nobody is there: one event on sale, and one map of it open. Both deployment modes, with an
 * almost empty database and after a million bookings.
 */
import { setTimeout as delay } from "node:timers/promises";
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { Audience } from "./audience/audience.ts";
import { blockSeatId } from "./charts.ts";
import type { Figure, Sample } from "./figures.ts";
import { insertEvents } from "./halls.ts";
import { cpuMs, familyCpuMs, familyMemoryMb, memoryMb } from "./machine.ts";
import { insertPastSales } from "./past_sales.ts";
import type { BenchStack } from "./stack.ts";

/** By default, and with `--short`. */
const EXTENTS = {
  full: { measuredMs: 300_000, bookingsEach: 5_000, bookings: "a million bookings" },
  short: { measuredMs: 30_000, bookingsEach: 500, bookings: "100,000 bookings" },
};
const extentOf = ({ short }: BenchStack) => short ? EXTENTS.short : EXTENTS.full;
/** Startup, and the work that follows it, is not measured. */
const SETTLING_MS = 20_000;
const SEATS = 12_000;
/** The seat that is held at the end to check that every part responds; past sales took the first seats. */
const LAST_SEAT = SEATS - 1;
const AWAKE_MS_MAX = 10_000;
const FILLING_MS_MAX = 300_000;
/** Embedded mode with its sample data, as after downloading the program. */
const EMBEDDED = {
  DATABASE_URL: "",
  REDIS_URL: "",
  KAFKA_BROKERS: "",
  SMTP_URL: "",
  AISLE_ENV: "",
  DEMO: "",
};

interface Deployment {
  name: string;
  log: "kafka" | "postgres";
  withDatabase(work: (sql: Sql) => Promise<void>): Promise<void>;
  start(): Promise<{ url: string; rows: Row[]; stop(): Promise<void> }>;
}

/** Processes whose sum is a row of the table. */
interface Row {
  name: string;
  aim?: string;
  processes: Record<string, Meter>;
}

/** The CPU time in milliseconds that something has used so far, and its memory in MB. */
interface Meter {
  cpu(): Promise<number>;
  memory(): Promise<number>;
}

const alone = (pid: number): Meter => ({ cpu: () => cpuMs(pid), memory: () => memoryMb(pid) });
const family = (pid: number): Meter => ({ cpu: () => familyCpuMs(pid), memory: () => familyMemoryMb(pid) });

/** Percent of a core used by each part, and memory, in both deployment modes. */
export async function benchIdle(stack: BenchStack): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { bookings, bookingsEach } = extentOf(stack);
  for (const deployment of [await apart(stack), await embedded(stack)]) {
    let eventId = "";
    await deployment.withDatabase(async (sql) => void ([eventId] = await insertEvents(sql, SEATS, 1)));
    figures.push(...await measure(stack, deployment, "empty", eventId));
    await deployment.withDatabase(async (sql) => {
      await sql`delete from events where id = ${eventId}`;
      eventId = await insertPastSales(sql, {
        seatCount: SEATS,
        log: deployment.log,
        progress: stack.progress,
        bookingsEach,
      });
    });
    figures.push(...await measure(stack, deployment, bookings, eventId));
  }
  return figures;
}

/** Web server and workers as two processes on the real stack. */
async function apart(stack: BenchStack): Promise<Deployment> {
  const databaseUrl = await stack.database("idle");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: await stack.kafka(),
    DATA_DIR: await stack.folder("idle"),
  };
  const { PostgreSQL: postgres, Redis: redis, Kafka: kafka } = stack.pids;
  return {
    name: "apart",
    log: "kafka",
    withDatabase: (work) => withPool(databaseUrl, work),
    async start() {
      const web = await stack.program(env, "tasks/web.ts");
      const worker = await stack.program(env, "tasks/worker.ts", { ready: /Working/ });
      const rows: Row[] = [
        { name: "programs", aim: "2 %", processes: { web: alone(web.pid), workers: alone(worker.pid) } },
        {
          name: "PostgreSQL and Redis",
          aim: "1 %",
          processes: { postgres: family(postgres), redis: family(redis) },
        },
        { name: "Kafka", processes: { kafka: family(kafka) } },
      ];
      return {
        url: web.url,
        rows,
        async stop() {
          await web.end("SIGTERM");
          await worker.end("SIGTERM");
        },
      };
    },
  };
}

/** Everything in one process, with PostgreSQL as its child. */
async function embedded(stack: BenchStack): Promise<Deployment> {
  const dataDir = await stack.folder("idle_embedded");
  return {
    name: "embedded",
    log: "postgres",
    async withDatabase(work) {
      const postgres = await startEmbeddedPostgres({ dataDir });
      try {
        await migrate(postgres.url);
        await withPool(postgres.url, work);
      } finally {
        await postgres.stop();
      }
    },
    async start() {
      const program = await stack.program({ ...EMBEDDED, DATA_DIR: dataDir });
      const [postgres] = (await Deno.readTextFile(`${dataDir}/postgres/postmaster.pid`)).split("\n");
      return {
        url: program.url,
        rows: [{
          name: "everything",
          aim: "1.5 %",
          processes: { program: alone(program.pid), postgres: family(Number(postgres)) },
        }],
        stop: async () => void await program.end("SIGTERM"),
      };
    },
  };
}

async function withPool(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = openPool(url, { max: 1, statementTimeoutMs: FILLING_MS_MAX });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Starts the product, opens a map, measures for a while, and then holds a seat, which the map must show. */
async function measure(
  stack: BenchStack,
  deployment: Deployment,
  state: string,
  eventId: string,
): Promise<Figure[]> {
  const { progress } = stack;
  const title = `idle, ${deployment.name}, ${state}`;
  const { url, rows, stop } = await deployment.start();
  const map = await Audience.open({
    url,
    eventId,
    clients: 1,
    readers: 1,
    requestedAtMs: new Float64Array(1),
  });
  try {
    await progress.step(`${title}: settling`, () => delay(SETTLING_MS));
    const figures = await progress.step(title, async () => {
      const finish = await Promise.all(rows.map(startMetering));
      await delay(extentOf(stack).measuredMs);
      return await Promise.all(rows.map(async ({ name, aim }, n): Promise<Figure[]> => {
        const { cpu, memory } = await finish[n]();
        const figure = { name: `${title}: ${name}`, limit: [] };
        return [{ ...figure, unit: "%", product: [cpu], aim }, { ...figure, unit: "MB", product: [memory] }];
      }));
    });
    await expectAwake(url, eventId, map);
    return figures.flat();
  } finally {
    map.close();
    await stop();
  }
}

/** The returned function gives the row's use of a core since this call, in percent, and its memory, with the parts. */
async function startMetering({ processes }: Row): Promise<() => Promise<{ cpu: Sample; memory: Sample }>> {
  const meters = Object.entries(processes);
  const read = (part: keyof Meter) => Promise.all(meters.map(([, meter]) => meter[part]()));
  const startedAtMs = performance.now();
  const before = await read("cpu");
  return async () => {
    const elapsedMs = performance.now() - startedAtMs;
    const cpu = (await read("cpu")).map((ms, n) => (ms - before[n]) / elapsedMs * 100);
    return { cpu: sampleOf(meters, cpu), memory: sampleOf(meters, await read("memory")) };
  };
}

function sampleOf(meters: [name: string, Meter][], values: number[]): Sample {
  return {
    value: values.reduce((sum, value) => sum + value, 0),
    ...Object.fromEntries(meters.map(([name], n) => [name, values[n]])),
  };
}

async function expectAwake(url: string, eventId: string, map: Audience): Promise<void> {
  map.expect(1);
  const response = await fetch(`${url}/api/events/${eventId}/holds`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seats: [blockSeatId(LAST_SEAT)] }),
  });
  await response.body?.cancel();
  const { delivered, faults } = await map.received(AWAKE_MS_MAX);
  if (response.status !== 201 || delivered !== 1 || faults.length > 0) {
    throw new Error(`the hold got ${response.status}, the map ${delivered} deltas ${faults.join(", ")}`);
  }
}
