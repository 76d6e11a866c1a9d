/** The whole product on its real servers, each part in a separate process, for faults to be injected into. */
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { keepPublished } from "../auditor/published.ts";
import { freePort, type RunningServer } from "../../tasks/stack/child.ts";
import { hasKafka, startKafka } from "../../tasks/stack/kafka.ts";
import { hasRedis, startRedis } from "../../tasks/stack/redis.ts";
import { MailServer } from "./mail_server.ts";
import { type Command, Part } from "./part.ts";
import { TcpProxy } from "./tcp_proxy.ts";

/** Short, so that deadlines pass and holds expire many times in a run. */
export const PAYMENT_DEADLINE_SECONDS = 2;
const HOLD_TTL_SECONDS = 4;
export const HOLD_MAX_SECONDS = 2 * HOLD_TTL_SECONDS;

/** Whether this machine has all the servers that the product needs. */
export async function canRunProduct(): Promise<boolean> {
  return await hasRedis() && await hasKafka();
}

export interface ProductOptions {
  /** Workers that share a process, a list for each process. */
  workers: string[][];
  onProgress: (message: string) => void;
}

/** A server that can be killed and restarted with the same data. */
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

  async restart(): Promise<void> {
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

/** The product and its servers. Its web server keeps its URL across restarts. */
export class Product {
  postgres!: EmbeddedPostgres;
  redis!: Server;
  kafka!: Server;
  web!: Part;
  /** For inspection; not the product's own connections. */
  sql!: Sql;
  board!: Redis;
  readonly workers: Part[] = [];
  readonly mailServer: MailServer;
  /** The product's connection to Redis, whichever server is behind it. */
  readonly redisProxy: TcpProxy;
  readonly env: Record<string, string>;
  readonly #dir: string;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #started = Promise.resolve();
  #stopped: Promise<void> | undefined;

  private constructor(dir: string, readonly url: string, mailServer: MailServer, redisProxy: TcpProxy) {
    this.#dir = dir;
    this.mailServer = mailServer;
    this.redisProxy = redisProxy;
    this.env = {
      DATA_DIR: dir,
      REDIS_URL: `redis://127.0.0.1:${redisProxy.port}`,
      SMTP_URL: mailServer.url,
      DEMO: "off",
      PAYMENT_DEADLINE_SECONDS: String(PAYMENT_DEADLINE_SECONDS),
      PAYMENT_APPROVAL_RATE: "0.7",
      HOLD_TTL_SECONDS: String(HOLD_TTL_SECONDS),
      HOLD_MAX_SECONDS: String(HOLD_MAX_SECONDS),
    };
    this.#stops.push(() => Deno.remove(dir, { recursive: true }));
    this.#stops.push(() => mailServer.stop());
    this.#stops.push(() => Promise.resolve(redisProxy.stop()));
  }

  /** A product that is not running yet. The caller stops it, whether or not it was started. */
  static async prepare(): Promise<Product> {
    const dir = await Deno.makeTempDir({ prefix: "aisle_faults_" });
    const url = `http://127.0.0.1:${await freePort()}`;
    return new Product(dir, url, await MailServer.start(), TcpProxy.to(await freePort()));
  }

  start(options: ProductOptions): Promise<void> {
    return this.#started = this.#start(options);
  }

  async #start({ workers, onProgress }: ProductOptions): Promise<void> {
    onProgress("Starting PostgreSQL, Redis and Kafka …");
    await this.#startServers();
    onProgress("Starting the web server and the workers …");
    this.web = this.#run("web", webCommand(this.url));
    this.workers.push(...workers.map((names) => this.#run(names.join(" "), workerCommand(names))));
    await Promise.all([this.web, ...this.workers].map((part) => part.ready()));
  }

  async #startServers(): Promise<void> {
    this.postgres = await startEmbeddedPostgres({ dataDir: this.#dir, port: await freePort() });
    this.#stops.push(() => this.postgres.stop());
    const redisOptions = { port: this.redisProxy.target, dir: await this.#folder("redis") };
    this.redis = await Server.started(() => startRedis(redisOptions));
    this.#stops.push(() => this.redis.stop());
    const kafkaOptions = { port: await freePort(), dir: await this.#folder("kafka") };
    this.kafka = await Server.started(() => startKafka(kafkaOptions));
    this.#stops.push(() => this.kafka.stop());
    Object.assign(this.env, { DATABASE_URL: this.postgres.url, KAFKA_BROKERS: this.kafka.url });

    await migrate(this.postgres.url);
    this.sql = openPool(this.postgres.url, { max: 2, name: "aisle faults" });
    this.#stops.push(() => this.sql.end({ timeout: 5 }));
    await keepPublished(this.sql);
    this.board = new Redis(this.env.REDIS_URL, { maxRetriesPerRequest: 1, commandTimeout: 2_000 });
    // The client reconnects automatically, and every failed call throws.
    this.board.on("error", () => {});
    this.#stops.push(() => Promise.resolve(this.board.disconnect()));
  }

  async #folder(name: string): Promise<string> {
    await Deno.mkdir(`${this.#dir}/${name}`);
    return `${this.#dir}/${name}`;
  }

  #run(name: string, command: Command): Part {
    const part = new Part(name, this.env, command);
    this.#stops.push(() => part.stop());
    return part;
  }

  /** Stops everything that was started, in reverse order. */
  stop(): Promise<void> {
    return this.#stopped ??= this.#stopAll();
  }

  async #stopAll(): Promise<void> {
    // What is still starting cannot be stopped yet. The caller of `start` receives its error.
    await this.#started.catch(() => {});
    for (const stop of this.#stops.reverse()) await stop();
  }

  /** The web server, or the process that was started with this worker. */
  part(name: string): Part {
    const part = name === "web" ? this.web : this.workers.find((part) => part.name.split(" ").includes(name));
    if (!part) throw new Error(`no process runs the worker ${name}`);
    return part;
  }

  /** Starts one more process of these workers, which the caller stops. */
  async add(names: string[]): Promise<Part> {
    const part = this.#run(names.join(" "), workerCommand(names));
    await part.ready();
    return part;
  }

  /** Ends Postgres with a signal; resolves when it has been restarted. */
  async endPostgres(signal: "SIGQUIT" | "SIGINT"): Promise<void> {
    const { pid } = this.postgres;
    Deno.kill(pid, signal);
    while (this.postgres.pid === pid) await delay(20);
  }

  /**
   * Creates a replica of Redis, lets it fall behind for `behindMs`, directs new connections to it and kills the master.
   */
  async failOverRedis(behindMs: number): Promise<void> {
    const { hostname, port } = new URL(this.redis.url);
    const options = { port: await freePort(), dir: await this.#folder(`redis_${crypto.randomUUID()}`) };
    const replica = await Server.started(() => startRedis(options));
    const client = new Redis(replica.url);
    try {
      await client.replicaof(hostname, port);
      while (!(await client.info("replication")).includes("master_link_status:up")) await delay(20);
      await client.replicaof("NO", "ONE");
      await delay(behindMs);
    } finally {
      client.disconnect();
    }
    const master = this.redis;
    this.redis = replica;
    this.redisProxy.target = options.port;
    await master.kill();
  }
}

/** The web server as in production, at this URL. */
export function webCommand(url: string): Command {
  return { task: "tasks/web.ts", env: { PORT: new URL(url).port } };
}

/** Workers as in production. */
export function workerCommand(names: string[]): Command {
  return { task: "tasks/worker.ts", args: names };
}
