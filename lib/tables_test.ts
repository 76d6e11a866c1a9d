/**
 * Checks who writes to each table: one room owns it, and docs/architecture.md names the owner and the few other rooms
 * that write to it. A change to the meaning of a table's rows concerns only those rooms. Any room may read any table.
 */
import assert from "node:assert/strict";
import { productFiles, root } from "./testing/product_files.ts";

/** The rooms that own the functions in lib/db/functions. */
const FUNCTIONS: Record<string, string> = {
  add_buyers: "bookings",
  audit_expire: "db",
  audit_redact: "db",
  audit_refuse_change: "db",
  audit_write: "db",
  place_booking: "bookings",
  remember_search_words: "search",
  searched_words: "search",
  weighted_words: "search",
};

/** `for update` only locks, and `on conflict do update` belongs to its insert. */
const WRITE =
  /(?<!\bfor |\bdo )\b(?:insert into|update|delete from|merge into|truncate)\s+((?:[a-z_]+\.)?[a-z_]+)|\binsertRows\(\s*\w+,\s*"([a-z_.]+)"/g;
const WRITE_TO_A_VARIABLE = /\b(?:insert into|delete from|update|merge into|truncate)\s+\$\{/;

interface Write {
  path: string;
  room: string;
  table: string;
}

Deno.test("a table is written only by its owner and the rooms that docs/architecture.md names", async () => {
  const { owners, others } = await readArchitecture();
  const faults = (await findWrites(await readTables()))
    .filter(({ room, table }) => owners.get(table) !== room && !others.get(table)?.has(room))
    .map(({ path, room, table }) =>
      `${path} writes ${table}, which belongs to ${owners.get(table)}: call a function of lib/${
        owners.get(table)
      }, ` +
      `or, if this statement is necessary, add "\`${room}\` also writes \`${table}\`" to the table in docs/architecture.md`
    );
  assert.deepEqual([...new Set(faults)], []);
});

Deno.test("every table has one owner, and the other writers in docs/architecture.md are correct", async () => {
  const { owners, others, repeated } = await readArchitecture();
  const tables = await readTables();
  assert.deepEqual(repeated, [], "named with two owners in docs/architecture.md");
  const missing = [...tables].filter((table) => !owners.has(table));
  assert.deepEqual(missing, [], "without an owner in docs/architecture.md");
  const unknown = [...owners.keys(), ...others.keys()].filter((table) => !tables.has(table));
  assert.deepEqual(unknown, [], "no such table, though docs/architecture.md names it");
  const writes = await findWrites(tables);
  const untrue = [...others].flatMap(([table, rooms]) =>
    [...rooms]
      .filter((room) => !writes.some((write) => write.room === room && write.table === table))
      .map((room) => `${room} does not write ${table}, though docs/architecture.md says so`)
  );
  assert.deepEqual(untrue, []);
});

Deno.test("every function in the database belongs to a room", async () => {
  const found = [...await sqlFiles("lib/db/functions")].map((path) => path.match(/(\w+)\.sql$/)![1]);
  assert.deepEqual(
    found.toSorted(),
    Object.keys(FUNCTIONS).toSorted(),
    "add its room to FUNCTIONS in this test",
  );
});

Deno.test("only insertRows() writes to a table whose name is a variable, which these tests cannot read", async () => {
  const found: string[] = [];
  for (const { path, text } of await sources()) {
    if (path !== "lib/db/insert_rows.ts" && WRITE_TO_A_VARIABLE.test(text)) found.push(path);
  }
  assert.deepEqual(found, []);
});

/** From docs/architecture.md: the owner of each table, and the other rooms that write to it. */
async function readArchitecture() {
  const text = await Deno.readTextFile(new URL("docs/architecture.md", root));
  const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  const rowsBelow = (heading: RegExp) => {
    const lines = text.split("\n");
    const start = lines.findIndex((line) => heading.test(line));
    assert.notEqual(start, -1, `docs/architecture.md has no table with the heading ${heading}`);
    const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
    return lines.slice(start + 2, end).map((line) => line.split("|").slice(1, 3).map(names));
  };
  const owners = new Map<string, string>();
  const others = new Map<string, Set<string>>();
  const repeated: string[] = [];
  for (const [tables, [owner]] of rowsBelow(/^\| tables +\| owner/)) {
    for (const table of tables) {
      if (owners.has(table)) repeated.push(table);
      owners.set(table, owner);
    }
  }
  for (const [[room], tables] of rowsBelow(/^\| room +\| also writes/)) {
    for (const table of tables) others.set(table, (others.get(table) ?? new Set()).add(room));
  }
  return { owners, others, repeated };
}

/** The tables that the migrations create in an empty database. */
async function readTables(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const path of await sqlFiles("lib/db/migrations")) {
    const text = await Deno.readTextFile(new URL(path, root));
    for (const [, name] of text.matchAll(/^create table ([a-z_.]+)/gm)) found.add(name);
    for (const [, name] of text.matchAll(/^drop table ([a-z_.]+)/gm)) found.delete(name);
  }
  return found;
}

async function findWrites(tables: ReadonlySet<string>): Promise<Write[]> {
  return (await sources()).flatMap(({ path, room, text }) =>
    [...text.matchAll(WRITE)]
      .map(([, statement, call]) => ({ path, room, table: statement ?? call }))
      .filter(({ table }) => tables.has(table))
  );
}

/** All code that may write to tables, with its room. The demo is left out: it fills an empty database. */
async function sources(): Promise<{ path: string; room: string; text: string }[]> {
  const paths = (await Promise.all(["lib", "components", "islands", "workers", "routes"].map(productFiles)))
    .flat()
    .filter((path) => !path.startsWith("lib/demo/") && !path.endsWith("_contract.ts"));
  const functions = await sqlFiles("lib/db/functions");
  return await Promise.all([...paths, ...functions].map(async (path) => {
    const [top, second] = path.split("/");
    const room = path.endsWith(".sql")
      ? FUNCTIONS[path.match(/(\w+)\.sql$/)![1]]
      : top === "lib"
      ? second
      : top;
    return { path, room, text: await Deno.readTextFile(new URL(path, root)) };
  }));
}

async function sqlFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(new URL(`${folder}/`, root))) {
    if (name.endsWith(".sql")) found.push(`${folder}/${name}`);
  }
  return found.sort();
}
