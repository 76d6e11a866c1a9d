import type { ComponentType } from "preact";
import type { Modules } from "./snapshot.ts";

/** An island found in a module, and its names. */
export interface FoundIsland {
  component: ComponentType;
  /** Unique in the app and a valid JavaScript name. */
  name: string;
  exportName: string;
  /** Its module, relative to the app's root. */
  path: string;
}

const RESERVED = new Set(
  ("arguments await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in interface let new null package private " +
    "protected public return static super switch this throw true try typeof var void while with yield boot")
    .split(" "),
);

/** A unique name for each bundled island module: its file name, with a number if already taken. */
export function islandEntries(paths: string[]): Record<string, string> {
  const taken = new Set<string>(["fresh-runtime"]);
  return Object.fromEntries(
    paths.map((path) => [path, unique(fileName(path).replace(/[^\w-]/g, "_"), taken)]),
  );
}

/** Every exported function of the island modules. */
export function findIslands(modules: Modules["islands"]): FoundIsland[] {
  const taken = new Set<string>(RESERVED);
  return Object.entries(modules).flatMap(([path, module]) =>
    Object.entries(module)
      .filter(([, exported]) => typeof exported === "function")
      .map(([exportName, exported]) => ({
        component: exported as ComponentType,
        name: unique(toIdentifier(exportName === "default" ? fileName(path) : exportName), taken),
        exportName,
        path,
      }))
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

function toIdentifier(name: string): string {
  const identifier = name.replace(/[^\w$]/g, "_");
  return /^\d/.test(identifier) || RESERVED.has(identifier) ? `_${identifier}` : identifier;
}

/** The name, with a number if it is already taken. */
function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let i = 1; taken.has(candidate); i++) candidate = `${name}_${i}`;
  taken.add(candidate);
  return candidate;
}
