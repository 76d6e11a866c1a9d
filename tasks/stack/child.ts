/** A server as a child process: start it, wait for it, stop it cleanly or kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface RunningServer {
  /** Its URL or address, as in the matching setting of the program. */
  url: string;
  pid: number;
  /** Asks it to exit and waits until it has. */
  stop(): Promise<void>;
  /** Kills it, like a crash, and waits until it has exited. */
  kill(): Promise<void>;
}

export interface ServerCommand {
  command: string;
  args: string[];
  url: string;
  /** Whether the server responds yet. */
  isReady: () => Promise<boolean>;
  readyDeadlineMs: number;
}

/** How long a server may take to stop before it is killed. */
const STOP_DEADLINE_MS = 15_000;

/**
 * Starts the command and waits until it is ready. It is detached, so that Ctrl-C does not stop it before its clients.
 * @throws {Error} with the server's last output if it exits or is not ready in time.
 */
export async function startServer(server: ServerCommand): Promise<RunningServer> {
  const child = spawn(server.command, server.args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let lastOutput = "";
  const collect = (chunk: Uint8Array) =>
    lastOutput = (lastOutput + new TextDecoder().decode(chunk)).slice(-2000);
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      lastOutput += error.message;
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
      throw new Error(`${server.command} did not start: ${lastOutput.trim()}`);
    }
    await Promise.race([ended, delay(50)]);
  }
  return {
    url: server.url,
    pid: child.pid!,
    async stop() {
      child.kill("SIGTERM");
      await killIfLate(child, ended);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function killIfLate(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
}

/** Whether something on this machine is listening on the port. */
export async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** Below the ports that systems assign to outgoing connections, any of which may be taken at any moment. */
const [PORT_MIN, PORT_MAX] = [15_000, 32_000];

/** A random port that was free a moment ago. */
export async function freePort(): Promise<number> {
  while (true) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN));
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error: Error & { code?: string }) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** The path of the first of these programs found in PATH; undefined if there is none. */
export function findCommand(...names: string[]): Promise<string | undefined> {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return firstFile(names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)));
}

/** The first of these paths that is a file; undefined if none is. */
export async function firstFile(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      // A folder in PATH may be missing, not a folder, or unreadable.
      const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
      if (![NotFound, NotADirectory, PermissionDenied].some((known) => error instanceof known)) throw error;
    }
  }
}

/** Whether a program of this name is in PATH. */
export async function hasCommand(name: string): Promise<boolean> {
  return await findCommand(name) !== undefined;
}
