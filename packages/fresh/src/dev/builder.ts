import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { App } from "../app.ts";
import type { StaticFile } from "../build.ts";
import { islandEntries } from "../islands.ts";
import { applySnapshot, type Modules, type Snapshot } from "../snapshot.ts";
import type { ListenOptions } from "../types.ts";
import { bundleIslands } from "./bundle.ts";
import { LIVE_RELOAD_SCRIPT, serveWithLiveReload } from "./live_reload.ts";
import { MANIFEST_FILE, manifestState, writeManifest } from "./manifest.ts";
import { findProject, type Folders, type Project, TEST_FILE } from "./project.ts";
import { buildId, bundleFiles, lockStylesheets, readStaticFolders } from "./statics.ts";

/** Where the parts of an app are. Paths may be absolute, `file:` URLs or relative to `root`. */
export interface BuilderOptions {
  /** The app's folder; the current one by default. */
  root?: string;
  /** The module that exports `app`; "main.ts" by default. */
  serverEntry?: string;
  /** The build output; "_fresh" by default. */
  outDir?: string;
  /** "static" by default; if several folders have the same file, the first wins. */
  staticDir?: string | string[];
  /** "islands" by default. */
  islandDir?: string;
  /** "routes" by default. */
  routeDir?: string;
  /** Patterns of files that are not part of the app; tests by default. */
  ignore?: RegExp[];
  /** The oldest browsers that islands must run in, as esbuild names them. */
  target?: string | string[];
  /** Whether islands have source maps. */
  sourceMap?: { kind: boolean | "linked" | "inline" | "external" | "both" };
}

/** How to build. */
export interface BuildOptions {
  /** "production" by default. */
  mode?: "development" | "production";
  /** "disk" (the default) writes to `outDir`, with a `server.js` for `deno serve`; "memory" is for tests. */
  snapshot?: "memory" | "disk";
}

const BROWSERS = ["chrome99", "firefox99", "safari15"];

/** Builds an app: finds its routes, islands and static files, and bundles the islands for browsers. */
export class Builder {
  readonly #options: BuilderOptions;
  readonly #folders: Folders;
  readonly #outDir: string;

