import assert from "node:assert/strict";
import { createRequire } from "node:module";
import "./calm_queues.ts";

const require = createRequire(import.meta.resolve("kafkajs"));
const RequestQueue = require("kafkajs/src/network/requestQueue");

Deno.test("a connection to Kafka sets a timer only while a request has to wait", () => {
  const logger = { debug() {}, warn() {} };
  const queue = new RequestQueue({ requestTimeout: 60_000, enforceRequestTimeout: false, logger });
  const request = (correlationId: number) =>
    queue.push({ entry: { correlationId, resolve() {} }, expectResponse: true, sendRequest() {} });
  request(1);
  queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
  assert.ok(!queue.throttleCheckTimeoutId);
  queue.maybeThrottle(60_000);
  request(2);
  assert.ok(queue.throttleCheckTimeoutId);
  queue.destroy();
});

Deno.test("a request to Kafka without a response times out", async () => {
  const logger = { debug() {}, warn() {} };
  const queue = new RequestQueue({ requestTimeout: 1, enforceRequestTimeout: true, logger });
  queue.scheduleRequestTimeoutCheck();
  try {
    const response = new Promise((resolve, reject) =>
      queue.push({ entry: { correlationId: 1, resolve, reject }, expectResponse: true, sendRequest() {} })
    );
    await assert.rejects(response, /timed out/);
  } finally {
    queue.destroy();
  }
});
