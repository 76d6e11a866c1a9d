/** A server that runs as a child process: started, waited for, stopped in good order or killed. */
import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface RunningServer {
  /** Where it answers, as the matching setting of the program spells it. */
  url: string;
  pid: number;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would, and waits until it has. */
  kill(): Promise<void>;
}

export interface ServerCommand {
  command: string;
  args: string[];
  url: string;
  /** True as soon as the server answers. */
  isReady: () => Promise<boolean>;
  readyDeadlineMs: number;
}

/** Longest wait for a server to stop by itself before it is killed. */
const STOP_DEADLINE_MS = 15_000;

/**
 * Starts the command and waits until it is ready. It is detached, so that Ctrl-C does not end it before its users.
 * @throws {Error} with the server's last words when it ends or is not ready in time.
 */
export async function startServer(server: ServerCommand): Promise<RunningServer> {
  const child = spawn(server.command, server.args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let lastWords = "";
  const listen = (chunk: Uint8Array) =>
    lastWords = (lastWords + new TextDecoder().decode(chunk)).slice(-2000);
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      lastWords += error.message;
      resolve();
    });
    child.once("exit", () => resolve());
  }).then(() => {
    running = false;
  });

  const deadline = Date.now() + server.readyDeadlineMs;
  while (!await server.isReady()) {
    if (!running || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${server.command} did not start: ${lastWords.trim()}`);
    }
    await Promise.race([ended, delay(50)]);
  }
  return {
    url: server.url,
    pid: child.pid!,
    async stop() {
      child.kill("SIGTERM");
      await killWhenLate(child, ended);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function killWhenLate(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
}

/** True when something on this machine accepts connections on the port. */
export async function answersOn(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))
      );
    });
  });
}

/** Where the first of these programs is that the system knows; undefined when it knows none. */
export function findCommand(...names: string[]): Promise<string | undefined> {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return firstFile(names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)));
}

/** The first of these paths that leads to a file; undefined when none does. */
export async function firstFile(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      // A folder of PATH may be missing, no folder, or another user's.
      const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
      if (![NotFound, NotADirectory, PermissionDenied].some((known) => error instanceof known)) throw error;
    }
  }
}

/** True when the system knows a program of this name. */
export async function hasCommand(name: string): Promise<boolean> {
  return await findCommand(name) !== undefined;
}
