/**
 * Migrates a database to the schema of this program: numbered SQL files, each applied once, in order.
 *
 * The first file is a baseline, which replaces the files of `migrations/before` on a new database; a database that
 * began with those continues with them. The text of each SQL function exists once, in `functions`; a line `-- function
 * name checksum` includes it in a migration.
 */
import { createHash } from "node:crypto";
import { openPool, type Sql, transaction } from "@/lib/db/pool.ts";

/** One file of `lib/db/migrations`. */
export interface Migration {
  number: number;
  name: string;
  /** Including the functions that the file names, in their current text. */
  statements: string;
  /** The file's checksum. */
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

/** The migrations that the baseline replaces. */
export const MIGRATIONS_BEFORE = new URL("./migrations/before/", import.meta.url);
/** A line of a migration that includes `functions/<name>.sql`, with the function's checksum at the time. */
export const FUNCTION_LINE = /^-- function (\w+) ([0-9a-f]{16})$/gm;

/** The migrations of a folder in order. Their numbers have no gaps. */
export async function readMigrations(
  folder: URL = new URL("./migrations/", import.meta.url),
): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".sql")) names.push(entry.name);
  }
  const functions = await readFunctions();
  const migrations = await Promise.all(
    names.sort().map(async (name) => {
      const text = await Deno.readTextFile(new URL(name, folder));
      const statements = text.replace(FUNCTION_LINE, (_, called: string) => {
        if (!functions[called]) {
          throw new MigrationError("bad-files", `${name} names an unknown function: ${called}`);
        }
        return functions[called];
      });
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
      return { number, name, statements, checksum: checksumOf(text) };
    }),
  );
  migrations.forEach(({ number, name }, index) => {
    const expected = migrations[0].number + index;
    if (number !== expected) {
      throw new MigrationError("bad-files", `${name} should have number ${expected}, as in 0001_name.sql`);
    }
  });
  return migrations;
}

/** The text of each SQL function, by name. */
export async function readFunctions(): Promise<Record<string, string>> {
  const folder = new URL("./functions/", import.meta.url);
  const texts: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    texts[name.replace(/\.sql$/, "")] = await Deno.readTextFile(new URL(name, folder));
  }
  return texts;
}

/** A short checksum that changes with any migration or function; names template databases and caches. */
export function schemaChecksum(migrations: Migration[]): string {
  return checksumOf(migrations.map(({ name, statements }) => name + statements).join());
}

/** The checksum of a migration, or of a function in the line that includes it. */
export function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * The migrations still to be applied. The first of `migrations` replaces those `before` it: a database has either this
 * baseline or the files that it replaces.
 * @throws {MigrationError} if an applied file has changed or is missing, or the database is newer than the files.
 */
export function pendingMigrations(
  migrations: Migration[],
  applied: { number: number; name: string; checksum: string }[],
  before: Migration[] = [],
): Migration[] {
  const [baseline, ...since] = migrations;
  const files = applied.some(({ number }) => number < baseline.number) ? [...before, ...since] : migrations;
  for (const past of applied) {
    const file = files.find((migration) => migration.number === past.number);
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
  return files.filter((migration) => !done.has(migration.number));
}

/**
 * Applies the pending migrations, each file in its own transaction, and returns the names of the files applied.
 * Processes that start at the same time wait for each other; all but the first find nothing to do.
 * @throws {MigrationError}
 */
export async function migrate(url: string, migrations?: Migration[]): Promise<string[]> {
  const files = migrations ?? await readMigrations();
  const before = await readMigrations(MIGRATIONS_BEFORE);
  // A separate pool: a migration may take longer than any statement of the running program.
  const sql = openPool(url, {
    max: 1,
    name: "aisle migrate",
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
    lockTimeoutMs: MIGRATION_TIMEOUT_MS,
  });
  try {
    const appliedNow: string[] = [];
    while (true) {
      const name = await applyNext(sql, files, before);
      if (name === undefined) return appliedNow;
      appliedNow.push(name);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Applies the first pending file under a lock that its transaction holds. */
function applyNext(sql: Sql, files: Migration[], before: Migration[]): Promise<string | undefined> {
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
    const [next] = pendingMigrations(files, applied, before);
    if (!next) return undefined;
    await inner.unsafe(next.statements);
    await inner`
      insert into schema_migrations (number, name, checksum)
      values (${next.number}, ${next.name}, ${next.checksum})`;
    return next.name;
  }, MIGRATION_TIMEOUT_MS);
}
