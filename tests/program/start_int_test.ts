import assert from "node:assert/strict";
import { Client, findSeats, newBuyer, signIn } from "./client.ts";
import { embeddedDeployment, type Program, StartFailed, startProgram } from "./program.ts";

async function withDataDir(test: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const { env, clean } = await embeddedDeployment.prepare();
  try {
    await test(env);
  } finally {
    await clean();
  }
}

/** Starts the program, runs the test and stops the program by Ctrl-C, which must end it with code 0. */
async function during(env: Record<string, string>, test: (program: Program) => Promise<void>): Promise<void> {
  const program = await startProgram(env);
  try {
    await test(program);
  } finally {
    assert.equal(await program.end("SIGINT"), 0, program.output());
  }
}

/** The processes whose command line names the folder. */
async function processesOf(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // A process may end between being listed and being read.
    const command = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (command.includes(dataDir)) found.push(`${name} ${command.replaceAll("\0", " ")}`);
  }
  return found;
}

Deno.test("the first start prints its URL and the demo accounts, and the second keeps all data", () =>
  withDataDir(async (env) => {
    const email = "someone@example.org";
    const password = "a long enough secret";
    await during(env, async (program) => {
      for (const account of ["admin", "organizer", "door", "visitor"]) {
        assert.match(program.output(), new RegExp(`${account}@aisle\\.test`));
      }
      const { status } = await new Client(program.url).post("/api/auth/register", {
        email,
        password,
        name: "X",
      });
      assert.equal(status, 201);
    });
    await during(env, async ({ url }) => {
      assert.equal((await new Client(url).post("/api/auth/login", { email, password })).status, 200);
      await signIn(url, "admin@aisle.test");
    });
  }));

Deno.test("stopping leaves no process behind and closes open streams", () =>
  withDataDir(async (env) => {
    let stream: Promise<string> | undefined;
    await during(env, async ({ url }) => {
      const { eventId } = await findSeats(new Client(url));
      const response = await fetch(`${url}/api/events/${eventId}/stream`);
      stream = response.text();
    });
    assert.match(await stream!, /^retry: \d+\n\nevent: snapshot\n/);
    assert.deepEqual(await processesOf(env.DATA_DIR), []);
  }));

Deno.test("a second start on the same data or port is refused, and one with separate data and port works", () =>
  withDataDir((env) =>
    during(env, async ({ url }) => {
      await assert.rejects(
        startProgram(env),
        (error) => error instanceof StartFailed && error.code !== 0 && /already|in use/i.test(error.output),
      );
      await assert.rejects(
        startProgram({ ...env, DATA_DIR: `${env.DATA_DIR}/other`, PORT: new URL(url).port }),
        (error) => error instanceof StartFailed && /PORT is \d+/.test(error.output),
      );
      await withDataDir((other) =>
        during(other, async (second) => {
          assert.equal((await new Client(second.url).get("/readyz")).status, 200);
          assert.equal((await new Client(url).get("/readyz")).status, 200);
        })
      );
    })
  ));

Deno.test("a wrong setting stops the start with one line that names it", () =>
  withDataDir(async (env) => {
    await assert.rejects(startProgram({ ...env, HOLD_TTL_SECONDS: "soon" }), (error) => {
      assert.ok(error instanceof StartFailed && error.code !== 0);
      assert.match(error.output.trim(), /^HOLD_TTL_SECONDS is "soon"; allowed: .+$/);
      return true;
    });
  }));

Deno.test("web and worker refuse to start without a shared database and board", () =>
  withDataDir(async (env) => {
    for (const task of ["tasks/web.ts", "tasks/worker.ts"]) {
      await assert.rejects(
        startProgram(env, task),
        (error) => error instanceof StartFailed && /needs DATABASE_URL and REDIS_URL/.test(error.output),
      );
    }
  }));

Deno.test("after a kill in the middle of bookings, the next start finishes every acknowledged one", () =>
  withDataDir(async (env) => {
    const first = await startProgram(env);
    const buyers = await Promise.all(Array.from({ length: 10 }, () => newBuyer(first.url)));
    const { eventId, seats } = await findSeats(new Client(first.url));
    const placed = await Promise.all(buyers.map(async (buyer, at) => {
      const hold = await buyer.post(`/api/events/${eventId}/holds`, { seats: [seats[at]] });
      assert.equal(hold.status, 201, JSON.stringify(hold.body));
      return await buyer.book(hold.body.id, at % 2 ? "tok_decline" : "tok_approve");
    }));
    await first.end("SIGKILL");
    for (const { status, body } of placed) assert.equal(status, 202, JSON.stringify(body));

    await during(env, async ({ url }) => {
      for (const [at, { body }] of placed.entries()) {
        const booking = await new Client(url, buyers[at].token).settled(body.id);
        assert.equal(booking.status, at % 2 ? "failed" : "confirmed");
      }
    });
    assert.deepEqual(await processesOf(env.DATA_DIR), []);
  }));
