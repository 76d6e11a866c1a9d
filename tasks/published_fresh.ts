/**
 * `deno task published-fresh`: switches the project to the Fresh published on JSR and removes the stand-in. See
 * docs/decisions/0001.
 */
import { join } from "node:path";

/** Files that the switch makes obsolete; `deno install` writes a new lock file. */
export const LEFTOVERS = [
  "packages",
  "fresh.gen.ts",
  "tasks/manifest.ts",
  "tasks/published_fresh.ts",
  "tasks/published_fresh_test.ts",
  "deno.lock",
];

/** `deno.json` without the link to the stand-in, its tasks and its imports. */
function withPublishedFresh(config: string): string {
  return config
    .replace(/^ *"links": .*\n/m, "")
    .replace(/^ *"(manifest|published-fresh)": .*\n/gm, "")
    .replace(" && deno task manifest --check", "")
    .replace(/^ *"devalue": .*\n/m, "")
    .replace(/"fresh\.gen\.ts",\s*/, "");
}

/** The Dockerfile without the step that copies the stand-in. */
function withoutPackages(dockerfile: string): string {
  return dockerfile.replace(/^COPY packages .*\n/m, "");
}

/** Switches the project in a folder. */
export async function usePublishedFresh(root: string): Promise<void> {
  await rewrite(join(root, "deno.json"), withPublishedFresh);
  await rewrite(join(root, "Dockerfile"), withoutPackages);
  for (const path of LEFTOVERS) await Deno.remove(join(root, path), { recursive: true });
}

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
}

if (import.meta.main) {
  await usePublishedFresh(Deno.cwd());
  console.log("Done. Now run: deno install && deno task ok && deno task test");
}
