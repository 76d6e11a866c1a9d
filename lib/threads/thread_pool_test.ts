import assert from "node:assert/strict";
import { Unavailable } from "@/lib/errors.ts";
import { driveClock } from "@/lib/testing/driven_clock.ts";
import type { TestJob } from "./testing/thread.ts";
import { ThreadPool } from "./thread_pool.ts";

async function withPool(
  options: { threads?: number; waitingMax?: number; deadlineMs?: number; mayEndBusy?: boolean },
  test: (pool: ThreadPool<TestJob, unknown>) => Promise<void>,
): Promise<void> {
  const script = new URL("./testing/thread.ts", import.meta.url);
  const defaults = { threads: 1, waitingMax: 10, deadlineMs: 60_000 };
  const pool = new ThreadPool<TestJob, unknown>({ script, permissions: "none", ...defaults, ...options });
  try {
    await test(pool);
  } finally {
    await pool.close();
  }
}

/** A job that blocks its thread until it is released. */
function blocking() {
  const cell = new Int32Array(new SharedArrayBuffer(8));
  return {
    job: { wait: cell.buffer as SharedArrayBuffer },
    untilStarted: async () => assert.notEqual(await Atomics.waitAsync(cell, 1, 0, 60_000).value, "timed-out"),
    release: () => {
      Atomics.store(cell, 0, 1);
      Atomics.notify(cell, 0);
    },
  };
}

Deno.test("jobs run in threads, in order, each with its own result", async () => {
  await withPool({}, async (pool) => {
    const results = [1, 2, 3].map((double) => pool.run({ double }));
    assert.deepEqual(await Promise.all(results), [2, 4, 6]);
  });
});

Deno.test("the event loop is free while a thread is busy", async () => {
  await withPool({}, async (pool) => {
    const { job, untilStarted, release } = blocking();
    const done = pool.run(job);
    await untilStarted();
    // Only reached if the event loop is free: the thread is waiting for this.
    release();
    await done;
  });
});

Deno.test("the queue is bounded, and waiting jobs run once a thread is free", async () => {
  await withPool({ waitingMax: 2 }, async (pool) => {
    const { job, untilStarted, release } = blocking();
    const busy = pool.run(job);
    await untilStarted();
    const waiting = [pool.run({ double: 1 }), pool.run({ double: 2 })];
    await assert.rejects(pool.run({ double: 3 }), Unavailable);
    release();
    assert.deepEqual(await Promise.all([busy, ...waiting].slice(1)), [2, 4]);
    await busy;
    assert.equal(await pool.run({ double: 4 }), 8);
  });
});

Deno.test("a thread that takes too long is terminated, and the next job gets a new one", async () => {
  using clock = driveClock(7_000);
  await withPool({ deadlineMs: 7_000 }, async (pool) => {
    const { job, untilStarted } = blocking();
    const late = assert.rejects(pool.run(job), Unavailable);
    await untilStarted();
    clock.advance(7_000);
    await late;
    assert.equal(await pool.run({ double: 4 }), 8);
  });
});

Deno.test("a busy thread that may not be terminated finishes its job, then runs the next or ends", async () => {
  using clock = driveClock(7_000);
  await withPool({ deadlineMs: 7_000, mayEndBusy: false }, async (pool) => {
    const { job, untilStarted, release } = blocking();
    const late = assert.rejects(pool.run(job), Unavailable);
    await untilStarted();
    clock.advance(7_000);
    await late;
    release();
    assert.equal(await pool.run({ double: 4 }), 8);

    const other = blocking();
    const failing = assert.rejects(pool.run(other.job), Unavailable);
    await other.untilStarted();
    let isClosed = false;
    const closed = pool.close().then(() => isClosed = true);
    clock.advance(7_000);
    await failing;
    assert.equal(isClosed, false);
    other.release();
    await closed;
  });
});

Deno.test("a failing job rejects with the reason, and its thread continues", async () => {
  await withPool({}, async (pool) => {
    await assert.rejects(pool.run({ fail: "no paper" }), /no paper/);
    assert.equal(await pool.run({ double: 4 }), 8);
  });
});

Deno.test("a thread does not inherit the permissions of the process", async () => {
  await withPool({}, async (pool) => {
    await assert.rejects(pool.run({ reach: "file" }), /NotCapable/);
    await assert.rejects(pool.run({ reach: "network" }), /NotCapable/);
  });
});

Deno.test("unfinished jobs fail when the pool is closed", async () => {
  await withPool({}, async (pool) => {
    const { job, untilStarted } = blocking();
    const [running, waiting] = [pool.run(job), pool.run({ double: 1 })];
    const failing = Promise.all([running, waiting].map((run) => assert.rejects(run, Unavailable)));
    await untilStarted();
    pool.close();
    await failing;
  });
});
