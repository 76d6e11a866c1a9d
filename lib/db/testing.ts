/**
 * Databases for tests: each test has its own, cloned in milliseconds from a template that is migrated once per schema
 * version. `TEST_DATABASE_URL` names a server on which databases may be created; without it an embedded one is started,
 * and stopped when the test process ends.
 */
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate, readMigrations, schemaChecksum } from "@/lib/db/migrate.ts";
import { startGuard } from "@/lib/testing/guard.ts";
import { openPool, type PoolOptions, type Sql } from "@/lib/db/pool.ts";

export interface TestDatabase {
  sql: Sql;
  /** For a second pool, like that of another process. */
  url: string;
  /** Closes the pool and drops the database, even if others are still connected. */
  drop(): Promise<void>;
}

/** A test may hold a lock while other things happen, however long a busy machine takes for them. */
const PATIENT: PoolOptions = { lockTimeoutMs: 60_000, idleInTransactionTimeoutMs: 60_000 };

/** Any number, as long as nothing else in the server's first database locks it. */
const TEMPLATE_LOCK = 4_173_002;

let server: Promise<string> | undefined;

/** The server for tests, started once per process unless one is given. */
function testServerUrl(): Promise<string> {
  server ??= Promise.resolve(Deno.env.get("TEST_DATABASE_URL") || startThrowawayServer());
  return server;
}

async function startThrowawayServer(): Promise<string> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle_test_" });
  await startGuard({ folder: dataDir, isTemporary: true });
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    settings: { autovacuum: "off" },
  });
  // Nothing can be awaited when the process ends; an immediate shutdown is enough for a throwaway server.
  globalThis.addEventListener("unload", () => {
    Deno.kill(postgres.pid, "SIGQUIT");
    Deno.removeSync(dataDir, { recursive: true });
  });
  return postgres.url;
}

let template: Promise<string> | undefined;

/** The name of the migrated template, which concurrent test processes create only once. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const migrations = await readMigrations();
  const name = `aisle_template_${schemaChecksum(migrations)}`;
  await onServer(serverUrl, async (sql) => {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    const [ready] = await sql`select 1 from pg_database where datname = ${name}`;
    if (ready) return;
    // Renamed when complete, so that an aborted test run leaves no incomplete template under the name.
    const draft = `${name}_draft`;
    await sql`drop database if exists ${sql(draft)} with (force)`;
    await sql`create database ${sql(draft)}`;
    await migrate(withDatabaseName(serverUrl, draft), migrations);
    await sql`alter database ${sql(draft)} rename to ${sql(name)}`;
  });
  return name;
}

/** A pool of one connection, so that a session lock lasts until the end. */
async function onServer<T>(serverUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool(serverUrl, {
    max: 1,
    name: "aisle tests",
    statementTimeoutMs: 60_000,
    lockTimeoutMs: 60_000,
  });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function withDatabaseName(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A migrated, otherwise empty database. The caller drops it; `withDatabase` does so automatically. */
export async function createTestDatabase(options: PoolOptions = {}): Promise<TestDatabase> {
  const serverUrl = await testServerUrl();
  const source = await (template ??= ensureTemplate(serverUrl));
  const name = `aisle_test_${crypto.randomUUID().replaceAll("-", "")}`;
  await onServer(
    serverUrl,
    (sql) => sql`create database ${sql(name)} template ${sql(source)} strategy wal_log`,
  );
  const url = withDatabaseName(serverUrl, name);
  const sql = openPool(url, { ...PATIENT, ...options });
  return {
    sql,
    url,
    async drop() {
      await sql.end({ timeout: 5 });
      await onServer(serverUrl, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  };
}

/** Runs `work` on a separate database and drops it, whether or not the work succeeds. */
export async function withDatabase<T>(
  work: (sql: Sql, url: string) => Promise<T>,
  options: PoolOptions = {},
): Promise<T> {
  const database = await createTestDatabase(options);
  try {
    return await work(database.sql, database.url);
  } finally {
    await database.drop();
  }
}
