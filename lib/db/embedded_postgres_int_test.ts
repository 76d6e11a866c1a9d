import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded_postgres.ts";
import { openPool } from "./pool.ts";
import { EmbeddedPostgresError } from "./postgres_programs.ts";

async function withFolder(use: (folder: string) => Promise<void>, parent?: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle_pg_", dir: parent });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function query(postgres: EmbeddedPostgres, statement: string): Promise<unknown[]> {
  const sql = openPool(postgres.url, { max: 1 });
  try {
    return [...await sql.unsafe(statement)];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Retries until the restarted server responds. */
async function queryWithRetries(postgres: EmbeddedPostgres, statement: string): Promise<unknown> {
  return await until(() => query(postgres, statement).catch(String), (result) => typeof result !== "string");
}

Deno.test("committed data survives a stop and another start", async () => {
  await withFolder(async (folder) => {
    const first = await startEmbeddedPostgres({ dataDir: folder });
    await query(first, "create table kept as select 7 as number");
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: folder });
    try {
      assert.deepEqual(await query(second, "select number from kept"), [{ number: 7 }]);
    } finally {
      await second.stop();
    }
  });
});

Deno.test("a second start on the same folder is refused with a helpful message", async () => {
  await withFolder(async (folder) => {
    const first = await startEmbeddedPostgres({ dataDir: folder });
    try {
      await assert.rejects(
        startEmbeddedPostgres({ dataDir: folder }),
        (error) =>
          error instanceof EmbeddedPostgresError && error.code === "already-running" &&
          error.message.includes("DATA_DIR"),
      );
      assert.deepEqual(await query(first, "select 1 as one"), [{ one: 1 }]);
    } finally {
      await first.stop();
    }
  });
});

Deno.test("a killed server restarts at the same URL with its committed data", async () => {
  await withFolder(async (folder) => {
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    try {
      await query(postgres, "create table kept as select 7 as number");
      const killed = postgres.pid;
      Deno.kill(killed, "SIGKILL");
      assert.deepEqual(await queryWithRetries(postgres, "select number from kept"), [{ number: 7 }]);
    } finally {
      await postgres.stop();
    }
  });
});

Deno.test("a server left behind by a killed program is replaced", async () => {
  await withFolder(async (folder) => {
    const program = `
      import { startEmbeddedPostgres } from "${new URL("./embedded_postgres.ts", import.meta.url)}";
      const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(folder)} });
      console.log(postgres.pid);`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      stdout: "piped",
    }).spawn();
    const { value } = await child.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
    child.kill("SIGKILL");
    await child.status;

    const messages: string[] = [];
    const postgres = await startEmbeddedPostgres({
      dataDir: folder,
      onProgress: (text) => messages.push(text),
    });
    try {
      assert.notEqual(postgres.pid, Number(value));
      assert.match(messages.join(), new RegExp(`process ${Number(value)}`));
      assert.deepEqual(await query(postgres, "select 1 as one"), [{ one: 1 }]);
    } finally {
      await postgres.stop();
    }
  });
});

Deno.test("a path too long for a socket works, even below a home directory of mode 0700", async () => {
  await withFolder(async (home) => {
    await Deno.chmod(home, 0o700);
    const postgres = await startEmbeddedPostgres({ dataDir: `${home}/${"deep/".repeat(30)}data` });
    try {
      assert.deepEqual(await query(postgres, "select 1 as one"), [{ one: 1 }]);
    } finally {
      await postgres.stop();
    }
  });
});
