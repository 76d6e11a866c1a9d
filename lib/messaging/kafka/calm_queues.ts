/**
 * A workaround for kafkajs 2.2.4, whose connections never rest: once one has had a response, it checks every millisecond
 * for requests that throttling holds back, even if there are none.
 */
import { createRequire } from "node:module";

interface RequestQueue {
  pending: unknown[];
  scheduleCheckPendingRequests(): void;
}

const require = createRequire(import.meta.resolve("kafkajs"));
const { prototype: queue }: { prototype: RequestQueue } = require("kafkajs/src/network/requestQueue");
const schedule = queue.scheduleCheckPendingRequests;

// A request that has to wait schedules the check, and so does each response while requests are waiting.
queue.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) schedule.call(this);
};
