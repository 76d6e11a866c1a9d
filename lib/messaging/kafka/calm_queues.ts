/**
 * Workarounds for kafkajs 2.2.4, whose connections never rest: once one has had a response, it checks every millisecond
 * for requests that throttling holds back, even if there are none; and every 100 ms for requests that have timed out.
 */
import { createRequire } from "node:module";

interface RequestQueue {
  enforceRequestTimeout: boolean;
  inflight: Map<number, { sentAt: number; requestTimeout: number; timeoutRequest(): void }>;
  pending: unknown[];
  requestTimeoutIntervalId: unknown;
  isConnected(): boolean;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  destroy(): void;
}

/** A tenth of the shortest timeout: how much later than promised a request may time out. */
const TIMEOUT_CHECK_MS = 500;

const require = createRequire(import.meta.resolve("kafkajs"));
const { prototype: queue }: { prototype: RequestQueue } = require("kafkajs/src/network/requestQueue");
const schedule = queue.scheduleCheckPendingRequests;

// A request that has to wait schedules the check, and so does each response while requests are waiting.
queue.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) schedule.call(this);
};

queue.scheduleRequestTimeoutCheck = function () {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of this.inflight.values()) {
      if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    }
    if (!this.isConnected()) this.destroy();
  }, TIMEOUT_CHECK_MS);
};
