/** What a server needs from a build besides the modules, as data that can be stored on disk. */
import { join } from "node:path";
import { type App, setBuild } from "./app.ts";
import type { Build, Island, StaticFile } from "./build.ts";
import { findIslands } from "./islands.ts";

/** An app's modules by path, relative to its root. */
export interface Modules {
  routes: Record<string, Record<string, unknown>>;
  islands: Record<string, Record<string, unknown>>;
}

/** JavaScript that a page loads, and the shared JavaScript that it imports. */
export interface Script {
  url: string;
  imports: string[];
}

/** A finished build without its modules and the contents of its files. */
export interface Snapshot {
  mode: Build["mode"];
  id: string;
  /** The routes folder, relative to the root. */
  routeDir: string;
  /** The bundled island modules by path. */
  islands: Record<string, Script>;
  runtime: Script;
  pageScript: string;
  /** By URL path. */
  files: Record<string, Omit<StaticFile, "read">>;
}

/** Gives an app its build. `read` returns the content of the file at a URL path. */
export function applySnapshot<State>(
  app: App<State>,
  root: string,
  modules: Modules,
  snapshot: Snapshot,
  read: (url: string) => Promise<Uint8Array<ArrayBuffer>>,
): void {
  const { mode, id, runtime, pageScript, files } = snapshot;
  setBuild(app, {
    root,
    mode,
    id,
    runtime,
    pageScript,
    routes: Object.entries(modules.routes).map(([path, module]) => ({
      id: path.slice(snapshot.routeDir.length + 1).replace(/\.\w+$/, ""),
      module,
    })),
    islands: new Map(
      findIslands(modules.islands).map(({ component, path, name, exportName }): [unknown, Island] => [
        component,
        { name, exportName, ...snapshot.islands[path] },
      ]),
    ),
    staticFiles: new Map(
      Object.entries(files).map((
        [url, file],
      ): [string, StaticFile] => [url, { ...file, read: () => read(url) }]),
    ),
  });
}

/** The server of a build on disk, in `folder`; called by its `server.js`. */
export function serverOf<State>(
  app: App<State>,
  { root, folder, modules, snapshot }: { root: string; folder: string; modules: Modules; snapshot: Snapshot },
): { fetch: ReturnType<App<State>["handler"]> } {
  const read = (url: string) => Deno.readFile(join(folder, "static", decodeURIComponent(url)));
  applySnapshot(app, root, modules, snapshot, read);
  return { fetch: app.handler() };
}
