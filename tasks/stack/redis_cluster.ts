/** A Redis Cluster of child processes on loopback, for tests that move slots. */
import { Redis } from "ioredis";
import { setTimeout as delay } from "node:timers/promises";
import { freePort, isListening, type RunningServer, startServer } from "./child.ts";

const SLOTS = 16_384;
const READY_DEADLINE_MS = 60_000;
const POLL_MS = 20;
const KEYS_MAX = 10_000;
const MOVE_DEADLINE_MS = 60_000;
/**
 * After how long a silent server counts as lost: while the cluster forms; then, so long that a busy one never does; and
 * when a test wants a loss to be noticed.
 */
const [FORMING_MS, PATIENT_MS, IMPATIENT_MS] = [3_000, 600_000, 1_000];

export interface ClusterNode extends RunningServer {
  id: string;
  port: number;
  /** The port of the cluster bus. */
  busPort: number;
  /** A connection to this server only. */
  redis: Redis;
}

export interface RedisCluster {
  /** All URLs, comma-separated. */
  url: string;
  masters: ClusterNode[];
  /** Of the first master. */
  replica: ClusterNode;
  /** Stops all servers and waits until they have exited. */
  stop(): Promise<void>;
}

/** Starts three masters, each with a third of the slots, and a replica of the first. Data goes to folders in `dir`. */
export async function startRedisCluster(dir: string): Promise<RedisCluster> {
  const nodes: ClusterNode[] = [];
  const stop = async () => {
    for (const node of nodes) node.redis.disconnect();
    await Promise.all(nodes.map((node) => node.kill()));
  };
  try {
    for (let n = 0; n < 4; n++) nodes.push(await startNode(`${dir}/node-${n}`));
    const [first, second, third, replica] = nodes;
    const masters = [first, second, third];
    for (const [n, { redis }] of masters.entries()) {
      const [from, to] = [n, n + 1].map((part) => Math.floor(part * SLOTS / 3));
      await redis.call("CLUSTER", "ADDSLOTSRANGE", from, to - 1);
      await redis.call("CLUSTER", "SET-CONFIG-EPOCH", n + 1);
    }
    for (const node of nodes.slice(1)) {
      await node.redis.call("CLUSTER", "MEET", "127.0.0.1", first.port, first.busPort);
    }
    await untilTrue(
      async () =>
        String(await replica.redis.call("CLUSTER", "NODES")).split("\n").filter((line) =>
          line.includes("master")
        )
          .length === 4,
      "the replica does not know the masters",
    );
    await replica.redis.cluster("REPLICATE", first.id);
    await untilTrue(
      async () => /master_link_status:up/.test(await replica.redis.info("replication")),
      "the replica is not in sync",
    );
    await untilTrue(async () => {
      const infos = await Promise.all(nodes.map(({ redis }) => redis.cluster("INFO")));
      return infos.every((info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:4/.test(info));
    }, "the cluster is not complete");
    await setNodeTimeout(nodes, PATIENT_MS);
    return { url: nodes.map((node) => node.url).join(","), masters, replica, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(dir: string): Promise<ClusterNode> {
  await Deno.mkdir(dir, { recursive: true });
  // By default a cluster server also listens 10,000 ports above its own.
  const [port, busPort] = [await freePort(), await freePort()];
  const server = await startServer({
    command: "redis-server",
    args: [
      ["--port", String(port)],
      ["--cluster-port", String(busPort)],
      ["--bind", "127.0.0.1"],
      ["--dir", dir],
      ["--save", ""],
      ["--appendonly", "no"],
      ["--cluster-enabled", "yes"],
      ["--cluster-node-timeout", String(FORMING_MS)],
      ["--cluster-replica-validity-factor", "0"],
      ["--cluster-require-full-coverage", "no"],
      ["--cluster-allow-replica-migration", "no"],
      ["--repl-diskless-sync-delay", "0"],
    ].flat(),
    url: `redis://127.0.0.1:${port}`,
    isReady: () => isListening(port),
    readyDeadlineMs: READY_DEADLINE_MS,
  });
  const redis = new Redis(server.url, { retryStrategy: null });
  // Killing the server closes the connection; calls on it then fail anyway.
  redis.on("error", () => {});
  const id = String(await redis.call("CLUSTER", "MYID"));
  return { ...server, id, port, busPort, redis };
}

/** Makes the cluster notice soon that the first master is lost, so that its replica takes over. */
export async function noticeLoss({ masters: [, ...others], replica }: RedisCluster): Promise<void> {
  await setNodeTimeout([...others, replica], IMPATIENT_MS);
}

async function setNodeTimeout(nodes: ClusterNode[], ms: number): Promise<void> {
  for (const { redis } of nodes) await redis.config("SET", "cluster-node-timeout", ms);
}

export interface SlotMove {
  slot: number;
  from: ClusterNode;
  to: ClusterNode;
  /** These keys are moved after all others. */
  isLast?: (key: string) => boolean;
  /** Runs before the first key is moved, and after each. */
  between?: () => Promise<unknown>;
}

/** Moves a slot with all its keys, one at a time, like an operator's tool. */
export async function moveSlot({ slot, from, to, isLast, between }: SlotMove): Promise<void> {
  await to.redis.call("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id);
  await from.redis.call("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id);
  while (true) {
    await between?.();
    const keys = await from.redis.call("CLUSTER", "GETKEYSINSLOT", slot, KEYS_MAX) as string[];
    if (keys.length === 0) break;
    const next = keys.toSorted((a, b) => Number(isLast?.(a) ?? 0) - Number(isLast?.(b) ?? 0));
    await from.redis.call("MIGRATE", "127.0.0.1", to.port, next[0], 0, MOVE_DEADLINE_MS);
  }
  for (const { redis } of [to, from]) await redis.call("CLUSTER", "SETSLOT", slot, "NODE", to.id);
}

async function untilTrue(check: () => Promise<boolean>, problem: string): Promise<void> {
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (!await check()) {
    if (Date.now() > deadline) throw new Error(problem);
    await delay(POLL_MS);
  }
}
