import { join } from "node:path";
import type { Bundle } from "./bundle.ts";
import { sha256 } from "./statics.ts";

/** What a kept bundle must have been made from to be used again. */
export interface BundleKey {
  /** The settings, the import map and the lock file, as text. */
  settings: string;
  root: string;
}

interface Kept {
  /** Digest of the settings and of the content of all sources. */
  digest: string;
  /** The sources, relative to the root. */
  sources: string[];
  bundle: Bundle;
}

const FILE = "islands.json";

/** The bundle kept in a folder, or null when a source has changed since or there is none. */
export async function keptBundle(folder: string, key: BundleKey): Promise<Bundle | null> {
  try {
    const kept: Kept = JSON.parse(await Deno.readTextFile(join(folder, FILE)));
    return kept.digest === await digestOf(key, kept.sources) ? kept.bundle : null;
  } catch {
    return null; // Missing, unreadable or broken: it is then made anew.
  }
}

/** Keeps a bundle for the next start. A folder that cannot be written costs only time. */
export async function keepBundle(
  folder: string,
  key: BundleKey,
  sources: string[],
  bundle: Bundle,
): Promise<void> {
  try {
    const kept: Kept = { digest: await digestOf(key, sources), sources, bundle };
    await Deno.mkdir(folder, { recursive: true });
    const unfinished = join(folder, `${FILE}.${crypto.randomUUID()}`);
    await Deno.writeTextFile(unfinished, JSON.stringify(kept));
    await Deno.rename(unfinished, join(folder, FILE));
  } catch (error) {
    const isReadOnly = error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.PermissionDenied ||
      (error instanceof Error && "code" in error && error.code === "EROFS");
    if (!isReadOnly) throw error;
  }
}

async function digestOf(key: BundleKey, sources: string[]): Promise<string> {
  const contents = await Promise.all(sources.map((path) => Deno.readTextFile(join(key.root, path))));
  return await sha256(new TextEncoder().encode(JSON.stringify([key.settings, sources, contents])));
}
