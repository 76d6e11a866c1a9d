/** Shared by `start`, `web` and `worker`: settings, the web server, and orderly shutdown. */
import { type Config, parseConfig, settingsOfProcess, siteUrl } from "@/lib/config.ts";
import { surviveKnownDriverFault } from "@/lib/db/pool.ts";
import { EmbeddedPostgresError } from "@/lib/db/postgres_programs.ts";
import { ConfigError } from "@/lib/errors.ts";
import { withoutFalseLength } from "@/lib/http/head_response.ts";
import { onlyRoutable } from "@/lib/http/wire/routable_requests.ts";
import { createLogger, logRuntimeWarnings } from "@/lib/observability/log.ts";
import { provideServices } from "@/lib/process_services.ts";
import type { ConnectedConfig, Services } from "@/lib/services.ts";
import { importServer } from "./build.ts";
import type { Progress } from "./progress.ts";

/** Something to stop at shutdown, in reverse order of starting. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** A reason to exit with a message for the person at the terminal, without a stack trace. */
export class Refusal extends Error {}

/** How long requests in progress may take when the server stops. */
const DRAIN_MS = 10_000;

/**
 * Reads the settings from the environment. `PORT=0` becomes a free port, so that the URL is known from the start.
 * @throws {ConfigError}
 */
export function readConfig(): Config {
  const config = parseConfig(settingsOfProcess());
  if (config.port !== 0) return config;
  const probe = Deno.listen({ hostname: config.host, port: 0 });
  const { port } = probe.addr as Deno.NetAddr;
  probe.close();
  return { ...config, port };
}

/** Serves the newest build with these services. Stopping closes the streams and waits for requests in progress. */
export async function serveWeb(services: Services): Promise<Stoppable> {
  provideServices(services);
  const { config, streams } = services;
  const server = listen(config, onlyRoutable(await importServer()));
  return {
    async stop() {
      streams.closeAll();
      const late = AbortSignal.timeout(DRAIN_MS);
      await Promise.race([
        server.shutdown(),
        new Promise((resolve) => late.addEventListener("abort", resolve, { once: true })),
      ]);
    },
  };
}

function listen(config: Config, handler: Deno.ServeHandler): Deno.HttpServer {
  try {
    const { host: hostname, port } = config;
    // Pages and style sheets shrink to a fifth; streams are not compressed.
    const options = { hostname, port, automaticCompression: true, onListen: () => {} };
    return Deno.serve(options, withoutFalseLength(handler));
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Refusal(
      `PORT is ${config.port}, which another program is already using. Set PORT to a free port.`,
    );
  }
}

/** Prints in one go that the program is ready, and whatever else people should know. */
export function announce(config: Config, progress: Progress, more: string[] = []): void {
  console.log(["", `Aisle is ready at ${siteUrl(config)} (${progress.elapsed()})`, ...more].join("\n"));
}

/**
 * Runs a program until Ctrl-C or SIGTERM, then stops its parts, the last one started first, and exits. A second Ctrl-C
 * exits immediately.
 */
export async function runUntilStopped(start: (parts: Stoppable[]) => Promise<void>): Promise<never> {
  surviveKnownDriverFault();
  logRuntimeWarnings(createLogger());
  const parts: Stoppable[] = [];
  const { promise: stopRequested, resolve: requestStop } = Promise.withResolvers<void>();
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) Deno.exit(130);
    isStopping = true;
    requestStop();
  };
  Deno.addSignalListener("SIGINT", onSignal);
  Deno.addSignalListener("SIGTERM", onSignal);

  let code = 0;
  try {
    await start(parts);
    await stopRequested;
    console.log("\nStopping …");
  } catch (error) {
    code = 1;
    console.error(isForPeople(error) ? `\n${error.message}` : error);
  }
  for (const part of parts.reverse()) {
    try {
      await part.stop();
    } catch (error) {
      code = 1;
      console.error(error);
    }
  }
  Deno.exit(code);
}

function isForPeople(error: unknown): error is Error {
  // The task lacks a permission flag: Deno's own message names it.
  if (error instanceof Deno.errors.NotCapable) return true;
  return error instanceof ConfigError || error instanceof EmbeddedPostgresError || error instanceof Refusal;
}

/**
 * Checks that a separate process has a shared database and seat board.
 * @throws {Refusal} if one is not set.
 */
export function requireShared(part: string, config: Config): ConnectedConfig {
  const { databaseUrl, redisUrl } = config;
  if (!databaseUrl || !redisUrl) {
    const missing = [databaseUrl ? "" : "DATABASE_URL", redisUrl ? "" : "REDIS_URL"].filter(Boolean).join(
      " and ",
    );
    throw new Refusal(
      `deno task ${part} shares its database and seat board with other processes and needs ${missing}. ` +
        "deno task start runs everything in one process and needs no settings.",
    );
  }
  return { ...config, databaseUrl };
}
