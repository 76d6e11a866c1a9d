/**
 * The build on disk, which production serves. Each build has its own folder in `_fresh/`, so that a process keeps the
 * files it started with while another build is made; `_fresh/server.js` points to the newest one.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");
const folder = join(root, "_fresh");
const pointer = join(folder, "server.js");

/** The sources of a build; folders include everything in them except tests. */
const SOURCES = [
  "routes",
  "islands",
  "components",
  "lib",
  "static",
  "packages/fresh/src",
  "app.ts",
  "main.ts",
  "dev.ts",
  "utils.ts",
  "deno.json",
  "deno.lock",
];
const TEST = /_test\.tsx?$/;

/** How long an old build is kept, since a process that started with it may still serve it. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** Whether the newest build was made from the current source. Takes a few hundredths of a second. */
export function isBuilt(): boolean {
  try {
    return Deno.readTextFileSync(pointer).includes(digestOfSource());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Builds the app. Several processes may build at once; a failed build leaves the previous one in use. */
export async function build(): Promise<void> {
  const digest = digestOfSource();
  const name = `${digest}-${crypto.randomUUID().slice(0, 8)}`;
  const { Builder } = await import("fresh/dev");
  const bundled = join(folder, `${name}-static`);
  await bundleStyles(join(bundled, "styles"));
  await new Builder({ root, outDir: join(folder, name), staticDir: [bundled, join(root, "static")] }).build();
  const unfinished = join(folder, `${name}.js`);
  await Deno.writeTextFile(
    unfinished,
    `// The newest build. Written by \`deno task build\`.\nexport { default } from "./${name}/server.js";\n`,
  );
  await Deno.rename(unfinished, pointer);
  await removeFormerBuilds(name);
}

/** Inlines the imports of style sheets: a page then waits for one file instead of a dozen. */
async function bundleStyles(outdir: string): Promise<void> {
  const esbuild = await import("esbuild");
  try {
    await esbuild.build({
      entryPoints: filesOf("static/styles").map((path) => join(root, path)),
      outdir,
      bundle: true,
      minifyWhitespace: true,
      external: ["/fonts/*"],
    });
  } finally {
    await esbuild.stop();
  }
}

/** Imports the newest build's request handler. Its app uses the services provided beforehand. */
export async function importServer(): Promise<Deno.ServeHandler> {
  const server: { default: { fetch: Deno.ServeHandler } } = await import(pointer);
  return server.default.fetch;
}

function digestOfSource(): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesOf(source))) {
    hash.update(`${path}\0`).update(Deno.readFileSync(join(root, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** The files under a path relative to the root, in a fixed order; none if it does not exist. */
function filesOf(path: string): string[] {
  try {
    const files = [...Deno.readDirSync(join(root, path))].flatMap(({ name, isDirectory }) =>
      isDirectory ? filesOf(`${path}/${name}`) : [`${path}/${name}`]
    );
    return files.filter((file) => !TEST.test(file)).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory) return [path];
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function removeFormerBuilds(newest: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (!isDirectory || name.startsWith(newest)) continue;
    const { mtime } = await Deno.stat(path);
    if (mtime && Date.now() - mtime.getTime() > KEPT_MS) await Deno.remove(path, { recursive: true });
  }
}
