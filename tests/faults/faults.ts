/** The faults, by name: each does its harm while buyers are at work, and returns when the cause is gone. */
import { setTimeout as delay } from "node:timers/promises";
import { transaction } from "@/lib/db/pool.ts";
import { appendToOutbox, outboxRow } from "@/lib/messaging/outbox.ts";
import type { Random } from "@/lib/db/sample_random.ts";
import { workers } from "../../workers/mod.ts";
import type { Entry } from "../auditor/history.ts";
import type { FaultyPorts } from "./faulty_ports.ts";
import type { Command, Part } from "./part.ts";
import { PAYMENT_DEADLINE_SECONDS, type Product, type Server, webCommand, workerCommand } from "./product.ts";
import type { Watchers } from "./watchers.ts";

export interface Scene {
  product: Product;
  watchers: Watchers;
  history: Entry[];
  random: Random;
}

export type Fault = (scene: Scene) => Promise<void>;

/** Longer than a payment may take, so that deadlines pass during the fault. */
const PAST_DEADLINE_MS = PAYMENT_DEADLINE_SECONDS * 1000 + 1_500;
/** How long a part runs with faulty ports. */
const FAULTY_MS = 6_000;
const WORKERS = workers.map(({ name }) => name);

/** Does `harm` to the board; what was held may be lost from then on. */
async function losingBoard(history: Entry[], harm: () => Promise<unknown>): Promise<void> {
  const from = Date.now();
  await harm();
  history.push({ kind: "board-loss", from, until: Date.now() });
}

async function frozen(part: Part | Server, ms: number): Promise<void> {
  await part.freeze();
  await delay(ms);
  await part.thaw();
}

async function restarted(server: Server, awayMs: number): Promise<void> {
  await server.kill();
  await delay(awayMs);
  await server.startAgain();
}

/** Runs another program in place of a worker's process, or of the web server with "web", for a while. */
function replaced(name: string, changed: (usual: Command, part: Part) => Command): Fault {
  return async ({ product }) => {
    const part = name === "web" ? product.web : product.worker(name);
    const usual = name === "web" ? webCommand(product.url) : workerCommand(part.name.split(" "));
    await part.replace(changed(usual, part));
    await delay(FAULTY_MS);
    await part.replace(usual);
  };
}

function withPorts(fault: FaultyPorts, name: string): Fault {
  return replaced(name, (usual, part) => ({
    ...usual,
    task: "tests/faults/faulty_process.ts",
    args: [fault, ...part.name.split(" ")],
  }));
}

function withWrongClock(name: string): Fault {
  return replaced(name, (usual) => ({ ...usual, task: "tests/faults/wrong_clock.ts" }));
}

/** The same fault in several parts, under names of their own. */
function inEach(names: string[], nameOf: (name: string) => string, faultOf: (name: string) => Fault) {
  return Object.fromEntries(names.map((name) => [nameOf(name), faultOf(name)]));
}

/** Keeps a row of the outbox uncommitted while later ones are published. */
async function lateOutboxRow({ product: { sql } }: Scene): Promise<void> {
  const [{ id }] = await sql<[{ id: string }]>`select id from bookings order by id desc limit 1`;
  await transaction(sql, async (tx) => {
    await appendToOutbox(tx, [outboxRow("booking.attempted", id, { bookingId: id }, { now: Date.now() })]);
    await delay(5_000);
  });
}

async function dropStreams({ watchers, random }: Scene): Promise<void> {
  for (let round = 0; round < 25; round++) {
    watchers.dropSome(random);
    await delay(200);
  }
}

async function terminateBackends({ product: { sql } }: Scene): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend'`;
}

export const faults: Record<string, Fault> = {
  "none": () => delay(2_000),
  "web killed": ({ product }) => product.web.crash(),
  ...inEach(WORKERS, (name) => `${name} killed`, (name) => ({ product }) => product.worker(name).crash()),
  "everything killed at once": async ({ product }) => {
    await Promise.all([product.web, ...product.workers].map((part) => part.crash()));
  },
  "relay frozen past the deadline": ({ product }) => frozen(product.worker("relay"), PAST_DEADLINE_MS),
  "payments frozen past the deadline": ({ product }) => frozen(product.worker("payments"), PAST_DEADLINE_MS),
  "bookings frozen past the deadline": ({ product }) => frozen(product.worker("bookings"), PAST_DEADLINE_MS),
  "seats frozen": ({ product }) => frozen(product.worker("seats"), PAST_DEADLINE_MS),
  "web frozen": ({ product }) => frozen(product.web, PAST_DEADLINE_MS),
  "Redis flushed": ({ product, history }) => losingBoard(history, () => product.board.flushall()),
  "Redis restarted": ({ product, history }) => losingBoard(history, () => restarted(product.redis, 500)),
  "Redis without its last second": ({ product, history }) =>
    losingBoard(history, () => product.rewindRedis(1_000)),
  "Redis frozen": ({ product }) => frozen(product.redis, 3_000),
  "Postgres connections cut": terminateBackends,
  "Postgres crashed": ({ product }) => product.crashPostgres(),
  "Kafka restarted": ({ product }) => restarted(product.kafka, PAST_DEADLINE_MS),
  "Kafka frozen": ({ product }) => frozen(product.kafka, 2 * PAST_DEADLINE_MS),
  "provider slow": withPorts("provider-slow", "payments"),
  "provider failing": withPorts("provider-failing", "payments"),
  "provider's answers lost": withPorts("provider-answers-lost", "payments"),
  "provider called twice": withPorts("provider-called-twice", "payments"),
  "provider answering late": withPorts("provider-answers-late", "payments"),
  "deliveries repeated and shuffled": withPorts("deliveries-repeated", "relay"),
  "a lower outbox row committed late": lateOutboxRow,
  "streams dropped": dropStreams,
  ...inEach(
    ["web", "relay", "payments", "bookings", "seats"],
    (name) => `crash points in ${name}`,
    (name) => withPorts("crash-points", name),
  ),
  ...inEach(["web", "payments", "sweeper"], (name) => `wrong clock in ${name}`, withWrongClock),
};
