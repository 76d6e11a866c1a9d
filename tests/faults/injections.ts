/** What is done to the product. Each injection ends when the fault is over, and may return a note for the report. */
import { setTimeout as delay } from "node:timers/promises";
import { transaction } from "@/lib/db/pool.ts";
import { type Random, shuffled } from "@/lib/demo/random.ts";
import { appendToOutbox, outboxEntry } from "@/lib/messaging/outbox.ts";
import { startPolling } from "@/lib/messaging/polling_loop.ts";
import { workers } from "../../workers/mod.ts";
import type { Entry } from "../auditor/history.ts";
import type { Crowd } from "./buyers.ts";
import type { FaultyPorts } from "./faulty_ports.ts";
import { faultyCommand } from "./instructions.ts";
import type { Command, Part } from "./part.ts";
import { until } from "./until.ts";
import { CALLS, type Point, REACHED } from "./points.ts";
import { type Product, type Server, webCommand, workerCommand } from "./product.ts";
import type { Watchers } from "./watchers.ts";

export interface Scene {
  product: Product;
  crowd: Crowd;
  watchers: Watchers;
  history: Entry[];
  /** Seeded with the run's seed and the fault's name. */
  random: Random;
}

/** @throws {TimedOut} if something that must happen meanwhile does not. */
export type Injection = (scene: Scene) => Promise<string | void>;

/** How long a part runs with faulty ports or a wrong clock, or Redis is slow. */
const FAULTY_MS = 6_000;
/** A call that a part does not make in this time is skipped; Kafka takes a few seconds to assign partitions to it. */
const POINT_MS_MAX = 20_000;
/** The maximum number of times that a point is passed before the process crashes there. */
const PASSES_MAX = 2;
/** The same for statements, of which there are many. */
const QUERY_PASSES_MAX = 40;
/** Longer than Kafka waits for a member of a group before assigning the member's partitions to another. */
const PAST_SESSION_MS = 8_000;
/** How soon another relay must publish. */
const HANDOVER_MS_MAX = 5_000;
/** How many bookings of changed holds must be refused: so many that some changes come just before the booking. */
const CHANGED_HOLDS = 20;
const WORKERS = workers.map(({ name }) => name);

/** Has buyers change their holds in a second tab before they pay. */
export async function secondTabs({ crowd }: Scene): Promise<string> {
  crowd.hasSecondTabs = true;
  const enough = () => crowd.changedHolds >= CHANGED_HOLDS;
  await until("refused bookings of changed holds", enough);
  crowd.hasSecondTabs = false;
  return `${crowd.changedHolds} bookings were refused because their holds had changed`;
}

/** Injects a fault that loses the board: holds granted before the fault ends may be gone. */
export function losingBoard(inject: (product: Product) => Promise<unknown>): Injection {
  return async ({ product, history }) => {
    const from = Date.now();
    await inject(product);
    history.push({ kind: "board-loss", from, until: Date.now() });
  };
}

/** Freezes a part or server for this long; `meanwhile` may inject another fault. */
export async function frozen(
  part: Part | Server,
  ms: number,
  meanwhile?: () => Promise<void>,
): Promise<void> {
  await part.freeze();
  try {
    await Promise.all([delay(ms), meanwhile?.()]);
  } finally {
    await part.thaw();
  }
}

export async function restarted(server: Server, awayMs: number): Promise<void> {
  await server.kill();
  await delay(awayMs);
  await server.restart();
}

export async function everythingKilled({ product }: Scene): Promise<void> {
  await Promise.all([product.web, ...product.workers].map((part) => part.crash()));
}

function usualCommand(product: Product, part: Part): Command {
  return part === product.web ? webCommand(product.url) : workerCommand(part.name.split(" "));
}

/** Runs another command instead of a part's usual one for a while. */
function replaced(name: string, change: (usual: Command, part: Part, random: Random) => Command): Injection {
  return async ({ product, random }) => {
    const part = product.part(name);
    const usual = usualCommand(product, part);
    await part.replace(change(usual, part, random));
    await delay(FAULTY_MS);
    await part.replace(usual);
  };
}

export function withPorts(ports: FaultyPorts, name: string): Injection {
  return replaced(
    name,
    (usual, part, random) => faultyCommand({ ports, seed: Math.floor(random() * 2 ** 32) }, part.name, usual),
  );
}

/** Runs a part whose clock is this many minutes ahead, or behind if negative. */
export function withClock(name: string, aheadMinutes: number): Injection {
  return replaced(name, (usual) => ({
    ...usual,
    task: "tests/faults/wrong_clock.ts",
    env: { ...usual.env, CLOCK_AHEAD_MINUTES: String(aheadMinutes) },
  }));
}

/** What has to be done repeatedly for a part to make the rarest of its calls. */
const PROVOCATIONS: Record<string, undefined | ((product: Product) => PromiseLike<unknown>)> = {
  // An event without a published position gets a snapshot.
  "seat-status": ({ sql }) =>
    sql`
      delete from seat_status_positions
      where event_id = (select event_id from seat_status_positions order by event_id desc limit 1)`,
};

