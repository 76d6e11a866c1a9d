import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { testPrefix, testRedisUrl } from "@/lib/testing/services.ts";
import { until } from "@/lib/testing/until.ts";
import { redisKicks } from "./redis_kicks.ts";

const url = testRedisUrl() ?? "";

/** The kicks of one process, counted, on its own connections. */
function openProcess(channel: string) {
  const [publisher, subscriber] = [new Redis(url), new Redis(url)];
  const kicks = redisKicks({ publisher, subscriber, channel, onError: assert.ifError });
  let heard = 0;
  kicks.onKick(() => heard++);
  const countListeners = async () => {
    const [, listeners] = await publisher.pubsub("NUMSUB", channel) as [string, number];
    return listeners;
  };
  return {
    ...kicks,
    countListeners,
    subscriber,
    publisher,
    heard: () => heard,
    close() {
      kicks.stop();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

async function withTwo(
  test: (web: ReturnType<typeof openProcess>, worker: ReturnType<typeof openProcess>) => Promise<void>,
): Promise<void> {
  const channel = testPrefix() + "kick";
  const web = openProcess(channel);
  const worker = openProcess(channel);
  try {
    await until(web.countListeners, (listeners) => listeners === 2);
    await test(web, worker);
  } finally {
    web.close();
    worker.close();
  }
}

function testKicks(name: string, test: Parameters<typeof withTwo>[0]): void {
  Deno.test({ name, ignore: url === "", fn: () => withTwo(test) });
}

testKicks("a kick wakes its own process once, and every other process", async (web, worker) => {
  worker.kick();
  assert.equal(worker.heard(), 1);
  await until(web.heard, (heard) => heard === 1);
  web.kick();
  await until(worker.heard, (heard) => heard === 2);
  worker.kick();
  // Messages arrive in order, so by the third the process's own message has arrived too, and was ignored.
  await until(web.heard, (heard) => heard >= 3);
  assert.equal(web.heard(), 3);
});

testKicks(
  "many kicks at once become few messages, and the last one is never held back",
  async (web, worker) => {
    for (let kick = 0; kick < 1_000; kick++) worker.kick();
    assert.equal(worker.heard(), 1_000);
    await until(web.heard, (heard) => heard === 2);
    worker.kick();
    await until(web.heard, (heard) => heard === 3);
  },
);

testKicks("kicks on another channel of the same connections are not heard", async (web, worker) => {
  const channel = testPrefix() + "other";
  const other = redisKicks({ ...worker, channel, onError: assert.ifError });
  await until(
    async () => await worker.publisher.pubsub("CHANNELS", channel) as string[],
    (all) => all.length === 1,
  );
  other.kick();
  worker.kick();
  await until(web.heard, (heard) => heard === 1);
  other.stop();
});

testKicks("a process that lost its connection is woken again after reconnecting", async (web, worker) => {
  const back = new Promise((resolve) => web.subscriber.once("ready", resolve));
  await worker.publisher.client("KILL", "ID", String(await idOf(web.subscriber, worker.publisher)));
  await back;
  await until(web.countListeners, (listeners) => listeners === 2);
  worker.kick();
  await until(web.heard, (heard) => heard >= 1);
});

/** The server's id of a connection that is subscribed and so cannot be asked for it. */
async function idOf(connection: Redis, other: Redis): Promise<number> {
  const address = `127.0.0.1:${(connection.stream as unknown as { localPort: number }).localPort}`;
  const clients = await other.client("LIST") as string;
  const line = clients.split("\n").find((client) => client.includes(`addr=${address} `));
  return Number(/^id=(\d+)/.exec(line ?? "")?.[1]);
}
