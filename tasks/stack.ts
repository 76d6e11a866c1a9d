/**
 * The full stack on this machine, without Docker: PostgreSQL 18, Redis and Kafka, until Ctrl-C.
 *
 *   deno task stack install [pgbench]      installs what is missing; pgbench is for benchmarks
 *   deno task stack [--data-dir .stack/data] [--postgres-port 55432] [--redis-port 56379] [--kafka-port 59092]
 */
import { parseArgs } from "node:util";
import { startGuard } from "@/lib/testing/guard.ts";
import { installPgbench, installStack } from "./stack/install.ts";
import { startServices } from "./stack/services.ts";

const DEFAULT_PORTS = { postgres: "55432", redis: "56379", kafka: "59092" };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      "data-dir": { type: "string", default: ".stack/data" },
      "postgres-port": { type: "string", default: DEFAULT_PORTS.postgres },
      "redis-port": { type: "string", default: DEFAULT_PORTS.redis },
      "kafka-port": { type: "string", default: DEFAULT_PORTS.kafka },
    },
  });
  if (positionals[0] === "install") {
    await installStack(console.log);
    if (positionals[1] === "pgbench") await installPgbench(console.log);
    return;
  }

  const interrupted = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, interrupted.resolve);
  }
  await Deno.mkdir(values["data-dir"], { recursive: true });
  const dataDir = await Deno.realPath(values["data-dir"]);
  await startGuard({ folder: dataDir, isTemporary: false, programs: ["postgres", "redis-server", "java"] });
  const services = await startServices({
    dataDir,
    ports: {
      postgres: portOf(values["postgres-port"]),
      redis: portOf(values["redis-port"]),
      kafka: portOf(values["kafka-port"]),
    },
    durable: true,
    onProgress: console.log,
  });
  console.log("\nThe stack is ready. In another terminal:\n");
  console.log(`export DATABASE_URL=${services.databaseUrl}`);
  if (services.redisUrl) console.log(`export REDIS_URL=${services.redisUrl}`);
  if (services.kafkaBrokers) console.log(`export KAFKA_BROKERS=${services.kafkaBrokers}`);
  if (!services.redisUrl || !services.kafkaBrokers) {
    console.log("\n`deno task stack install` installs what is missing.");
  }
  console.log("\nCtrl-C stops it; the data is kept.");
  await interrupted.promise;
  console.log("Stopping …");
  await services.stop();
  // The signal listeners would keep the process alive.
  Deno.exit(0);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`${text} is not a port (1 to 65535)`);
  }
  return port;
}

await main();
