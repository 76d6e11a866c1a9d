/**
 * The rooms of `lib` and their dependencies: see docs/architecture.md. A room imports only from lower rooms, types
 * included, so that each can be read, tested and changed knowing only the rooms below it.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { productFiles, root } from "./testing/product_files.ts";

/** Lowest first. Modules directly in `lib` are below all rooms, except for the ones listed. */
const ROOMS = [
  "text",
  "i18n",
  "observability",
  "format",
  "config",
  "config.ts",
  "design",
  "db",
  "http/wire",
  "auth",
  "http",
  "staff",
  "threads",
  "messaging",
  "charts",
  "print",
  "seats",
  "ticket_codes",
  "board",
  "posters",
  "search",
  "events",
  "payments",
  "notifications",
  "account",
  "bookings",
  "holds",
  "tickets",
  "checkout",
  "privacy",
  "sweeper",
  "health",
  "services.ts",
  "process_services.ts",
  "server",
  "client/canvas",
  "client/seat_map",
  "client/hall_designer",
  "demo",
];
/** The state of a request, which has all services; only code that handles requests may import it. */
const STATE = "utils.ts";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"((?:@|\.{1,2})\/[^"]+)"/g;

Deno.test("a room of lib imports from lower rooms only", async () => {
  const faults: string[] = [];
  for (const { from, to } of await importsUnder("lib")) {
    const [importer, imported] = [roomOf(from), roomOf(to)];
    if (importer === imported) continue;
    if (to === STATE && importer === "server") continue;
    if (!to.startsWith("lib/")) {
      faults.push(`${from} imports ${to}: lib must not import anything outside lib`);
    } else if (rank(imported) >= rank(importer)) {
      faults.push(
        `${from} imports ${to}: ${imported} is above ${importer}. Move the shared code to a lower room, or pass it as a parameter`,
      );
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("product modules have no circular imports, types included", async () => {
  const graph = new Map<string, string[]>();
  for (const folder of ["lib", "components", "islands", "workers", "routes"]) {
    for (const { from, to } of await importsUnder(folder)) graph.set(from, [...graph.get(from) ?? [], to]);
  }
  assert.equal(findCycle(graph)?.join("\n  imports "), undefined);
});

Deno.test("no part of the product imports the demo data", async () => {
  const users: string[] = [];
  for (const folder of ["lib", "components", "islands", "workers", "routes"]) {
    for (const { from, to } of await importsUnder(folder)) {
      if (to.startsWith("lib/demo/") && !from.startsWith("lib/demo/")) users.push(from);
    }
  }
  assert.deepEqual(users, []);
});

interface Import {
  from: string;
  to: string;
}

/** The project-internal imports of product modules under a folder, as paths from the root. */
async function importsUnder(folder: string): Promise<Import[]> {
  const found: Import[] = [];
  for (const from of await productFiles(folder)) {
    const source = await Deno.readTextFile(new URL(from, root));
    for (const [, specifier] of source.matchAll(IMPORT)) {
      found.push({
        from,
        to: specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(from), specifier),
      });
    }
  }
  return found;
}

/** The room of a module; `lib` for modules below all rooms. */
function roomOf(path: string): string {
  if (!path.startsWith("lib/")) return path.split("/")[0];
  const [first, second] = path.slice("lib/".length).split("/");
  if (ROOMS.includes(`${first}/${second}`)) return `${first}/${second}`;
  return ROOMS.includes(first)
    ? first
    : second
    ? `lib/${first}, which is missing from the order of rooms`
    : "lib";
}

function rank(room: string): number {
  return room === "lib" ? -1 : ROOMS.indexOf(room) === -1 ? Infinity : ROOMS.indexOf(room);
}

/** A chain of imports from a module back to itself, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const chain: string[] = [];
  const visit = (path: string): string[] | null => {
    if (chain.includes(path)) return [...chain.slice(chain.indexOf(path)), path];
    if (done.has(path)) return null;
    chain.push(path);
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    chain.pop();
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path);
    if (cycle) return cycle;
  }
  return null;
}
