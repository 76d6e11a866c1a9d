/** The three servers of the full stack on this machine, for `deno task stack` and test runs. */
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { freePort } from "./child.ts";
import { hasKafka, startKafka } from "./kafka.ts";
import { hasRedis, startRedis } from "./redis.ts";

export interface ServicesOptions {
  dataDir: string;
  /** A port of 0 or none means any free one. */
  ports?: { postgres?: number; redis?: number; kafka?: number };
  /** False for a throwaway database, which is faster. */
  durable: boolean;
  /** Additional settings of the database, by name. */
  settings?: Record<string, string>;
  onProgress: (message: string) => void;
}

export interface Services {
  databaseUrl: string;
  /** Undefined if this machine has no Redis. */
  redisUrl?: string;
  /** Undefined if this machine has no Kafka. */
  kafkaBrokers?: string;
  /** Stops all started servers, in reverse order of starting. */
  stop(): Promise<void>;
}

/** Starts the servers that are available. If one fails to start, the others are stopped again. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    while (stops.length > 0) await stops.pop()!();
  };
  const folder = async (name: string) => {
    await Deno.mkdir(`${options.dataDir}/${name}`, { recursive: true });
    return `${options.dataDir}/${name}`;
  };
  const port = async (wanted?: number) => wanted || await freePort();
  try {
    options.onProgress("Starting PostgreSQL 18 …");
    const postgres = await startEmbeddedPostgres({ ...options, port: await port(options.ports?.postgres) });
    stops.push(() => postgres.stop());
    const services: Services = { databaseUrl: postgres.url, stop };
    if (await hasRedis()) {
      options.onProgress("Starting Redis …");
      const redis = await startRedis({ port: await port(options.ports?.redis), dir: await folder("redis") });
      stops.push(() => redis.stop());
      services.redisUrl = redis.url;
    }
    if (await hasKafka()) {
      options.onProgress("Starting Kafka (a few seconds) …");
      const kafka = await startKafka({ port: await port(options.ports?.kafka), dir: await folder("kafka") });
      stops.push(() => kafka.stop());
      services.kafkaBrokers = kafka.url;
    }
    return services;
  } catch (error) {
    await stop();
    throw error;
  }
}
