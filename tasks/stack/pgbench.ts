import { compareNames } from "@/lib/text/unicode_forms.ts";
import { firstFile } from "./child.ts";

/** Where pgbench is: Debian keeps it with the server's programs, outside of PATH. */
const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** The path of the newest pgbench of this machine; undefined when it has none. */
export async function findPgbench(): Promise<string | undefined> {
  const folders = [];
  try {
    for await (const { name } of Deno.readDir(DEBIAN_FOLDER)) folders.push(`${DEBIAN_FOLDER}/${name}/bin`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  folders.sort((a, b) => compareNames(b, a));
  // On Debian the one in PATH is a wrapper, which asks for a cluster of its own.
  const others = (Deno.env.get("PATH") ?? "").split(":").filter(() => folders.length === 0);
  return await firstFile([...folders, ...others].map((folder) => `${folder}/pgbench`));
}
