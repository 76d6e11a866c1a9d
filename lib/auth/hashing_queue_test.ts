import assert from "node:assert/strict";
import { Unavailable } from "@/lib/errors.ts";
import { oneAtATime } from "./hashing_queue.ts";

const HOUR_MS = 3_600_000;

Deno.test("tasks run one at a time, in the order of their calls, whether or not they fail", async () => {
  const inTurn = oneAtATime(HOUR_MS);
  const log: string[] = [];
  const task = (name: string, fails = false) =>
    inTurn(async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task("a"), task("b", true), task("c")]);
  assert.deepEqual(log, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assert.equal(await task("d"), "d");
});

Deno.test("a task that would wait for too long is refused, and the others keep their turn", async () => {
  const inTurn = oneAtATime(1);
  const running = Promise.withResolvers<string>();
  const first = inTurn(() => running.promise);
  let hasRun = false;
  const second = inTurn(() => {
    hasRun = true;
    return Promise.resolve();
  });
  await assert.rejects(second, Unavailable);
  running.resolve("done");
  assert.equal(await first, "done");
  assert.equal(await inTurn(() => Promise.resolve("next")), "next");
  assert.equal(hasRun, false);
});
