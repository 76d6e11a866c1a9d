/**
 * Runs PostgreSQL from npm as a child process: durable, on its own socket under the data folder, so that the program
 * needs no server to be set up first.
 *
 * The data folder holds `postgres/` (the cluster), `postgres.lock` (held by the process that runs it) and, where
 * the path is short enough, `socket/`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  commandOf,
  EmbeddedPostgresError,
  findBinaries,
  ignoreNotFound,
  makeCluster,
  missingCommand,
  SERVER_ENVIRONMENT,
  unprivileged,
  UNPRIVILEGED_ID,
} from "./postgres_programs.ts";

export interface EmbeddedPostgres {
  /** The URL for `openPool`; a Unix socket unless a port was requested. */
  url: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Resolves when the server has ended for good; rejects if it crashed and could not be restarted. */
  ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, and everything committed is on disk afterwards. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Also listen on this TCP port of the loopback interface; without it, only on a Unix socket. */
  port?: number;
  /** Called with a sentence for each step that takes time. */
  onProgress?: (message: string) => void;
  /** Whether data survives a power cut; true by default. Throwaway test servers run faster if it need not. */
  durable?: boolean;
  /** Additional server settings, by name. */
  settings?: Record<string, string>;
}

const START_DEADLINE_MS = 30_000;
/** Longest wait for a fast shutdown before an immediate one; the server then recovers at the next start. */
const STOP_DEADLINE_MS = 20_000;
/** The kernel allows 107 bytes, including the `/.s.PGSQL.<port>` that Postgres appends to the folder. */
const SOCKET_PATH_MAX_BYTES = 100;
const SOCKET_PORT = 5432;
const RESTARTS_MAX = 20;
const RESTART_PAUSE_MS = 250;

/**
 * Starts PostgreSQL on `dataDir`, creating the cluster the first time (about a second; later starts take a tenth).
 * After a crash it recovers automatically; a server left behind by a killed process is stopped and replaced.
 * @throws {EmbeddedPostgresError} `already-running` if another process uses the folder, `unsupported` if there are no
 * binaries for this machine, `start-failed` with the server's own message.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await acquireLock(dataDir);
  try {
    const binaries = findBinaries();
    const cluster = `${dataDir}/postgres`;
    await stopServerLeftBehind(cluster, options.onProgress);
    if (!await exists(`${cluster}/PG_VERSION`)) {
      options.onProgress?.("Creating the database (first start only).");
      await makeCluster(binaries.initdb, cluster);
    }
    const socketDir = await makeSocketFolder(dataDir, options.port ?? SOCKET_PORT);
    const first = await startServer(binaries.postgres, cluster, socketDir, options);
    return supervise(first, () => startServer(binaries.postgres, cluster, socketDir, options), lock, options);
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The URL of the server that another process runs on `dataDir`, or null if there is none. */
export async function runningPostgresUrl(dataDir: string): Promise<string | null> {
  const [pid, , , port, socketFolder, , , status] = await readPidFile(`${resolve(dataDir)}/postgres`);
  if (status?.trim() !== "ready" || await commandOf(Number(pid)) === undefined) return null;
  return urlOfSocket(socketFolder.trim(), Number(port));
}

/** Restarts the server when it ends unexpectedly, for example after `kill -9`; its URL stays the same. */
function supervise(
  first: Server,
  startAgain: () => Promise<Server>,
  lock: Deno.FsFile,
  options: EmbeddedPostgresOptions,
): EmbeddedPostgres {
  let server = first;
  let stopping = false;
  async function watch(): Promise<void> {
    while (true) {
      await server.ended;
      if (stopping) return;
      options.onProgress?.("PostgreSQL ended unexpectedly and is being restarted.");
      server = await retry(startAgain, RESTARTS_MAX);
      // A stop requested meanwhile found no server to stop.
      if (stopping) await server.stop();
    }
  }
  const ended = watch().finally(() => lock.close());
  // Callers that await `ended` see a failed restart; for others it must not become an unhandled rejection.
  ended.catch(() => options.onProgress?.("PostgreSQL could not be restarted."));
  return {
    url: first.url,
    get pid() {
      return server.pid;
    },
    ended,
    async stop() {
      stopping = true;
      await server.stop();
      await ended;
    },
  };
}

/** Backends briefly outlive a killed postmaster, and a new one refuses to start until they are gone. */
async function retry<T>(work: () => Promise<T>, attemptsMax: number): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      await delay(RESTART_PAUSE_MS);
    }
  }
}

