/**
 * Simulates an on-sale on the real stack: thousands of buyers arrive within seconds, for a hall with seats for some of
 * them.
 *
 *   deno task simulate [--buyers 5000] [--within 10] [--seats 1000] [--seed 1] [--guests] [--apart]
 *   deno task simulate --blind [--buyers 32] [--seats 200] [--seed 1] [--guests] [--apart]
 *
 * With `--blind` all buyers arrive at once, see no map, and try one seat after another until none is free. With
 * `--guests` they have no accounts and book with an email address. Starts fresh PostgreSQL, Redis and Kafka servers and
 * the program on this machine, and stops them at the end. With `--apart` the web server and the workers are two
 * processes, so that neither blocks the other. Prints the buyers' experience, has the auditor look for violations, and
 * draws the seats over time into bench/results/.
 */
import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { loadSecrets, type Secrets } from "@/lib/config/secrets.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { planBuyers } from "../bench/simulate/buyers.ts";
import { blindBuyers } from "../bench/simulate/blind_buyers.ts";
import { mapBuyers } from "../bench/simulate/map_buyers.ts";
import { prepareGuests, prepareSale, prepareSignedIn } from "../bench/simulate/prepare.ts";
import { describeSale, type SaleReport, writeSale } from "../bench/simulate/report.ts";
import { playSale } from "../bench/simulate/sale.ts";
import { watchSeats } from "../bench/simulate/watch.ts";
import { cpuMs, familyCpuMs } from "../bench/machine.ts";
import { type BenchStack, openStack } from "../bench/stack.ts";
import { databaseViolations } from "../tests/auditor/invariants.ts";
import { Progress } from "./progress.ts";

interface SalePlan {
  buyers: number;
  withinMs: number;
  seats: number;
  seed: number;
  /** Whether buyers try seats without seeing which are free. */
  blind: boolean;
  /** Whether the buyers have no accounts. */
  guests: boolean;
}

interface Plan extends SalePlan {
  /** Whether the web server and the workers are separate processes. */
  apart: boolean;
}

/** A small on-sale beforehand, since no real server starts its big night with cold code. */
const WARM_UP = { buyers: 2_000, withinMs: 5_000, seats: 1_000, seed: 0, blind: false };
/** Buyers with a map want at most six seats, blind ones as many as they get. */
const SEATS_PER_BUYER = { map: 6, blind: 100 };
/** How long the work caused by the sale may take to finish. */
const QUIET_MS_MAX = 30_000;

async function main(): Promise<boolean> {
  const plan = readPlan();
  const progress = new Progress();
  await openRunFolder();
  const stack = await openStack(progress);
  // The servers are detached and do not receive Ctrl-C.
  const interrupt = () => stack.stop().finally(() => Deno.exit(130));
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  try {
    const report = await simulate(stack, plan);
    console.log(`\n${describeSale(report)}\n`);
    console.log(`Drawn in ${await writeSale(report, stack.versions)}`);
    return report.violations.length === 0 && !report.outcomes.failed;
  } finally {
    await stack.stop();
    Deno.removeSignalListener("SIGINT", interrupt);
    Deno.removeSignalListener("SIGTERM", interrupt);
  }
}

function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      buyers: { type: "string" },
      within: { type: "string" },
      seats: { type: "string" },
      seed: { type: "string" },
      blind: { type: "boolean", default: false },
      guests: { type: "boolean", default: false },
      apart: { type: "boolean", default: false },
    },
  });
  const { blind, guests, apart } = values;
  const usual = blind
    ? { buyers: 32, within: 0, seats: 200, seed: 1 }
    : { buyers: 5_000, within: 10, seats: 1_000, seed: 1 };
  const number = (name: keyof typeof usual, max: number) => {
    const value = Number(values[name] ?? usual[name]);
    if (values[name] !== undefined && !(value > 0 && value <= max)) {
      throw new Error(`--${name} must be above 0 and at most ${max}, not ${values[name]}`);
    }
    return value;
  };
  return {
    buyers: number("buyers", 100_000),
    withinMs: number("within", 600) * 1000,
    seats: number("seats", 50_000),
    seed: number("seed", 1e9),
    blind,
    guests,
    apart,
  };
}

