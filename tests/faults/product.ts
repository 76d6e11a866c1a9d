/** The whole product on its real servers, each part a process of its own: what faults are injected into. */
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { freePort, type RunningServer } from "../../tasks/stack/child.ts";
import { hasKafka, startKafka } from "../../tasks/stack/kafka.ts";
import { hasRedis, startRedis } from "../../tasks/stack/redis.ts";
import { type Command, Part } from "./part.ts";

/** Short, so that the deadlines and ends of holds are met many times in a run. */
export const PAYMENT_DEADLINE_SECONDS = 2;
const HOLD_TTL_SECONDS = 8;

/** True when this machine has all servers that the product needs. */
export async function canRunProduct(): Promise<boolean> {
  return await hasRedis() && await hasKafka();
}

export interface ProductOptions {
  /** Workers that share a process, a list for each process. */
  workers: string[][];
  onProgress: (message: string) => void;
}

/** A server that can be ended and started again on its data. */
export class Server {
  #running: RunningServer;

  private constructor(readonly start: () => Promise<RunningServer>, running: RunningServer) {
    this.#running = running;
  }

  static async started(start: () => Promise<RunningServer>): Promise<Server> {
    return new Server(start, await start());
  }

  get url(): string {
    return this.#running.url;
  }

  kill(): Promise<void> {
    return this.#running.kill();
  }

  async startAgain(): Promise<void> {
    this.#running = await this.start();
  }

  freeze(): void {
    Deno.kill(this.#running.pid, "SIGSTOP");
  }

  thaw(): void {
    Deno.kill(this.#running.pid, "SIGCONT");
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }
}

export class Product {
  private constructor(
    /** Where the web server answers, after restarts too. */
    readonly url: string,
    readonly env: Record<string, string>,
    readonly postgres: EmbeddedPostgres,
    readonly redis: Server,
    readonly kafka: Server,
    readonly web: Part,
    readonly workers: Part[],
    /** Where Redis keeps its data. */
    readonly redisDir: string,
    /** For looking in; not the product's own connections. */
    readonly sql: Sql,
    readonly board: Redis,
    readonly stop: () => Promise<void>,
  ) {}

  /** The process that runs this worker. */
  worker(name: string): Part {
    const part = this.workers.find((part) => part.name.split(" ").includes(name));
    if (!part) throw new Error(`no process runs the worker ${name}`);
    return part;
  }

  /** Ends Postgres without letting it finish anything; answers when it has recovered. */
  async crashPostgres(): Promise<void> {
    const { pid } = this.postgres;
    Deno.kill(pid, "SIGQUIT");
    while (this.postgres.pid === pid) await delay(20);
  }

  /** Brings Redis back without what it was told lately, as a failover to a replica that lags behind does. */
  async rewindRedis(lostMs: number): Promise<void> {
    const copy = `${this.redisDir}_before`;
    const { success } = await new Deno.Command("cp", { args: ["-r", this.redisDir, copy] }).output();
    if (!success) throw new Error("the data of Redis could not be copied");
    await delay(lostMs);
    await this.redis.kill();
    await Deno.remove(this.redisDir, { recursive: true });
    await Deno.rename(copy, this.redisDir);
    await this.redis.startAgain();
  }

  static async start({ workers, onProgress }: ProductOptions): Promise<Product> {
    const dir = await Deno.makeTempDir({ prefix: "aisle_faults_" });
    const stops: (() => Promise<unknown>)[] = [() => Deno.remove(dir, { recursive: true })];
    let stopped: Promise<void> | undefined;
    const stop = () => stopped ??= stopAll();
    const stopAll = async () => {
      for (const part of stops.reverse()) await part();
    };
    const folder = async (name: string) => {
      await Deno.mkdir(`${dir}/${name}`);
      return `${dir}/${name}`;
    };
    try {
      onProgress("Starting PostgreSQL, Redis and Kafka …");
      const postgres = await startEmbeddedPostgres({ dataDir: dir, port: await freePort() });
      stops.push(() => postgres.stop());
      const redisPlace = { port: await freePort(), dir: await folder("redis") };
      const redis = await Server.started(() => startRedis(redisPlace));
      stops.push(() => redis.stop());
      const kafkaPlace = { port: await freePort(), dir: await folder("kafka") };
      const kafka = await Server.started(() => startKafka(kafkaPlace));
      stops.push(() => kafka.stop());

      await migrate(postgres.url);
      const url = `http://127.0.0.1:${await freePort()}`;
      const env = {
        DATA_DIR: dir,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        KAFKA_BROKERS: kafka.url,
        DEMO: "off",
        PAYMENT_DEADLINE_SECONDS: String(PAYMENT_DEADLINE_SECONDS),
        PAYMENT_APPROVAL_RATE: "0.7",
        HOLD_TTL_SECONDS: String(HOLD_TTL_SECONDS),
        HOLD_MAX_SECONDS: String(2 * HOLD_TTL_SECONDS),
      };
      onProgress("Starting the web server and the workers …");
      const begin = (name: string, command: Command) => {
        const part = new Part(name, env, command);
        stops.push(() => part.stop());
        return part;
      };
      const web = begin("web", webCommand(url));
      const parts = workers.map((names) => begin(names.join(" "), workerCommand(names)));
      await Promise.all([web, ...parts].map((part) => part.ready()));

      const sql = openPool(postgres.url, { max: 2, name: "aisle faults" });
      stops.push(() => sql.end({ timeout: 5 }));
      const board = new Redis(redis.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000 });
      // It reconnects by itself; every call tells of its own failure.
      board.on("error", () => {});
      stops.push(() => Promise.resolve(board.disconnect()));
      return new Product(
        url,
        env,
        postgres,
        redis,
        kafka,
        web,
        parts,
        redisPlace.dir,
        sql,
        board,
        stop,
      );
    } catch (error) {
      await stop();
      throw error;
    }
  }
}

/** The web server as it is in production, at this address. */
export function webCommand(url: string): Command {
  return { task: "tasks/web.ts", env: { PORT: new URL(url).port } };
}

/** Workers as they are in production. */
export function workerCommand(names: string[]): Command {
  return { task: "tasks/worker.ts", args: names };
}
