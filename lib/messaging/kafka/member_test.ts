import assert from "node:assert/strict";
import { driveClock } from "@/lib/testing/driven_clock.ts";
import { EventEmitter } from "node:events";
import type { Kafka } from "kafkajs";
import { openPool } from "@/lib/db/pool.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { startMember } from "./member.ts";

/** A fake kafkajs consumer that does nothing but emit the events that a test triggers. */
class SilentConsumer extends EventEmitter {
  readonly events = {
    CRASH: "crash",
    FETCH: "fetch",
    GROUP_JOIN: "group_join",
    END_BATCH_PROCESS: "end_batch_process",
  };
  connected = false;
  readonly running = Promise.withResolvers<void>();

  connect() {
    this.connected = true;
    return Promise.resolve();
  }
  subscribe() {
    return Promise.resolve();
  }
  run() {
    this.running.resolve();
    return Promise.resolve();
  }
  disconnect() {
    this.connected = false;
    return Promise.resolve();
  }
}

/** Starts a member and hands out the consumers that it creates, one after another. */
function startWithSilentConsumers(options: { silenceMaxMs: number; prepare?: () => Promise<void> }) {
  const made: SilentConsumer[] = [];
  const waiting: ((consumer: SilentConsumer) => void)[] = [];
  let taken = 0;
  const kafka = {
    consumer() {
      const consumer = new SilentConsumer();
      made.push(consumer);
      waiting.shift()?.(consumer);
      return consumer;
    },
  };
  const member = startMember({
    kafka: kafka as unknown as Kafka,
    broker: { ready: options.prepare ?? (() => Promise.resolve()), forget() {} },
    // Never connects: there are no batches.
    sql: openPool("postgres://nobody@localhost/nothing"),
    group: { name: "g", handle: () => Promise.resolve() },
    groupId: "g",
    wireTopics: ["booking.attempted"],
    topicOf: (topic) => topic,
    batchSize: 10,
    onCommitted: () => {},
    logger: silentLogger,
    now: () => 0,
    random: () => 0,
    silenceMaxMs: options.silenceMaxMs,
  });
  async function nextConsumer(): Promise<SilentConsumer> {
    const consumer = made[taken] ?? await new Promise<SilentConsumer>((resolve) => waiting.push(resolve));
    taken++;
    await consumer.running.promise;
    return consumer;
  }
  return { member, made, nextConsumer };
}

Deno.test("a consumer that crashed is replaced by a new one", async () => {
  const { member, made, nextConsumer } = startWithSilentConsumers({ silenceMaxMs: 60_000 });
  const first = await nextConsumer();
  first.emit("crash", { payload: { error: new Error("illegal generation") } });
  const second = await nextConsumer();
  assert.deepEqual([first.connected, second.connected], [false, true]);
  await member.stop();
  assert.equal(second.connected, false);
  assert.equal(made.length, 2);
});

/** How often a member checks its consumer for silence: four times within the limit. */
const CHECK_MS = 15_000;

Deno.test("a consumer that fell silent is replaced by a new one", async () => {
  using clock = driveClock(CHECK_MS);
  const { member, nextConsumer } = startWithSilentConsumers({ silenceMaxMs: 4 * CHECK_MS });
  const first = await nextConsumer();
  clock.advance(4 * CHECK_MS);
  const second = await nextConsumer();
  assert.deepEqual([first.connected, second.connected], [false, true]);
  await member.stop();
});

Deno.test("a consumer that shows signs of life is kept", async () => {
  using clock = driveClock(CHECK_MS);
  const { member, made, nextConsumer } = startWithSilentConsumers({ silenceMaxMs: 4 * CHECK_MS });
  const consumer = await nextConsumer();
  for (let signs = 0; signs < 5; signs++) {
    clock.advance(3 * CHECK_MS);
    consumer.emit("fetch", {});
  }
  // An abandoned consumer is disconnected in the same turn.
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(consumer.connected);
  assert.equal(made.length, 1);
  await member.stop();
});

Deno.test("a member waits for a broker that is not up yet, and can be stopped while it waits", async () => {
  const asked = Promise.withResolvers<void>();
  let refusals = 0;
  const { member, made } = startWithSilentConsumers({
    silenceMaxMs: 60_000,
    prepare() {
      if (++refusals === 3) asked.resolve();
      return Promise.reject(new Error("no broker"));
    },
  });
  await asked.promise;
  await member.stop();
  assert.equal(made.length, 0);
});

Deno.test("a member stopped while the broker is starting never consumes", async () => {
  const asked = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const { member, made } = startWithSilentConsumers({
    silenceMaxMs: 60_000,
    prepare() {
      asked.resolve();
      return ready.promise;
    },
  });
  await asked.promise;
  const stopped = member.stop();
  ready.resolve();
  await stopped;
  assert.equal(made.length, 0);
});