  constructor(options: BuilderOptions = {}) {
    const root = toPath(Deno.cwd(), options.root ?? ".");
    const statics = [options.staticDir ?? "static"].flat();
    this.#options = options;
    this.#outDir = toPath(root, options.outDir ?? "_fresh");
    this.#folders = {
      root,
      routes: toPath(root, options.routeDir ?? "routes"),
      islands: toPath(root, options.islandDir ?? "islands"),
      statics: statics.map((folder) => toPath(root, folder)),
    };
  }

  /**
   * Builds. An in-memory build returns a function that applies it to an app, to be called before `app.handler()`; a
   * build on disk is used only by its `server.js`.
   * @throws Error in production if the manifest is out of date.
   */
  async build(
    { mode = "production", snapshot = "disk" }: BuildOptions = {},
  ): Promise<<State>(app: App<State>) => void> {
    const { root } = this.#folders;
    const project = await findProject(this.#folders, this.#options.ignore ?? [TEST_FILE]);
    const manifest = await this.#currentManifest(project, mode);
    const built = await this.#bundle(project, mode);
    if (snapshot === "disk") {
      await this.#write(project, manifest, built);
      return () => {
        throw new Error("A build on disk is served by the server.js in it.");
      };
    }
    const modules = await loadModules(root, project, manifest);
    return (app) => applySnapshot(app, root, modules, built.snapshot, (url) => built.files.get(url)!.read());
  }

  /** Builds for development and serves the app; browsers reload after the process restarts. */
  async listen<State>(
    importApp: () => Promise<App<State> | { app: App<State> }>,
    options: ListenOptions = {},
  ): Promise<void> {
    const apply = await this.build({ mode: "development", snapshot: "memory" });
    const imported = await importApp();
    const app = "app" in imported ? imported.app : imported;
    apply(app);
    await serveWithLiveReload(app.handler(), options);
  }

  /** Everything served besides the routes: bundled islands and static files, tied together by the build's id. */
  async #bundle(project: Project, mode: "development" | "production"): Promise<Built> {
    const { root, routes, statics } = this.#folders;
    const entries = islandEntries(project.islands);
    const bundle = await bundleIslands({
      root,
      islandFiles: Object.fromEntries(Object.entries(entries).map(([path, entry]) => [entry, path])),
      isProduction: mode === "production",
      target: this.#options.target ?? BROWSERS,
      sourceMap: this.#options.sourceMap?.kind,
    });
    const files = await readStaticFolders(statics, mode);
    const id = await buildId(bundle, files);
    lockStylesheets(files, id);
    for (const [path, file] of await bundleFiles(bundle, id)) files.set(path, file);

    const urlOf = (output: string) => `/_fresh/js/${id}/${output}`;
    const scriptOf = ({ output, imports }: { output: string; imports: string[] }) => ({
      url: urlOf(output),
      imports: imports.map(urlOf),
    });
    const snapshot: Snapshot = {
      mode,
      id,
      routeDir: posix(relative(root, routes)),
      islands: Object.fromEntries(
        Object.entries(entries).map(([path, entry]) => [path, scriptOf(bundle.entries[entry])]),
      ),
      runtime: scriptOf(bundle.runtime),
      pageScript: mode === "development" ? LIVE_RELOAD_SCRIPT : "",
      files: Object.fromEntries([...files].map(([url, { read: _, ...file }]) => [url, file])),
    };
    return { snapshot, files };
  }

  /** Fills `outDir`: the files to serve, the snapshot, and the module for `deno serve`. */
  async #write(project: Project, manifest: string | null, { snapshot, files }: Built): Promise<void> {
    const { root } = this.#folders;
    const outDir = this.#outDir;
    await Deno.mkdir(outDir, { recursive: true });
    for (const [url, file] of files) {
      const path = join(outDir, "static", decodeURIComponent(url));
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeFile(path, await file.read());
    }
    await Deno.writeTextFile(join(outDir, "snapshot.json"), JSON.stringify(snapshot));
    if (manifest === null) await writeManifest(root, project, outDir);
    const specifier = (path: string) => JSON.stringify(`./${posix(relative(outDir, path))}`);
    await Deno.writeTextFile(
      join(outDir, "server.js"),
      `// Written by the Builder. Serves the app: deno serve -A server.js
import { join } from "node:path";
import { serverOf } from "fresh/internal";
import { app } from ${specifier(toPath(root, this.#options.serverEntry ?? "main.ts"))};
import modules from ${specifier(manifest ?? join(outDir, MANIFEST_FILE))};
import snapshot from "./snapshot.json" with { type: "json" };

const folder = import.meta.dirname;
export default serverOf(app, { root: join(folder, ${specifier(root)}), folder, modules, snapshot });
`,
    );
  }

  /** The path of the app's manifest, or null if there is none. In development, a stale one is rewritten. */
  async #currentManifest(project: Project, mode: "development" | "production"): Promise<string | null> {
    const { root } = this.#folders;
    const state = await manifestState(root, project);
    if (state === "stale" && mode === "production") {
      throw new Error(`${MANIFEST_FILE} is out of date. Run \`deno task manifest\`.`);
    }
    if (state === "stale") await writeManifest(root, project);
    return state === "missing" ? null : join(root, MANIFEST_FILE);
  }
}

/** What was built, except the modules. */
interface Built {
  snapshot: Snapshot;
  files: Map<string, StaticFile>;
}

/** The app's modules, from its manifest or, if it has none, from the folders. */
async function loadModules(root: string, project: Project, manifest: string | null): Promise<Modules> {
  if (manifest !== null) return (await import(pathToFileURL(manifest).href)).default;
  return { routes: await importAll(root, project.routes), islands: await importAll(root, project.islands) };
}

async function importAll(root: string, paths: string[]): Promise<Modules["routes"]> {
  const load = async (path: string): Promise<[string, Record<string, unknown>]> => [
    path,
    await import(pathToFileURL(join(root, path)).href),
  ];
  return Object.fromEntries(await Promise.all(paths.map(load)));
}

function posix(path: string): string {
  return path.split(sep).join("/");
}

function toPath(root: string, path: string): string {
  return resolve(root, path.startsWith("file:") ? fileURLToPath(path) : path);
}
