/** The product as its users run it: a separate process, started from the same files as by the tasks. */
import { tmpdir } from "node:os";
import { createTestDatabase } from "@/lib/db/testing.ts";
import { testKafkaBrokers, testRedisUrl } from "@/lib/testing/services.ts";
import { build, isBuilt } from "../../tasks/build.ts";

const START_DEADLINE_MS = 90_000;

let built: Promise<void> | undefined;

export interface Program {
  /** Its URL, without a trailing slash. */
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  ended: Promise<number>;
  /** Ends it with a signal. Resolves to its exit code. */
  end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<number>;
}

/** A program that ended instead of becoming ready. */
export class StartFailed extends Error {
  constructor(readonly code: number, readonly output: string) {
    super(`the program ended with ${code}:\n${output}`);
  }
}

/**
 * Starts a task and waits for the line that says it is ready, from which the URL is taken if it has one. `PORT` is a
 * free port by default.
 * @throws {StartFailed} if the program ends first. @throws {Error} if it is not ready in time.
 */
export async function startProgram(
  env: Record<string, string>,
  task = "tasks/start.ts",
  { args = [], flags = ["--allow-all"], ready: readyLine = /ready at (\S+)/, cwd }: {
    args?: string[];
    /** Deno's permission flags. */
    flags?: string[];
    ready?: RegExp;
    /** The folder of a built copy of the product; by default this one, which is built if necessary. */
    cwd?: string;
  } = {},
): Promise<Program> {
  if (!cwd) await (built ??= isBuilt() ? Promise.resolve() : build());
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, task, ...args],
    cwd,
    env: { HOST: "127.0.0.1", PORT: "0", RATE_LIMITS: "off", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let isReady = false;
  const ready = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const line = isReady ? null : readyLine.exec(output);
      if (!line) continue;
      isReady = true;
      ready.resolve(line[1] ?? "");
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then(async ({ code }) => {
    await reading;
    return code;
  });
  ended.then((code) => ready.reject(new StartFailed(code, output)));
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    ready.reject(new Error(`not ready in ${START_DEADLINE_MS} ms:\n${output}`));
  }, START_DEADLINE_MS);
  try {
    const url = await ready.promise;
    return {
      url,
      pid: child.pid,
      output: () => output,
      ended,
      end(signal) {
        try {
          child.kill(signal);
        } catch (error) {
          // Deno throws this if the process has already ended.
          if (!(error instanceof TypeError)) throw error;
        }
        return ended;
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

/** What the product runs on, created for one test. */
export interface Deployment {
  name: string;
  /** Returns the environment variables, and a function that cleans up. */
  prepare(): Promise<{ env: Record<string, string>; clean(): Promise<void> }>;
}

async function makeDataDir() {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle_program_" });
  return { dataDir, remove: () => Deno.remove(dataDir, { recursive: true }) };
}

/** No settings: embedded Postgres, a seat board in memory, the outbox as the event log. */
export const embeddedDeployment: Deployment = {
  name: "embedded",
  async prepare() {
    const { dataDir, remove } = await makeDataDir();
    return { env: { DATA_DIR: dataDir }, clean: remove };
  },
};

/** A separate database, which a test may inspect; the rest is embedded. */
export const databaseDeployment: Deployment = {
  name: "database",
  async prepare() {
    const { dataDir, remove } = await makeDataDir();
    const database = await createTestDatabase();
    return {
      env: { DATA_DIR: dataDir, DATABASE_URL: database.url, DEMO: "on" },
      async clean() {
        await database.drop();
        await remove();
      },
    };
  },
};

/** Locks the run's Kafka, where all products would share topics and groups. Closing the file releases the lock. */
async function lockKafka(): Promise<Deno.FsFile> {
  const lock = await Deno.open(`${tmpdir()}/kafka.lock`, { create: true, write: true });
  await lock.lock(true);
  return lock;
}

/** Postgres, Redis and Kafka servers. One test at a time uses this deployment; others may use the other deployments. */
export const fullDeployment: Deployment = {
  name: "full stack",
  async prepare() {
    const lock = await lockKafka();
    const { dataDir, remove } = await makeDataDir();
    const database = await createTestDatabase();
    return {
      env: {
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        REDIS_URL: testRedisUrl() ?? "",
        KAFKA_BROKERS: testKafkaBrokers()?.join(",") ?? "",
        DEMO: "on",
      },
      async clean() {
        await database.drop();
        await remove();
        lock.close();
      },
    };
  },
};

/** Whether this test run has what the deployment needs. */
export function canRun(deployment: Deployment): boolean {
  return deployment !== fullDeployment || (testRedisUrl() !== undefined && testKafkaBrokers() !== undefined);
}

export const deployments = [embeddedDeployment, fullDeployment];

/** Runs `test` on a newly started program, and stops it even if the test fails. */
export async function withProgram(
  deployment: Deployment,
  env: Record<string, string>,
  test: (program: Program, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const prepared = await deployment.prepare();
  const whole = { ...prepared.env, ...env };
  try {
    const program = await startProgram(whole);
    try {
      await test(program, whole);
    } finally {
      await program.end("SIGTERM");
    }
  } finally {
    await prepared.clean();
  }
}
