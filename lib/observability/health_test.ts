import assert from "node:assert/strict";
import { callEndpoint } from "@/lib/http/testing.ts";
import type { Services } from "@/lib/services.ts";
import { handler as readyz } from "@/routes/readyz.ts";

const answers = () => Promise.resolve();
const refuses = () => Promise.reject(new Error("connection refused"));

function servicesWith(
  parts: { sql?: () => Promise<void>; board?: () => Promise<void>; eventLog?: () => Promise<void> },
) {
  return {
    sql: parts.sql ?? answers,
    board: { ping: parts.board ?? answers },
    eventLog: { ping: parts.eventLog ?? answers },
  } as unknown as Partial<Services>;
}

Deno.test("ready when every dependency answers", async () => {
  const response = await callEndpoint(readyz, new Request("http://aisle.test/readyz"), {
    services: servicesWith({}),
  });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    status: "ok",
    dependencies: { database: "ok", board: "ok", eventLog: "ok" },
  });
});

Deno.test("503 with the name of the one that does not answer", async () => {
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
