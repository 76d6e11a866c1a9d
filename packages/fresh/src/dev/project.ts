import { join, relative, sep } from "node:path";

/** Where the parts of an app are, as absolute paths. */
export interface Folders {
  root: string;
  routes: string;
  islands: string;
  statics: string[];
}

/** The modules of an app, as sorted paths relative to its root, separated by `/`. */
export interface Project {
  routes: string[];
  islands: string[];
}

/** Test files beside the code, which are not part of the app. */
export const TEST_FILE = /[._]test\.(?:[jt]sx?|m[jt]s|c[jt]s)$/;

const MODULE = /\.(?:tsx|jsx|ts|js)$/;

/** Finds an app's routes and islands. A module in a `(_folder)` of the routes is neither, unless in `(_islands)`. */
export async function findProject(folders: Folders, ignore: RegExp[]): Promise<Project> {
  const isModule = (path: string) => MODULE.test(path) && !ignore.some((pattern) => pattern.test(path));
  const toRelative = (path: string) => relative(folders.root, path).split(sep).join("/");

  const underRoutes = (await filesUnder(folders.routes)).filter(isModule);
  const isIsland = (path: string) => path.includes(`${sep}(_islands)${sep}`);
  const islands = [...(await filesUnder(folders.islands)).filter(isModule), ...underRoutes.filter(isIsland)];
  const routes = underRoutes.filter((path) => !path.slice(folders.routes.length).includes(`${sep}(_`));
  return { routes: routes.map(toRelative).sort(), islands: islands.map(toRelative).sort() };
}

/** All files in a folder and below, as absolute paths; none if the folder does not exist. */
export async function filesUnder(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory) files.push(...await filesUnder(path));
      else files.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}
