import { compareNames } from "@/lib/text/unicode_forms.ts";
import { firstFile } from "./child.ts";

/** Where pgbench is: Debian installs it with the server's programs, outside PATH. */
const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** The path of the newest pgbench on this machine; undefined if there is none. */
export async function findPgbench(): Promise<string | undefined> {
  const folders = [];
  try {
    for await (const { name } of Deno.readDir(DEBIAN_FOLDER)) folders.push(`${DEBIAN_FOLDER}/${name}/bin`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  folders.sort((a, b) => compareNames(b, a));
  // On Debian the one in PATH is a wrapper that needs a Debian cluster.
  const others = (Deno.env.get("PATH") ?? "").split(":").filter(() => folders.length === 0);
  return await firstFile([...folders, ...others].map((folder) => `${folder}/pgbench`));
}
