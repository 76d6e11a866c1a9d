import { join, relative, sep } from "node:path";
import type { Project } from "./project.ts";

/** The file name of the manifest: the generated list of an app's modules, at its root. */
export const MANIFEST_FILE = "fresh.gen.ts";

/** Whether an app's manifest matches its folders; "missing" if it has none. */
export async function manifestState(root: string, project: Project): Promise<"fresh" | "stale" | "missing"> {
  try {
    const written = await Deno.readTextFile(join(root, MANIFEST_FILE));
    return written === manifestText(project) ? "fresh" : "stale";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw error;
  }
}

/** Writes an app's manifest, at its root or in another folder. */
export async function writeManifest(root: string, project: Project, folder = root): Promise<void> {
  const toRoot = relative(folder, root).split(sep).join("/") || ".";
  await Deno.writeTextFile(join(folder, MANIFEST_FILE), manifestText(project, toRoot));
}

/**
 * The text of the manifest: a static import of every route and island, so that tools which follow imports see the whole
 * app. The same folders always give the same text.
 */
export function manifestText({ routes, islands }: Project, root = "."): string {
  const imports = (paths: string[], name: string) =>
    paths.map((path, index) => `import * as ${name}${index} from ${quoted(`${root}/${path}`)};`);
  const entries = (paths: string[], name: string) =>
    paths.map((path, index) => `    ${quoted(path)}: ${name}${index},`);
  const table = (title: string, paths: string[], name: string) =>
    paths.length === 0 ? [`  ${title}: {},`] : [`  ${title}: {`, ...entries(paths, name), "  },"];

  return [
    "// The routes and islands of this app. Written by `deno task manifest`; do not edit.",
    ...imports(routes, "route"),
    ...imports(islands, "island"),
    "",
    "export default {",
    ...table("routes", routes, "route"),
    ...table("islands", islands, "island"),
    "};",
    "",
  ].join("\n");
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
