/**
 * The rooms of `lib` and who may know whom: see docs/architecture.md. A room imports from those below it, types included,
 * so that each can be read, tested and changed with nothing but what lies under it.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { productFiles, root } from "./testing/product_files.ts";

/** The lowest first. The modules that lie in `lib` itself are below all rooms, but for those that are named. */
const ROOMS = [
  "text",
  "i18n",
  "observability",
  "format",
  "config.ts",
  "design",
  "db",
  "http/wire",
  "auth",
  "http",
  "account",
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
  "bookings",
  "holds",
  "tickets",
  "checkout",
  "sweeper",
  "health",
  "services.ts",
  "process_services.ts",
  "server",
  "client/canvas",
  "client/seat_map",
  "demo",
];
/** The state of a request, which has all services; only what answers requests may know it. */
const STATE = "utils.ts";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"((?:@|\.{1,2})\/[^"]+)"/g;

Deno.test("a room of lib imports from lower rooms only", async () => {
  const faults: string[] = [];
  for (const { from, to } of await importsUnder("lib")) {
    const [importer, imported] = [roomOf(from), roomOf(to)];
    if (importer === imported) continue;
    if (to === STATE && importer === "server") continue;
    if (!to.startsWith("lib/")) faults.push(`${from} imports ${to}: lib knows nothing outside of itself`);
    else if (rank(imported) >= rank(importer)) {
      faults.push(
        `${from} imports ${to}: ${imported} lies above ${importer}. Move what both need to a lower room, or take it as a parameter`,
      );
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("no module of the product imports itself by way of others, types included", async () => {
  const graph = new Map<string, string[]>();
  for (const folder of ["lib", "components", "islands", "workers", "routes"]) {
    for (const { from, to } of await importsUnder(folder)) graph.set(from, [...graph.get(from) ?? [], to]);
  }
  assert.equal(findCircle(graph)?.join("\n  imports "), undefined);
});

Deno.test("what is made up for demonstrations is known to no part of the product", async () => {
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

/** What the product's modules under a folder import of the project, as paths from its root. */
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

/** The room that a module lies in, `lib` for those below all rooms. */
function roomOf(path: string): string {
  if (!path.startsWith("lib/")) return path.split("/")[0];
  const [first, second] = path.slice("lib/".length).split("/");
  if (ROOMS.includes(`${first}/${second}`)) return `${first}/${second}`;
  return ROOMS.includes(first)
    ? first
    : second
    ? `lib/${first}, which has no place in the order of rooms`
    : "lib";
}

function rank(room: string): number {
  return room === "lib" ? -1 : ROOMS.indexOf(room) === -1 ? Infinity : ROOMS.indexOf(room);
}

/** A way along which a module imports itself, or null. */
function findCircle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (path: string): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    way.push(path);
    for (const next of graph.get(path) ?? []) {
      const circle = visit(next);
      if (circle) return circle;
    }
    way.pop();
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const circle = visit(path);
    if (circle) return circle;
  }
  return null;
}
