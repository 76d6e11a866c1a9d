import process from "node:process";
import assert from "node:assert/strict";
import { createLogger, logRuntimeWarnings } from "./log.ts";

function collecting() {
  const lines: string[] = [];
  const logger = createLogger({ now: () => Date.UTC(2026, 0, 1), write: (line) => lines.push(line) });
  return { logger, read: () => lines.map((line) => JSON.parse(line)) };
}

Deno.test("a line is one JSON object with time, level, message and fields", () => {
  const { logger, read } = collecting();
  logger.with({ part: "web" }).warn("slow", { durationMs: 1200 });
  assert.deepEqual(read(), [
    { time: "2026-01-01T00:00:00.000Z", level: "warn", message: "slow", part: "web", durationMs: 1200 },
  ]);
});

Deno.test("lines below the level are dropped", () => {
  const { logger, read } = collecting();
  logger.debug("detail");
  assert.deepEqual(read(), []);
});

Deno.test("an error is logged with name, code, message and cause, but never with the values of a row", () => {
  const { logger, read } = collecting();
  const cause = new Error("connection reset");
  const error = Object.assign(new Error("duplicate key", { cause }), {
    code: "23505",
    detail: "Key (email)=(ada@example.org) already exists.",
    parameters: ["ada@example.org"],
  });
  logger.error("a request failed", { error });
  const [line] = read();
  assert.equal(line.error.code, "23505");
  assert.equal(line.error.message, "duplicate key");
  assert.equal(line.error.cause.message, "connection reset");
  assert.ok(!JSON.stringify(line).includes("ada@example.org"));
});

Deno.test("runtime warnings are logged, except for the one that kafkajs always causes", async () => {
  const { logger, read } = collecting();
  const before = process.listeners("warning");
  try {
    logRuntimeWarnings(logger);
    process.emitWarning("an emitter has many listeners", "MaxListenersExceededWarning");
    process.emitWarning("-5 is a negative number", "TimeoutNegativeWarning");
    // Warnings are emitted in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(read().map(({ level, error }) => [level, error.name]), [
      ["warn", "MaxListenersExceededWarning"],
    ]);
  } finally {
    process.removeAllListeners("warning");
    for (const listener of before) process.on("warning", listener);
  }
});
