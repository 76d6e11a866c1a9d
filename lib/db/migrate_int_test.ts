import assert from "node:assert/strict";
import {
  migrate,
  type Migration,
  MigrationError,
  pendingMigrations,
  readMigrations,
} from "@/lib/db/migrate.ts";
import { createTestDatabase, withDatabase } from "@/lib/db/testing.ts";

function migration(number: number, statements: string): Migration {
  return { number, name: `${String(number).padStart(4, "0")}_step.sql`, statements, checksum: statements };
}

Deno.test("only what has not been applied is pending", () => {
  const files = [migration(1, "a"), migration(2, "b"), migration(3, "c")];
  assert.deepEqual(pendingMigrations(files, files.slice(0, 2)), [files[2]]);
  assert.deepEqual(pendingMigrations(files, files), []);
});

Deno.test("a changed file and a newer database are refused", () => {
  const files = [migration(1, "a")];
  assert.throws(
    () => pendingMigrations([migration(1, "changed")], files),
    (error) => error instanceof MigrationError && error.code === "history-changed",
  );
  assert.throws(
    () => pendingMigrations(files, [...files, migration(2, "b")]),
    (error) => error instanceof MigrationError && error.code === "newer-database",
  );
});

Deno.test("ten processes that migrate at once apply every file once", async () => {
  await withDatabase(async (sql, url) => {
    const past = await readMigrations();
    const next = [1, 2, 3].map((step) =>
      migration(past.length + step, `create table step_${step} (id int); select pg_sleep(0.02);`)
    );
    const files = [...past, ...next];
    const results = await Promise.all(Array.from({ length: 10 }, () => migrate(url, files)));
    assert.deepEqual(results.flat().sort(), next.map((file) => file.name));
    const applied = await sql`select number from schema_migrations order by number`;
    assert.deepEqual(applied.map((row) => row.number), files.map((file) => file.number));
  });
});

Deno.test("a migration that fails leaves nothing of itself and can be mended", async () => {
  await withDatabase(async (sql, url) => {
    const past = await readMigrations();
    const broken = migration(past.length + 1, "create table half (id int); select 1 / 0;");
    await assert.rejects(migrate(url, [...past, broken]), /division by zero/);
    const [{ half }] = await sql`select to_regclass('half') as half`;
    assert.equal(half, null);
    const mended = migration(past.length + 1, "create table half (id int);");
    assert.deepEqual(await migrate(url, [...past, mended]), [mended.name]);
  });
});

Deno.test("tests get databases of their own, migrated and empty", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await one.sql`create table mine (id int)`;
    const [{ mine }] = await two.sql`select to_regclass('mine') as mine`;
    assert.equal(mine, null);
    assert.deepEqual(await migrate(one.url), []);
  } finally {
    await Promise.all([one.drop(), two.drop()]);
  }
});

Deno.test("whoever owns the database may migrate it, without being a superuser", async () => {
  await withDatabase(async (sql, url) => {
    const name = `owner_${crypto.randomUUID().replaceAll("-", "")}`;
    await sql.unsafe(`create role ${name} login password 'owner'`);
    await sql.unsafe(`create database ${name} owner ${name}`);
    try {
      const owned = new URL(url);
      owned.pathname = `/${name}`;
      owned.username = name;
      owned.password = "owner";
      assert.equal((await migrate(owned.href)).length, (await readMigrations()).length);
    } finally {
      await sql.unsafe(`drop database ${name} with (force)`);
      await sql.unsafe(`drop role ${name}`);
    }
  });
});
