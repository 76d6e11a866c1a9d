import assert from "node:assert/strict";
import { Kafka, logLevel } from "kafkajs";
import { withDatabase } from "@/lib/db/testing.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { testKafkaBrokers, testPrefix } from "@/lib/testing/services.ts";
import type { EventLog } from "../event_log.ts";
import { append, attempted, testEventLogContract, until } from "../event_log_contract.ts";
import { startRelay } from "../relay.ts";
import { kafkaEventLog } from "./kafka_event_log.ts";

const brokers = testKafkaBrokers();

testEventLogContract("event log on Kafka", (test) =>
  withDatabase(async (sql) => {
    const topicPrefix = testPrefix();
    const logs: EventLog[] = [];
    try {
      await test({
        sql,
        open() {
          const log = kafkaEventLog({
            brokers: brokers!,
            clientId: "aisle-test",
            sql,
            logger: silentLogger,
            topicPrefix,
            partitions: 3,
          });
          logs.push(log);
          return log;
        },
      });
    } finally {
      await Promise.all(logs.map((log) => log.close()));
    }
  }), brokers === undefined);

Deno.test({
  name: "topics that a broker has lost are created again, and the relay continues",
  ignore: brokers === undefined,
  fn: () =>
    withDatabase(async (sql) => {
      const topicPrefix = testPrefix();
      const log = kafkaEventLog({
        brokers: brokers!,
        clientId: "aisle-test",
        sql,
        logger: silentLogger,
        topicPrefix,
        partitions: 1,
      });
      const relay = startRelay({ sql, eventLog: log, logger: silentLogger });
      const [lost, after] = [attempted(), attempted()];
      await append(sql, [lost]);
      await until(async () => (await sql`select from outbox where position is null`).length === 0);

      const admin = new Kafka({ brokers: brokers!, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      const listTopics = async () =>
        (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
      const topics = await listTopics();
      assert.ok(topics.length > 0);
      await admin.deleteTopics({ topics });
      await until(async () => (await listTopics()).length === 0);
      await admin.disconnect();

      await append(sql, [after]);
      const arrived = Promise.withResolvers<string[]>();
      log.subscribe({
        consumerGroup: "g",
        topics: ["booking.attempted"],
        handle: (batch) => Promise.resolve(arrived.resolve(batch.map((message) => message.envelope.id))),
      });
      assert.deepEqual(await arrived.promise, [after.id]);
      await relay.stop();
      await log.close();
    }),
});
