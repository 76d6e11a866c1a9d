/** Redis as a child process, for the local stack, tests and load runs. */
import { hasCommand, isListening, type RunningServer, startServer } from "./child.ts";

/** Whether this machine can run Redis. */
export function hasRedis(): Promise<boolean> {
  return hasCommand("redis-server");
}

/**
 * Starts Redis on loopback with its data in `dir`, which must exist. It logs every change, as in the Compose file, so a
 * restart on the same folder has the same keys.
 */
export function startRedis({ port, dir }: { port: number; dir: string }): Promise<RunningServer> {
  return startServer({
    command: "redis-server",
    args: [
      ["--port", String(port)],
      ["--bind", "127.0.0.1"],
      ["--dir", dir],
      ["--save", ""],
      ["--appendonly", "yes"],
    ].flat(),
    url: `redis://127.0.0.1:${port}`,
    isReady: () => isListening(port),
    readyDeadlineMs: 60_000,
  });
}
