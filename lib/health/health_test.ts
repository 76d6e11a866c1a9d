import assert from "node:assert/strict";
import { silentLogger } from "@/lib/observability/log.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";
import { handler as readyz } from "@/routes/readyz.ts";
import { watchReadiness } from "./health.ts";

const responds = () => Promise.resolve();
const refuses = () => Promise.reject(new Error("connection refused"));

/** A process whose dependencies respond, except as overridden by `parts`. */
function servicesWith(
  parts: { sql?: () => Promise<void>; board?: () => Promise<void>; eventLog?: () => Promise<void> },
  now: () => number = Date.now,
): Partial<Services> {
  const needs = {
    sql: parts.sql ?? responds,
    board: { ping: parts.board ?? responds },
    eventLog: { ping: parts.eventLog ?? responds },
    logger: silentLogger,
    now,
  };
  return { readiness: watchReadiness(needs as unknown as Services) };
}

Deno.test("ready when every dependency responds", async () => {
  const response = await callEndpoint(readyz, new Request("http://aisle.test/readyz"), {
    services: servicesWith({}),
  });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    status: "ok",
    dependencies: { database: "ok", board: "ok", eventLog: "ok" },
  });
});

Deno.test("503 with the name of the dependency that does not respond", async () => {
  for (const [part, name] of [["sql", "database"], ["board", "board"], ["eventLog", "eventLog"]]) {
    const services = servicesWith({ [part]: refuses });
    const response = await callEndpoint(readyz, new Request("http://aisle.test/readyz"), { services });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "1");
    const { code, dependencies } = await response.json();
    assert.equal(code, "unavailable");
    const down = Object.keys(dependencies).filter((dependency) => dependencies[dependency] === "down");
    assert.deepEqual(down, [name]);
  }
});

Deno.test("however often readiness is requested, each dependency is checked once a second", async () => {
  let time = 0;
  let checks = 0;
  let isDown = false;
  const board = () => {
    checks++;
    return isDown ? refuses() : responds();
  };
  const { readiness } = servicesWith({ board }, () => time);
  assert(readiness);
  await Promise.all(Array.from({ length: 100 }, () => readiness()));
  time = 999;
  assert.equal((await readiness()).ready, true);
  assert.equal(checks, 1);
  time = 1_000;
  isDown = true;
  assert.equal((await readiness()).ready, false);
  assert.equal((await readiness()).dependencies.board, "down");
  assert.equal(checks, 2);
  time = 2_000;
  isDown = false;
  const back = await readiness();
  assert.equal(back.ready, true);
  assert.deepEqual(back.failures, { board: { at: 1_000, error: "Error: connection refused" } });
});