async function simulate(stack: BenchStack, plan: Plan): Promise<SaleReport> {
  const databaseUrl = await stack.database("simulate");
  const dataDir = await stack.folder("program");
  const secrets = await loadSecrets({ dataDir });
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: await stack.kafka(),
    DATA_DIR: dataDir,
    TRUST_PROXY: "on",
    RATE_LIMITS: "on",
    DEMO: "off",
  };
  const program = await stack.program(env, plan.apart ? "tasks/web.ts" : "tasks/start.ts");
  const worker = plan.apart ? await stack.program(env, "tasks/worker.ts", { ready: /Working/ }) : null;
  const { PostgreSQL: postgres, Redis: redis, Kafka: kafka } = stack.pids;
  const programs: Record<string, number> = worker
    ? { web: program.pid, workers: worker.pid }
    : { program: program.pid };
  const pids = { ...programs, PostgreSQL: postgres, Redis: redis, Kafka: kafka, load: Deno.pid };
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));

  const play = (plan: SalePlan) => playOnce(sql, program.url, plan, secrets, pids);
  await stack.progress.step("A small on-sale to warm up", () => play({ ...WARM_UP, guests: plan.guests }));
  const report = await stack.progress.step("The on-sale", () => play(plan));
  return { ...report, apart: plan.apart };
}

async function playOnce(
  sql: Sql,
  url: string,
  plan: SalePlan,
  secrets: Pick<Secrets, "jwtSecrets" | "cookieSecrets">,
  pids: Record<string, number>,
): Promise<Omit<SaleReport, "apart">> {
  const sale = await prepareSale(sql, plan.seats, SEATS_PER_BUYER[plan.blind ? "blind" : "map"]);
  const callers = plan.guests
    ? prepareGuests(plan.buyers, secrets.cookieSecrets)
    : await prepareSignedIn(sql, plan.buyers, secrets.jwtSecrets);
  const buyers = planBuyers(plan.buyers, plan.withinMs, seededRandom(plan.seed));
  const watch = await watchSeats(url, sale.eventId);
  const options = { sale, buyers, liveMap: watch.statuses, seed: plan.seed };
  const readCpu = await startCpu(pids);
  const journal = await playSale({
    url,
    sale,
    arrivalsMs: buyers.map(({ arrivesAtMs }) => arrivesAtMs),
    callers,
    buy: plan.blind ? blindBuyers(options) : mapBuyers(options),
  });
  const cpuSeconds = await readCpu();
  const violations = await quietViolations(sql);
  watch.stop();
  for (const ms of await confirmationsMs(sql, sale.eventId)) {
    journal.took("placed to confirmed, by Postgres", ms);
  }
  return {
    ...plan,
    moments: watch.moments,
    outcomes: journal.outcomes,
    refusals: journal.refusals,
    confirmedAtMs: journal.confirmedAtMs,
    times: journal.times(),
    failures: journal.failures,
    cpuSeconds,
    violations,
  };
}

/** The returned function resolves to the seconds of CPU time that each of these processes has used since this call. */
async function startCpu(pids: Record<string, number>): Promise<() => Promise<Record<string, number>>> {
  const names = Object.keys(pids);
  // Those that this process has started are its children: their time is theirs.
  const read = () =>
    Promise.all(names.map((name) => pids[name] === Deno.pid ? cpuMs(Deno.pid) : familyCpuMs(pids[name])));
  const before = await read();
  return async () => {
    const after = await read();
    return Object.fromEntries(names.map((name, n) => [name, (after[n] - before[n]) / 1000]));
  };
}

/** From the start of the transaction that placed each booking to the commit that confirmed it. */
async function confirmationsMs(sql: Sql, eventId: string): Promise<number[]> {
  const rows = await sql<{ ms: number }[]>`
    select extract(epoch from pg_xact_commit_timestamp(xmin) - created_at)::float8 * 1000 as ms
    from bookings where event_id = ${eventId} and status = 'confirmed'`;
  return rows.map(({ ms }) => ms);
}

/** The violated invariants once nothing is in progress. */
async function quietViolations(sql: Sql): Promise<string[]> {
  const giveUpAt = performance.now() + QUIET_MS_MAX;
  while (true) {
    const [{ moving }] = await sql<[{ moving: number }]>`
      select count(*) as moving from bookings where not final`;
    const violations = moving > 0 ? [`${moving} bookings are not final`] : await databaseViolations(sql);
    if (violations.length === 0 || performance.now() > giveUpAt) return violations;
    await delay(200);
  }
}

const isSound = await main();
Deno.exit(isSound ? 0 : 1);