/** Crashes the part before and after each call that it makes, one point after another, in random order. */
export function atCrashPoints(name: string): Injection {
  return async ({ product, random }) => {
    const part = product.part(name);
    const usual = usualCommand(product, part);
    const points = shuffled(
      CALLS[name].flatMap((call): Point[] => [`before ${call}`, `after ${call}`]),
      random,
    );
    const commands = points.map((point) => {
      const passesMax = point.endsWith("sql.query") ? QUERY_PASSES_MAX : PASSES_MAX;
      const passes = Math.floor(random() * passesMax);
      return faultyCommand({ point, act: "crash", passes }, part.name, usual);
    });
    const provoking = startPolling({
      pauseMs: { min: 1_000, max: 1_000 },
      step: async () => {
        await PROVOCATIONS[name]?.(product);
        return false;
      },
      onFailure: console.error,
    });
    const outputs = await part.runInTurn(commands, POINT_MS_MAX).finally(() => provoking.stop());
    const missed = points.filter((_, n) => !REACHED.test(outputs[n]));
    return `${points.length - missed.length} of ${points.length} crash points` +
      (missed.length > 0 ? `, not ${missed.join(", ")}` : "");
  };
}

/** Makes a part freeze itself at this point; resolves when it has. The next process runs the usual command. */
async function freezeAt(product: Product, part: Part, point: Point): Promise<void> {
  const usual = usualCommand(product, part);
  await part.replace(faultyCommand({ point, act: "freeze", passes: 0 }, part.name, usual));
  await until(`${part.name} ${point}`, async () => REACHED.test(await part.output()));
  part.prepare(usual);
}

/** Freezes a part at this point of its work for this long. */
export function frozenAt(name: string, point: Point, ms: number): Injection {
  return async ({ product }) => {
    const part = product.part(name);
    try {
      await freezeAt(product, part, point);
      await delay(ms);
    } finally {
      await part.thaw();
      await part.replace(usualCommand(product, part));
    }
  };
}

/** Runs two more processes of all workers, which leave their groups in every way: frozen, killed and stopped. */
export async function instancesComeAndGo({ product }: Scene): Promise<void> {
  const [first, second] = await Promise.all([product.add(WORKERS), product.add(WORKERS)]);
  try {
    await frozen(first, PAST_SESSION_MS, () => second.crash());
    await frozen(second, PAST_SESSION_MS, async () => {
      await Promise.all(product.workers.map((part) => part.crash()));
    });
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
}

/**
 * Freezes the active one of two relays after it has published messages and before it has marked them as published, and
 * runs `inject` on it. Reports how soon the other one publishes.
 */
export function relayHandedOver(inject: (active: Part) => Promise<void>): Injection {
  return async ({ product }) => {
    const active = product.part("relay");
    const other = await product.add(["relay"]);
    try {
      await freezeAt(product, active, "after eventLog.publish");
      const [position, startedAt] = [await lastPosition(product), performance.now()];
      const publishing = until(
        "message by another relay",
        async () => await lastPosition(product) > position,
        HANDOVER_MS_MAX,
      ).then(() => performance.now() - startedAt);
      const [handoverMs] = await Promise.all([publishing, inject(active)]);
      return `another relay after ${(handoverMs / 1000).toFixed(1)} s`;
    } finally {
      await active.thaw();
      await other.stop();
    }
  };
}

async function lastPosition({ sql }: Product): Promise<number> {
  const [{ last }] = await sql<[{ last: number }]>`select coalesce(max(position), 0) as last from outbox`;
  return last;
}

/** Keeps a row of the outbox uncommitted while later ones are published. */
export async function lateOutboxRow({ product: { sql } }: Scene): Promise<void> {
  const [{ id }] = await sql<[{ id: string }]>`select id from bookings order by id desc limit 1`;
  await transaction(sql, async (tx) => {
    await appendToOutbox(tx, [outboxEntry("booking.attempted", id, { bookingId: id }, { now: Date.now() })]);
    await delay(5_000);
  });
}

/** Breaks the connections of two hundred clients repeatedly while seats change. */
export async function streamsDropped({ watchers, random }: Scene): Promise<string> {
  watchers.add(90);
  for (let round = 0; round < 25; round++) {
    watchers.dropSome(random);
    await delay(200);
  }
  const sum = (count: "drops" | "dropsWithinDeltas") =>
    watchers.all.reduce((total, watcher) => total + watcher[count], 0);
  return `${watchers.all.length} clients, ${sum("drops")} drops, ${sum("dropsWithinDeltas")} within a delta`;
}

/** Cuts every connection of the product to Postgres, several times in a row. */
export async function terminateBackends({ product: { sql }, random }: Scene): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and backend_type = 'client backend' and application_name = 'aisle'`;
    await delay(random() * 1_000);
  }
}

/** Delays every call to Redis, some for longer than their callers wait. */
export async function slowRedis({ product: { redisProxy }, random }: Scene): Promise<void> {
  redisProxy.delayMs = () => random() < 0.2 ? 4_000 * random() : 100 * random();
  await delay(FAULTY_MS);
  redisProxy.delayMs = () => 0;
}
