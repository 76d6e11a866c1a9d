import { withDatabase } from "@/lib/db/testing.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { testKafkaBrokers, testPrefix } from "@/lib/testing/services.ts";
import type { EventLog } from "../event_log.ts";
import { testEventLogContract } from "../event_log_contract.ts";
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
