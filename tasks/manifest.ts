/** Writes `fresh.gen.ts`, the list of all routes and islands; `--check` only reports whether it is up to date. */
import { manifestCommand } from "../packages/fresh/src/dev/manifest_command.ts";

Deno.exit(await manifestCommand(Deno.cwd(), Deno.args));
