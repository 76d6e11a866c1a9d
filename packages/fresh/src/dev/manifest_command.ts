import { join } from "node:path";
import { MANIFEST_FILE, manifestState, writeManifest } from "./manifest.ts";
import { findProject, TEST_FILE } from "./project.ts";

/**
 * Writes the manifest of the app in `root`; with `--check` among the arguments, only reports whether the existing one
 * is up to date. Returns the exit code of the process.
 */
export async function manifestCommand(root: string, args: string[]): Promise<number> {
  const folders = { root, routes: join(root, "routes"), islands: join(root, "islands"), statics: [] };
  const project = await findProject(folders, [TEST_FILE]);
  const state = await manifestState(root, project);
  if (state === "fresh") return 0;
  if (args.includes("--check")) {
    console.error(`${MANIFEST_FILE} is ${state}. Run \`deno task manifest\` and commit the file.`);
    return 1;
  }
  await writeManifest(root, project);
  console.log(`Wrote ${MANIFEST_FILE}: ${project.routes.length} routes, ${project.islands.length} islands.`);
  return 0;
}
