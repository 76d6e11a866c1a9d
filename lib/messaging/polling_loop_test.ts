import assert from "node:assert/strict";
import { backoffMs } from "./backoff.ts";
import { startPolling } from "./polling_loop.ts";

const rethrow = (error: unknown) => {
  throw error;
};

Deno.test("a loop continues at once while there is more to do", async () => {
  const done = Promise.withResolvers<void>();
  let steps = 0;
  const loop = startPolling({
    step() {
      if (++steps === 1_000) done.resolve();
      return Promise.resolve(steps < 1_000);
    },
    onFailure: rethrow,
  });
  await done.promise;
  await loop.stop();
  assert.ok(steps >= 1_000);
});

Deno.test("a kick during a step is not lost", async () => {
  const again = Promise.withResolvers<void>();
  let steps = 0;
  const loop = startPolling({
    step() {
      if (++steps === 2) again.resolve();
      // The loop exists once its first step has returned.
      if (steps === 1) queueMicrotask(() => loop.kick());
      return Promise.resolve(false);
    },
    onFailure: rethrow,
  });
  await again.promise;
  await loop.stop();
});

/** Kicks the loop repeatedly, each time after the previous kick could take effect. */
async function kickRepeatedly(loop: { kick(): void }): Promise<void> {
  for (let i = 0; i < 20; i++) {
    loop.kick();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

Deno.test("a step that knows when more is due shortens the pause", async () => {
  const again = Promise.withResolvers<void>();
  let steps = 0;
  const loop = startPolling({
    step() {
      if (++steps === 2) again.resolve();
      return Promise.resolve({ dueInMs: 1 });
    },
    onFailure: rethrow,
    pauseMs: { min: 3_600_000, max: 3_600_000 },
  });
  await again.promise;
  await loop.stop();
});

Deno.test("kicks do not cut a rest short, but stopping does", async () => {
  let steps = 0;
  const step = () => (steps++, Promise.resolve(false));
  const loop = startPolling({ step, onFailure: rethrow, restMs: () => 3_600_000 });
  await kickRepeatedly(loop);
  assert.equal(steps, 1);
  await loop.stop();
});

Deno.test("a kick during a rest is not lost", async () => {
  const again = Promise.withResolvers<void>();
  let steps = 0;
  const loop = startPolling({
    step() {
      if (++steps === 2) again.resolve();
      return Promise.resolve(false);
    },
    onFailure: rethrow,
    restMs: () => 1,
    pauseMs: { min: 3_600_000, max: 3_600_000 },
  });
  // The first step has begun; the kick arrives after it, while the loop rests.
  await Promise.resolve();
  loop.kick();
  await again.promise;
  await loop.stop();
});

Deno.test("stopping waits for the current step and starts no other", async () => {
  const gate = Promise.withResolvers<boolean>();
  let steps = 0;
  const loop = startPolling({ step: () => (steps++, gate.promise), onFailure: rethrow });
  let stopped = false;
  const stopping = loop.stop().then(() => stopped = true);
  await Promise.resolve();
  assert.equal(stopped, false);
  gate.resolve(true);
  await stopping;
  assert.equal(steps, 1);
});

Deno.test("a failed step is reported and repeated, and kicks do not cut its backoff short", async () => {
  const failed = Promise.withResolvers<void>();
  const repeated = Promise.withResolvers<void>();
  let steps = 0;
  const loop = startPolling({
    step() {
      if (++steps === 1) return Promise.reject(new Error("down"));
      repeated.resolve();
      return Promise.resolve(false);
    },
    onFailure: () => failed.resolve(),
    random: () => 1,
  });
  await failed.promise;
  for (let i = 0; i < 100; i++) {
    loop.kick();
    await Promise.resolve();
  }
  assert.equal(steps, 1);
  await repeated.promise;
  await loop.stop();
});

Deno.test("the backoff doubles up to five seconds, less at most half", () => {
  assert.deepEqual([1, 2, 3, 7, 8, 50].map((n) => backoffMs(n, () => 1)), [50, 100, 200, 3200, 5000, 5000]);
  assert.deepEqual([1, 50].map((n) => backoffMs(n, () => 0)), [25, 2500]);
});
