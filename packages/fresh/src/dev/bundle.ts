import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildResult, Plugin } from "esbuild";

/** What to bundle. */
export interface BundleOptions {
  root: string;
  /** The paths of island modules, relative to `root`, by the names of their outputs. */
  islandFiles: Record<string, string>;
  isProduction: boolean;
  target: string | string[];
  sourceMap?: boolean | "linked" | "inline" | "external" | "both";
}

/** A module that a page loads: its file, and the files with the shared code it imports. */
export interface BundleEntry {
  output: string;
  imports: string[];
}

/** The islands' JavaScript. */
export interface Bundle {
  /** Contents by file name. */
  files: Record<string, string>;
  runtime: BundleEntry;
  /** The island modules by the names given in the options. */
  entries: Record<string, BundleEntry>;
}

const RUNTIME_ENTRY = "fresh-runtime";
const CLIENT_FOLDER = fileURLToPath(new URL("../client", import.meta.url));

/** Bundles islands for browsers. */
export async function bundleIslands(options: BundleOptions): Promise<Bundle> {
  const result = await runEsbuild(options, await readImportMap(options.root));
  return toBundle(result, Object.keys(options.islandFiles));
}

type Result = BuildResult<{ write: false; metafile: true }>;

async function runEsbuild(options: BundleOptions, imports: Record<string, string>): Promise<Result> {
  const esbuild = await import("esbuild");
  try {
    return await esbuild.build({
      absWorkingDir: options.root,
      entryPoints: {
        [RUNTIME_ENTRY]: join(CLIENT_FOLDER, "boot.ts"),
        ...Object.fromEntries(
          Object.entries(options.islandFiles).map(([name, path]) => [name, join(options.root, path)]),
        ),
      },
      outdir: "/",
      entryNames: "[name]",
      chunkNames: "chunk-[hash]",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: options.target,
      minify: options.isProduction,
      sourcemap: options.sourceMap ?? (options.isProduction ? false : "linked"),
      legalComments: "none",
      jsx: "automatic",
      jsxImportSource: "preact",
      define: { "process.env.NODE_ENV": JSON.stringify(options.isProduction ? "production" : "development") },
      nodePaths: [join(options.root, "node_modules")],
      plugins: [importMapPlugin(options.root, imports)],
      write: false,
      metafile: true,
      logLevel: "silent",
    });
  } finally {
    // esbuild runs as a separate process.
    await esbuild.stop();
  }
}

function toBundle(result: Result, names: string[]): Bundle {
  const { outputs } = result.metafile;
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const byName = Object.fromEntries(Object.entries(outputs).map(([path, output]) => [nameOf(path), output]));
  const sharedBy = (output: string, found = new Set<string>()): Set<string> => {
    for (const { path, kind } of byName[output].imports) {
      const name = nameOf(path);
      if (kind !== "import-statement" || found.has(name)) continue;
      found.add(name);
      sharedBy(name, found);
    }
    return found;
  };
  const entry = (name: string): BundleEntry => {
    const output = `${name}.js`;
    return { output, imports: [...sharedBy(output)] };
  };
  return {
    files: Object.fromEntries(result.outputFiles.map((file) => [nameOf(file.path), file.text])),
    runtime: entry(RUNTIME_ENTRY),
    entries: Object.fromEntries(names.map((name) => [name, entry(name)])),
  };
}

async function readImportMap(root: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await Deno.readTextFile(join(root, "deno.json"))).imports ?? {};
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** Resolves imports as the app's import map says: to files of the app, to npm packages, or to our runtime. */
function importMapPlugin(root: string, imports: Record<string, string>): Plugin {
  return {
    name: "import-map",
    setup(build) {
      build.onResolve({ filter: /^fresh\/runtime$/ }, () => ({ path: join(CLIENT_FOLDER, "runtime.ts") }));
      build.onResolve(
        { filter: /^[^./]/ },
        async ({ path, kind, resolveDir, importer, pluginData }) => {
          if (pluginData === PASSED_ON || kind === "entry-point") return undefined;
          const target = resolveSpecifier(path, imports);
          if (/^(?:jsr|https?|node):/.test(target)) {
            return {
              errors: [{ text: `Browsers cannot load ${JSON.stringify(path)}, imported by ${importer}.` }],
            };
          }
          if (/^\.{0,2}\//.test(target)) {
            return await build.resolve(
              target.startsWith("/") ? target : `./${target}`,
              { kind, resolveDir: root },
            );
          }
          const specifier = target.replace(
            /^npm:\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]+)?/,
            "$1",
          );
          return await build.resolve(specifier, { kind, resolveDir, pluginData: PASSED_ON });
        },
      );
    },
  };
}

const PASSED_ON = Symbol("left to esbuild to resolve");

/** A specifier as the import map resolves it: by its exact entry, otherwise by the longest prefix. */
function resolveSpecifier(specifier: string, imports: Record<string, string>): string {
  if (imports[specifier] !== undefined) return imports[specifier];
  const prefixes = Object.keys(imports).filter((key) =>
    specifier.startsWith(key.endsWith("/") ? key : `${key}/`)
  );
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? specifier : imports[longest] + specifier.slice(longest.length);
}