/** The lock belongs to the open file, so the system releases it even after `kill -9`. */
async function acquireLock(dataDir: string): Promise<Deno.FsFile> {
  const file = await Deno.open(`${dataDir}/postgres.lock`, { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
  throw new EmbeddedPostgresError(
    "already-running",
    `Another process already uses ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
  );
}

/** The folder of the server's socket and the socket in it, with a path short enough for the kernel. */
export function socketOf(dataDir: string, port = SOCKET_PORT): { folder: string; path: string } {
  const name = `/.s.PGSQL.${port}`;
  const preferred = `${resolve(dataDir)}/socket`;
  const fits = new TextEncoder().encode(preferred + name).length <= SOCKET_PATH_MAX_BYTES;
  const shortName = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 16);
  const folder = fits ? preferred : `/tmp/aisle-${Deno.uid()}-${shortName}`;
  return { folder, path: folder + name };
}

/** Creates the folder of the socket, writable by the server's user. */
async function makeSocketFolder(dataDir: string, port: number): Promise<string> {
  const { folder } = socketOf(dataDir, port);
  await Deno.mkdir(folder, { mode: 0o700 }).catch((error) => {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  });
  const { uid, isDirectory } = await Deno.lstat(folder);
  const serverUid = Deno.uid() === 0 ? UNPRIVILEGED_ID : Deno.uid();
  if (!isDirectory || (uid !== Deno.uid() && uid !== serverUid)) {
    throw new EmbeddedPostgresError(
      "start-failed",
      `${folder} belongs to another user. Set DATA_DIR to a shorter path.`,
    );
  }
  if (Deno.uid() === 0) await Deno.chown(folder, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  return folder;
}

/**
 * Small enough that the whole program idles under 300 MB, and safe: a commit is on disk before it returns. JIT costs
 * more than it saves for the short statements here.
 */
function serverSettings(socketDir: string, options: EmbeddedPostgresOptions): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: options.port === undefined ? "" : "127.0.0.1",
    port: options.port ?? SOCKET_PORT,
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    max_connections: 100,
    shared_buffers: "64MB",
    max_wal_size: "512MB",
    wal_compression: "on",
    io_method: "sync",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
  };
  if (options.durable === false) Object.assign(settings, { fsync: "off", full_page_writes: "off" });
  Object.assign(settings, options.settings);
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function urlOfSocket(folder: string, port: number): string {
  return `postgres://postgres@localhost:${port}/postgres?host=${encodeURIComponent(folder)}`;
}

interface Server {
  url: string;
  pid: number;
  ended: Promise<void>;
  stop(): Promise<void>;
}

async function startServer(
  postgres: string,
  cluster: string,
  socketDir: string,
  options: EmbeddedPostgresOptions,
): Promise<Server> {
  const [command, args] = unprivileged(postgres, ["-D", cluster, ...serverSettings(socketDir, options)]);
  // Detached: Ctrl-C reaches the whole process group, and the database must outlive the drain.
  const child = spawn(command, args, {
    detached: true,
    env: { ...SERVER_ENVIRONMENT, PATH: Deno.env.get("PATH") ?? "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = lastLines(child);
  const ended = Promise.withResolvers<void>();
  let failure: unknown;
  child.once("error", (error) => {
    failure = missingCommand(command, error);
    ended.resolve();
  });
  child.once("exit", () => ended.resolve());
  let running = true;
  ended.promise.then(() => running = false);

  const port = options.port ?? SOCKET_PORT;
  const deadline = Date.now() + START_DEADLINE_MS;
  while (running && Date.now() < deadline) {
    if (child.pid !== undefined && await isReady(cluster, child.pid)) {
      const url = options.port === undefined
        ? urlOfSocket(socketDir, port)
        : `postgres://postgres@127.0.0.1:${port}/postgres`;
      return { url, pid: child.pid, ended: ended.promise, stop: () => stopServer(child, ended.promise) };
    }
    await Promise.race([ended.promise, delay(10)]);
  }
  child.kill("SIGQUIT");
  throw failure ?? new EmbeddedPostgresError("start-failed", `PostgreSQL did not start: ${log()}`);
}

/** Keeps the last lines of the server's log, for the error message of a failed start. */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => text = (text + chunk).slice(-2000));
  return () => text.trim().split("\n").slice(-5).join(" | ");
}

/** The server writes its state to the eighth line of postmaster.pid, and its process id to the first. */
async function isReady(cluster: string, pid: number): Promise<boolean> {
  const lines = await readPidFile(cluster);
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

async function readPidFile(cluster: string): Promise<string[]> {
  try {
    return (await Deno.readTextFile(`${cluster}/postmaster.pid`)).split("\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGINT");
  if (await endsWithin(ended, STOP_DEADLINE_MS)) return;
  child.kill("SIGQUIT");
  if (await endsWithin(ended, STOP_DEADLINE_MS)) return;
  throw new EmbeddedPostgresError("stop-failed", `PostgreSQL (process ${child.pid}) does not stop.`);
}

async function endsWithin(promise: Promise<void>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(limitMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

/** We hold the lock, so a server still running here is orphaned, and nobody else will stop it. */
async function stopServerLeftBehind(cluster: string, onProgress?: (message: string) => void): Promise<void> {
  const pid = Number((await readPidFile(cluster))[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const command = await commandOf(pid);
  if (command === undefined) return;
  if (!command.includes(cluster)) {
    // After a power cut another program may have been given this pid; the server would mistake it for a postmaster.
    await Deno.remove(`${cluster}/postmaster.pid`);
    return;
  }
  onProgress?.(`Stopping the PostgreSQL that an earlier run left behind (process ${pid}).`);
  Deno.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (await commandOf(pid) !== undefined) {
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        "start-failed",
        `An earlier PostgreSQL (process ${pid}) does not stop.`,
      );
    }
    await delay(20);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    return ignoreNotFound(error);
  }
}
