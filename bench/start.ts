/** The time from starting to the first page, and the memory used once it has been served. */
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { openPool } from "@/lib/db/pool.ts";
import { startProgram } from "../tests/program/program.ts";
import type { Figure, Sample } from "./figures.ts";
import { familyMemoryMb } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 3;

/** Only the data folder is set: embedded mode, as after downloading the program. */
const EMPTY = { DATABASE_URL: "", REDIS_URL: "", KAFKA_BROKERS: "", SMTP_URL: "", AISLE_ENV: "", DEMO: "" };

interface Start {
  cold: Sample;
  warm: Sample;
  idleMb: Sample;
}

/** Cold: an empty data folder with packages installed. Warm: the next start on the same folder. */
export async function benchStart(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const [product, limit]: [Start[], Start[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`start: round ${round} of ${ROUNDS}`, async () => {
      limit.push(await bothStarts(await stack.folder(`start_limit_${round}`), startLimit));
      product.push(await bothStarts(await stack.folder(`start_${round}`), startProduct));
    });
  }
  stack.versions.postgres ??= await postgresVersion(await stack.folder(`start_limit_${ROUNDS}`));
  const figure = (name: string, unit: Figure["unit"], part: keyof Start, aim?: string): Figure => ({
    name,
    unit,
    product: product.map((start) => start[part]),
    limit: limit.map((start) => start[part]),
    aim,
  });
  return [
    figure("start to first page, cold", "ms", "cold", "3,000 ms"),
    figure("start to first page, warm", "ms", "warm", "1,000 ms"),
    figure("memory when idle", "MB", "idleMb"),
  ];
}

/** Starts something on a data folder, waits for its first response, and measures the memory of all its processes. */
type Starter = (dataDir: string) => Promise<{ ms: number; idleMb: number }>;

async function bothStarts(dataDir: string, start: Starter): Promise<Start> {
  const cold = await start(dataDir);
  const warm = await start(dataDir);
  return { cold: { value: cold.ms }, warm: { value: warm.ms }, idleMb: { value: warm.idleMb } };
}

async function startProduct(dataDir: string): Promise<{ ms: number; idleMb: number }> {
  const startedAt = performance.now();
  const program = await startProgram({ ...EMPTY, DATA_DIR: dataDir });
  try {
    await firstPage(program.url);
    return { ms: performance.now() - startedAt, idleMb: await familyMemoryMb(program.pid) };
  } finally {
    await program.end("SIGTERM");
  }
}

/** A server that says hello, and PostgreSQL alone. */
async function startLimit(dataDir: string): Promise<{ ms: number; idleMb: number }> {
  const startedAt = performance.now();
  const [hello, postgres] = await Promise.all([
    startProgram({}, "bench/raw/hello.ts"),
    startEmbeddedPostgres({ dataDir }),
  ]);
  try {
    await firstPage(hello.url);
    const ms = performance.now() - startedAt;
    return { ms, idleMb: await familyMemoryMb(hello.pid) + await familyMemoryMb(postgres.pid) };
  } finally {
    await hello.end("SIGTERM");
    await postgres.stop();
  }
}

async function firstPage(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  await response.text();
  if (response.status !== 200) throw new Error(`the first page has status ${response.status}`);
}

async function postgresVersion(dataDir: string): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const sql = openPool(postgres.url, { max: 1 });
  try {
    const [{ version }] = await sql<
      { version: string }[]
    >`select current_setting('server_version') as version`;
    return version;
  } finally {
    await sql.end({ timeout: 5 });
    await postgres.stop();
  }
}
