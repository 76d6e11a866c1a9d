import assert from "node:assert/strict";
import {
  checksumOf,
  FUNCTION_LINE,
  migrate,
  type Migration,
  MigrationError,
  MIGRATIONS_BEFORE,
  pendingMigrations,
  readFunctions,
  readMigrations,
} from "@/lib/db/migrate.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { createTestDatabase, withDatabase } from "@/lib/db/testing.ts";

function migration(number: number, statements: string): Migration {
  return { number, name: `${String(number).padStart(4, "0")}_step.sql`, statements, checksum: statements };
}

Deno.test("only migrations that have not been applied are pending", () => {
  const files = [migration(1, "a"), migration(2, "b"), migration(3, "c")];
  assert.deepEqual(pendingMigrations(files, files.slice(0, 2)), [files[2]]);
  assert.deepEqual(pendingMigrations(files, files), []);
});

Deno.test("a changed file and a newer database are rejected", () => {
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

Deno.test("the baseline is for new databases; older ones continue with the files they began with", () => {
  const before = [migration(1, "a"), migration(2, "b"), migration(3, "c")];
  const files = [migration(3, "abc"), migration(4, "d")];
  assert.deepEqual(pendingMigrations(files, [], before), files);
  assert.deepEqual(pendingMigrations(files, files.slice(0, 1), before), files.slice(1));
  assert.deepEqual(pendingMigrations(files, before.slice(0, 1), before), [...before.slice(1), files[1]]);
  assert.deepEqual(pendingMigrations(files, before, before), files.slice(1));
  assert.deepEqual(pendingMigrations(files, [...before, files[1]], before), []);
});

Deno.test("released migrations never change, not even in a comment", async () => {
  const sums = async (folder?: URL) => (await readMigrations(folder)).map(({ checksum }) => checksum);
  assert.equal(checksumOf((await sums(MIGRATIONS_BEFORE)).join()), "c6bca666a63ea5f0");
  assert.deepEqual(
    await sums(),
    [
      ...["48ad74fd1de1bc82", "c29304962f96358a", "9764eeff51189931", "c7268fd203616677", "2f76d0dbbca95729"],
      ...["b6c0f9bc0403bf40", "6a7572266f08e614", "770b04c5041fd24e", "e48d06d3274f287f", "dc55ae6c946cc911"],
      ...["5ddf83dcc0a8d6c8", "acaebe45b0068c9f", "6e75d21f38442011", "d1fcc97015b7cb58"],
      "d2654a0ffae6abbc",
    ],
    "add the checksum of a new file; restore a changed one",
  );
});

Deno.test("the baseline creates the same schema as the migrations before it", async () => {
  const [baseline, ...since] = await readMigrations();
  const before = await readMigrations(MIGRATIONS_BEFORE);
  const schemas: unknown[] = [];
  for (const files of [[baseline], before]) {
    await withDatabase(async (sql, url) => {
      await sql.unsafe("drop schema public, mock_provider cascade; create schema public");
      await migrate(url, files);
      assert.deepEqual(await migrate(url), since.map(({ name }) => name));
      // Only now: both apply functions in their current text, but only the baseline names each of them.
      schemas.push(await describeSchema(sql));
    });
  }
  assert.deepEqual(schemas[0], schemas[1]);
});

Deno.test("a database has exactly the functions in the files", async () => {
  await withDatabase(async (sql) => {
    const functions = await readFunctions();
    const inDatabase = await listFunctions(sql);
    assert.deepEqual(inDatabase.map(({ name }) => name), Object.keys(functions).sort());
    await sql.unsafe(Object.values(functions).join("\n"));
    assert.deepEqual(await listFunctions(sql), inDatabase);
  });
});

Deno.test("a changed function comes with a migration", async () => {
  const texts = (await readMigrations()).map(({ name }) =>
    Deno.readTextFileSync(new URL(`./migrations/${name}`, import.meta.url))
  );
  const latest = new Map(
    texts.flatMap((text) => [...text.matchAll(FUNCTION_LINE)]).map(([, name, sum]) => [name, sum]),
  );
  for (const [name, text] of Object.entries(await readFunctions())) {
    assert.equal(
      latest.get(name),
      checksumOf(text),
      `functions/${name}.sql has changed: add a migration with the line "-- function ${name} ${
        checksumOf(text)
      }"`,
    );
  }
});

Deno.test("ten processes migrating concurrently apply every file once", async () => {
  await withDatabase(async (sql, url) => {
    const past = await readMigrations();
    const next = [1, 2, 3].map((step) =>
      migration(past.at(-1)!.number + step, `create table step_${step} (id int); select pg_sleep(0.02);`)
    );
    const files = [...past, ...next];
    const results = await Promise.all(Array.from({ length: 10 }, () => migrate(url, files)));
    assert.deepEqual(results.flat().sort(), next.map((file) => file.name));
    const applied = await sql`select number from schema_migrations order by number`;
    assert.deepEqual(applied.map((row) => row.number), files.map((file) => file.number));
  });
});

Deno.test("a failed migration leaves nothing behind and can be corrected", async () => {
  await withDatabase(async (sql, url) => {
    const past = await readMigrations();
    const broken = migration(past.at(-1)!.number + 1, "create table half (id int); select 1 / 0;");
    await assert.rejects(migrate(url, [...past, broken]), /division by zero/);
    const [{ half }] = await sql`select to_regclass('half') as half`;
    assert.equal(half, null);
    const corrected = migration(past.at(-1)!.number + 1, "create table half (id int);");
    assert.deepEqual(await migrate(url, [...past, corrected]), [corrected.name]);
  });
});

Deno.test("each test gets its own database, migrated and empty", async () => {
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

Deno.test("the owner of a database can migrate it without being a superuser", async () => {
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

/** The functions of the public schema as Postgres prints them, without those of extensions. */
function listFunctions(sql: Sql): Promise<{ name: string; definition: string }[]> {
  return sql`
    select proname as name, pg_get_functiondef(p.oid) as definition from pg_proc p
    where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
    order by 1, 2`;
}

/** Everything a migration can create, as Postgres prints it, except the order of columns and comments in functions. */
async function describeSchema(sql: Sql): Promise<Record<string, readonly unknown[]>> {
  const own = sql`(select oid from pg_namespace where nspname in ('public', 'mock_provider'))`;
  const functions = await listFunctions(sql);
  return {
    columns: await sql`
      select attrelid::regclass::text as table, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        attgenerated, attstorage, attcollation, pg_get_expr(adbin, adrelid) as default
      from pg_attribute a join pg_class c on c.oid = attrelid and c.relkind = 'r' and relnamespace in ${own}
      left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum
      where attnum > 0 and not attisdropped order by 1, 2`,
    constraints: await sql`
      select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) from pg_constraint
      where connamespace in ${own} order by 1, 2`,
    indexes: await sql`
      select pg_get_indexdef(indexrelid) from pg_index join pg_class c on c.oid = indexrelid and relnamespace in ${own}
      order by 1`,
    triggers: await sql`
      select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1`,
    functions: functions.map(({ definition }) => definition.replace(/^\s*--.*\n/gm, "")),
    extensions: await sql`select extname from pg_extension order by 1`,
    timeZones: await sql`select name from time_zones order by 1`,
  };
}
