import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { Kafka, logLevel } from "kafkajs";
import { freePort } from "./child.ts";
import { hasKafka, startKafka } from "./kafka.ts";
import { hasRedis, startRedis } from "./redis.ts";

Deno.test({
  name: "Redis has the same keys after it is killed and restarted",
  ignore: !await hasRedis(),
  async fn() {
    const dir = await Deno.makeTempDir({ prefix: "aisle_redis_" });
    const port = await freePort();
    const first = await startRedis({ port, dir });
    const client = new Redis(first.url);
    await client.set("kept", "7");
    // Redis writes a change to its log before it responds, so the change survives when the process is killed.
    client.disconnect();
    await first.kill();

    const second = await startRedis({ port, dir });
    const reconnected = new Redis(second.url);
    try {
      assert.equal(await reconnected.get("kept"), "7");
    } finally {
      reconnected.disconnect();
      await second.stop();
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test({
  name: "Kafka accepts messages and groups as soon as it is reported as started",
  ignore: !await hasKafka(),
  async fn() {
    const dir = await Deno.makeTempDir({ prefix: "aisle_kafka_" });
    const server = await startKafka({ port: await freePort(), dir });
    const kafka = new Kafka({ brokers: [server.url], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    const producer = kafka.producer();
    try {
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: "try", numPartitions: 1 }], waitForLeaders: true });
      await producer.connect();
      await producer.send({ topic: "try", messages: [{ value: "one" }] });
      assert.equal((await admin.fetchTopicOffsets("try"))[0].high, "1");
      assert.equal((await admin.describeGroups(["probe"])).groups[0].state, "Dead");
    } finally {
      await producer.disconnect();
      await admin.disconnect();
      await server.stop();
      await Deno.remove(dir, { recursive: true });
    }
  },
});
