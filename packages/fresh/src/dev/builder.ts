import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type App, setBuild } from "../app.ts";
import type { Build, RouteFile } from "../build.ts";
import type { ListenOptions } from "../types.ts";
import { bundleIslands } from "./bundle.ts";
import { findIslands } from "./islands.ts";
import { LIVE_RELOAD_SCRIPT, serveWithLiveReload } from "./live_reload.ts";
import { MANIFEST_FILE, manifestState, type Modules, writeManifest } from "./manifest.ts";
import { findProject, type Folders, type Project, TEST_FILE } from "./project.ts";
import { buildId, bundleFiles, lockStylesheets, readStaticFolders } from "./statics.ts";

/** Where the parts of an app lie. Paths may be absolute, `file:` URLs or relative to `root`. */
export interface BuilderOptions {
  /** The app's folder; the current one by default. */
  root?: string;
  /** The module that exports `app`; "main.ts" by default. */
  serverEntry?: string;
  /** Holds what is built; "_fresh" by default. */
  outDir?: string;
  /** "static" by default; of several folders with the same file, the first wins. */
  staticDir?: string | string[];
  /** "islands" by default. */
  islandDir?: string;
  /** "routes" by default. */
  routeDir?: string;
  /** Files under these folders that are no part of the app; tests by default. */
  ignore?: RegExp[];
  /** The oldest browsers islands must run in, as esbuild names them. */
  target?: string | string[];
  /** Whether islands come with source maps. */
  sourceMap?: { kind: boolean | "linked" | "inline" | "external" | "both" };
}

/** How to build. */
export interface BuildOptions {
  /** "production" by default. */
  mode?: "development" | "production";
  /** "disk" (the default) also writes `server.js` into `outDir`, for `deno serve`. */
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
   * Builds, and gives the function that puts the result into an app; call it before `app.handler()`.
   * @throws Error in production, when the generated list of modules does not fit the folders.
   */
  async build(
    { mode = "production", snapshot = "disk" }: BuildOptions = {},
  ): Promise<<State>(app: App<State>) => void> {
    const project = await findProject(this.#folders, this.#options.ignore ?? [TEST_FILE]);
    const modules = await this.#load(project, mode);
    const islands = findIslands(modules.islands);
    const bundle = await bundleIslands({
      root: this.#folders.root,
      islandFiles: Object.fromEntries(islands.map(({ entry, path }) => [entry, path])),
      cacheFolder: this.#outDir,
      isProduction: mode === "production",
      target: this.#options.target ?? BROWSERS,
      sourceMap: this.#options.sourceMap?.kind,
    });
    const staticFiles = await readStaticFolders(this.#folders.statics, mode);
    const id = await buildId(bundle, staticFiles);
    lockStylesheets(staticFiles, id);
    for (const [path, file] of await bundleFiles(bundle, id)) staticFiles.set(path, file);

    const urlOf = (output: string) => `/_fresh/js/${id}/${output}`;
    const importsOf = (entry: string) => bundle.entries[entry].imports.map(urlOf);
    const build: Build = {
      root: this.#folders.root,
      mode,
      id,
      routes: routeFiles(modules.routes, this.#folders),
      islands: new Map(islands.map(({ component, name, exportName, entry }) => [
        component,
        {
          name,
          exportName,
          url: urlOf(bundle.entries[entry].output),
          imports: importsOf(entry),
        },
      ])),
      runtime: { url: urlOf(bundle.runtime.output), imports: bundle.runtime.imports.map(urlOf) },
      pageScript: mode === "development" ? LIVE_RELOAD_SCRIPT : "",
      staticFiles,
    };
    if (snapshot === "disk") await this.#writeServer();
    return (app) => setBuild(app, build);
  }

  /** Builds for development and serves the app; browsers reload when the process has been restarted. */
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

  /** Writes a module for `deno serve`. It builds again, which is quick: the islands' JavaScript has been kept. */
  async #writeServer(): Promise<void> {
    const { root, routes, islands, statics } = this.#folders;
    const { ignore = [TEST_FILE], serverEntry = "main.ts" } = this.#options;
    const quoted = (path: string) => JSON.stringify(`./${relative(this.#outDir, path).split(sep).join("/")}`);
    const url = (path: string) => `new URL(${quoted(path)}, import.meta.url).href`;
    const text = `// Written by the Builder. Serves the app: deno serve -A server.js
import { Builder } from "fresh/dev";
import { app } from ${quoted(toPath(root, serverEntry))};

const builder = new Builder({
  root: ${url(root)},
  outDir: ${url(this.#outDir)},
  routeDir: ${url(routes)},
  islandDir: ${url(islands)},
  staticDir: [${statics.map(url).join(", ")}],
  ignore: [${ignore.join(", ")}],
});
(await builder.build({ snapshot: "memory" }))(app);
export default { fetch: app.handler() };
`;
    await Deno.mkdir(this.#outDir, { recursive: true });
    await Deno.writeTextFile(join(this.#outDir, "server.js"), text);
  }

  /** The app's modules: by its manifest, or where it has none by the folders. */
  async #load(project: Project, mode: "development" | "production"): Promise<Modules> {
    const { root } = this.#folders;
    const state = await manifestState(root, project);
    if (state === "stale" && mode === "production") {
      throw new Error(`${MANIFEST_FILE} does not fit the folders any more. Run \`deno task manifest\`.`);
    }
    if (state === "stale") await writeManifest(root, project);
    if (state !== "missing") {
      const manifest: { default: Modules } = await import(pathToFileURL(join(root, MANIFEST_FILE)).href);
      return manifest.default;
    }
    return { routes: await importAll(root, project.routes), islands: await importAll(root, project.islands) };
  }
}

async function importAll(root: string, paths: string[]): Promise<Modules["routes"]> {
  const load = async (
    path: string,
  ): Promise<[string, Record<string, unknown>]> => [
    path,
    await import(pathToFileURL(join(root, path)).href),
  ];
  return Object.fromEntries(await Promise.all(paths.map(load)));
}

/** Routes by their ids: paths below the routes' folder without extension. */
function routeFiles(modules: Modules["routes"], folders: Folders): RouteFile[] {
  const skip = folders.routes.length + 1;
  return Object.entries(modules).map(([path, module]) => ({
    id: join(folders.root, path).slice(skip).replaceAll("\\", "/").replace(/\.\w+$/, ""),
    module,
  }));
}

function toPath(root: string, path: string): string {
  return resolve(root, path.startsWith("file:") ? fileURLToPath(path) : path);
}
