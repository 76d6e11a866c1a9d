/**
 * Starts a part of the program with the permissions that its settings call for, and no others:
 * `deno run -A tasks/launch.ts start|web|worker [arguments]`. Deno cannot replace a running process, so this one stays,
 * passes signals on, and exits with the part's code.
 */
import { parseConfig, settingsOfProcess } from "@/lib/config.ts";
import { ConfigError } from "@/lib/errors.ts";
import { environmentFrom, type Part, permissionFlags } from "./permissions.ts";

const [part, ...args] = Deno.args as [Part, ...string[]];

function flags(): string[] {
  try {
    return permissionFlags(part, parseConfig(settingsOfProcess()));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`\n${error.message}`);
    Deno.exit(1);
  }
}

const child = new Deno.Command(Deno.execPath(), {
  args: ["run", "--frozen", "--no-prompt", ...flags(), `tasks/${part}.ts`, ...args],
  clearEnv: true,
  env: environmentFrom(Deno.env.toObject()),
  // So that Ctrl-C reaches only this process, which passes it on once.
  detached: true,
  stdin: "null",
}).spawn();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    // The part may have just ended.
    try {
      child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  });
}
Deno.exit((await child.status).code);
