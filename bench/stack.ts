/** The environment of a benchmark: real servers, started on first use, and programs. All are stopped when it ends. */
import { Redis } from "ioredis";
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openPool } from "@/lib/db/pool.ts";
import { freePort } from "../tasks/stack/child.ts";
import { hasKafka, KAFKA_VERSION, startKafka } from "../tasks/stack/kafka.ts";
import { hasRedis, startRedis } from "../tasks/stack/redis.ts";
import { startProgram } from "../tests/program/program.ts";
import type { Progress } from "../tasks/progress.ts";

export interface BenchStack {
  progress: Progress;
  /** Whether long benchmarks are shortened, for a first impression. */
  short: boolean;
  /** Versions of the servers used so far, by name. */
  versions: Record<string, string>;
  /** Process ids of the servers started so far, by name. */
  pids: Record<string, number>;
  /** Creates a folder with this name and returns its path. */
  folder(name: string): Promise<string>;
  /** The URL of a new, migrated database with this name. */
  database(name: string): Promise<string>;
  /** The URL of Redis. */
  redis(): Promise<string>;
  /** The address of the Kafka broker. */
  kafka(): Promise<string>;
  /** Runs a program; see {@link startProgram}. */
  program: typeof startProgram;
  /** Registers a cleanup to run at the end, before anything started earlier is stopped. */
  atEnd(work: () => Promise<unknown>): void;
  /** Stops everything started, last first. */
  stop(): Promise<void>;
}

/** Starts nothing yet. All data is in a temporary folder, which `stop` removes. */
export async function openStack(progress: Progress, short = false): Promise<BenchStack> {
  const root = await Deno.makeTempDir({ prefix: "aisle_bench_" });
  const stops: (() => Promise<unknown>)[] = [() => Deno.remove(root, { recursive: true })];
  const servers = new Map<string, Promise<string>>();
  const versions: Record<string, string> = {};
  const pids: Record<string, number> = {};

  async function folder(name: string): Promise<string> {
    await Deno.mkdir(`${root}/${name}`, { recursive: true });
    return `${root}/${name}`;
  }

  /** The URL of a server, which is started on first use. */
  function server(
    name: string,
    start: (dir: string) => Promise<{ url: string; pid: number; stop(): Promise<void> }>,
  ): Promise<string> {
    const existing = servers.get(name);
    if (existing) return existing;
    const starting = progress.step(`${name} running`, async () => {
      const running = await start(await folder(name));
      stops.push(() => running.stop());
      pids[name] = running.pid;
      return running.url;
    });
    servers.set(name, starting);
    return starting;
  }

  return {
    progress,
    short,
    versions,
    pids,
    folder,
    async database(name) {
      const serverUrl = await server(
        "PostgreSQL",
        // The time of a commit is the moment its writes become visible to everyone.
        async (dataDir) =>
          startEmbeddedPostgres({
            dataDir,
            port: await freePort(),
            settings: { track_commit_timestamp: "on" },
          }),
      );
      const sql = openPool(serverUrl, { max: 1, statementTimeoutMs: 60_000 });
      try {
        await sql`create database ${sql(name)}`;
        const [{ version }] = await sql<
          { version: string }[]
        >`select current_setting('server_version') as version`;
        versions.postgres = version;
      } finally {
        await sql.end({ timeout: 5 });
      }
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      await migrate(url.href);
      return url.href;
    },
    async redis() {
      if (!await hasRedis()) throw new Error("Redis is missing; install it with `deno task stack install`");
      const url = await server("Redis", async (dir) => startRedis({ dir, port: await freePort() }));
      const client = new Redis(url);
      versions.redis = /redis_version:(\S+)/.exec(await client.info("server"))?.[1] ?? "unknown";
      client.disconnect();
      return url;
    },
    async kafka() {
      if (!await hasKafka()) throw new Error("Kafka is missing; install it with `deno task stack install`");
      versions.kafka = KAFKA_VERSION;
      return await server("Kafka", async (dir) => startKafka({ dir, port: await freePort() }));
    },
    async program(...start) {
      const program = await startProgram(...start);
      stops.push(() => program.end("SIGTERM"));
      return program;
    },
    atEnd(work) {
      stops.push(work);
    },
    async stop() {
      while (stops.length > 0) await stops.pop()!();
    },
  };
}
