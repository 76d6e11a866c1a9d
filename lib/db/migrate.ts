/** Brings a database to the schema of this program: numbered SQL files, each applied once, in order. */
import { createHash } from "node:crypto";
import { CALL_DEADLINE_MS, deadline, openPool, type Sql, transaction } from "@/lib/db/pool.ts";

/** One file of `lib/db/migrations`. */
export interface Migration {
  number: number;
  name: string;
  statements: string;
  checksum: string;
}

/** The database and the files disagree; neither is changed. */
export class MigrationError extends Error {
  override name = "MigrationError";
  constructor(readonly code: "bad-files" | "history-changed" | "newer-database", message: string) {
    super(message);
  }
}

/** Any number, as long as nothing else in the database locks it. */
const MIGRATION_LOCK = 4_173_001;
/** Another process may be migrating a large table while we wait. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000;

/** The migrations of a folder in order. Numbers start at 1 and leave no gap. */
export async function readMigrations(
  folder: URL = new URL("./migrations/", import.meta.url),
): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".sql")) names.push(entry.name);
  }
  return await Promise.all(
    names.sort().map(async (name, index) => {
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
      if (number !== index + 1) {
        throw new MigrationError("bad-files", `${name} should be number ${index + 1}, as in 0001_name.sql`);
      }
      const statements = await Deno.readTextFile(new URL(name, folder));
      return { number, name, statements, checksum: checksumOf(statements) };
    }),
  );
}

/** Short text that changes with any migration; names template databases and caches. */
export function schemaChecksum(migrations: Migration[]): string {
  return checksumOf(migrations.map((migration) => migration.name + migration.checksum).join());
}

function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * Which migrations are still to be applied.
 * @throws {MigrationError} when a file that was applied has changed or gone, or the database is newer than the files.
 */
export function pendingMigrations(
  migrations: Migration[],
  applied: { number: number; name: string; checksum: string }[],
): Migration[] {
  for (const past of applied) {
    const file = migrations.find((migration) => migration.number === past.number);
    if (!file) {
      throw new MigrationError(
        "newer-database",
        `the database has ${past.name}, which this version does not know`,
      );
    }
    if (file.checksum !== past.checksum) {
      throw new MigrationError(
        "history-changed",
        `${file.name} differs from what was applied; undo the change and add a new file`,
      );
    }
  }
  const done = new Set(applied.map((past) => past.number));
  return migrations.filter((migration) => !done.has(migration.number));
}

/**
 * Applies what is missing, each file in a transaction of its own, and gives the names of the files it applied.
 * Processes that start at once wait for each other; all but the first find nothing to do.
 * @throws {MigrationError}
 */
export async function migrate(url: string, migrations?: Migration[]): Promise<string[]> {
  const files = migrations ?? await readMigrations();
  // A pool of its own: a migration may take longer than any statement of the running program.
  const sql = openPool(url, {
    max: 1,
    name: "aisle migrate",
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
    lockTimeoutMs: MIGRATION_TIMEOUT_MS,
  });
  try {
    const appliedNow: string[] = [];
    while (true) {
      const name = await applyNext(sql, files);
      if (name === undefined) return appliedNow;
      appliedNow.push(name);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Applies the first pending file under the lock, which its transaction holds. */
function applyNext(sql: Sql, files: Migration[]): Promise<string | undefined> {
  return transaction(sql, async (inner) => {
    await inner`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await inner`
      create table if not exists schema_migrations (
        number integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`;
    const applied = await inner<{ number: number; name: string; checksum: string }[]>`
      select number, name, checksum from schema_migrations order by number`;
    const [next] = pendingMigrations(files, applied);
    if (!next) return undefined;
    await inner.unsafe(next.statements);
    await inner`
      insert into schema_migrations (number, name, checksum)
      values (${next.number}, ${next.name}, ${next.checksum})`;
    return next.name;
  }, MIGRATION_TIMEOUT_MS);
}

/**
 * True when every migration of this program is applied; for readiness.
 * @throws {MigrationError} when the history differs.
 */
export async function isMigrated(sql: Sql, migrations: Migration[]): Promise<boolean> {
  const [table] = await deadline(
    sql<{ found: boolean }[]>`select to_regclass('schema_migrations') is not null as found`,
    CALL_DEADLINE_MS,
  );
  if (!table.found) return false;
  const applied = await deadline(
    sql<
      { number: number; name: string; checksum: string }[]
    >`select number, name, checksum from schema_migrations`,
  );
  return pendingMigrations(migrations, applied).length === 0;
}
