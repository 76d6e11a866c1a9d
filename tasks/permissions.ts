/** The permissions of the program's processes, computed from its settings: what each needs, by name. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Config, settingNames } from "@/lib/config.ts";
import { socketOf } from "@/lib/db/embedded_postgres.ts";
import { programsNeeded } from "@/lib/db/postgres_programs.ts";

const root = join(import.meta.dirname!, "..");

export type Part = "start" | "web" | "worker";

/** Variables other than our settings that Deno, or a program we start, reads. */
const OTHER_VARIABLES =
  /^(PATH|HOME|USERPROFILE|TMPDIR|TEMP|TZ|LANG|LC_ALL|NO_COLOR|DENO_\w+|NODE_EXTRA_CA_CERTS|OTEL_\w+)$/i;

/**
 * The variables that a part of the program gets. It may read all that it gets (a library lists them), so it must not get
 * any other, such as the credentials of an unrelated service.
 */
export function environmentFrom(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => settingNames.includes(name) || OTHER_VARIABLES.test(name)),
  );
}

/** Deno's flags for a part of the program with these settings. */
export function permissionFlags(part: Part, config: Config): string[] {
  // Without a database, `start` runs its own, and it builds the pages if they are not built.
  const embedded = part === "start" && config.databaseUrl === undefined;
  const socket = embedded ? socketOf(config.dataDir) : null;
  const paths = [config.dataDir, ...socket ? [socket.folder] : []];
  // It may be a link to a folder elsewhere.
  const modules = Deno.realPathSync(join(root, "node_modules"));
  const readable = [root, ...modules.startsWith(root) ? [] : [modules], ...paths];
  const programs = [...embedded ? programsNeeded() : [], ...part === "start" ? [bundler()] : []];
  return [
    netFlag(config, socket ? [`unix:${socket.path}`] : []),
    "--allow-env",
    "--allow-sys",
    `--allow-read=${readable.join(",")}`,
    `--allow-write=${[...paths, ...part === "start" ? [join(root, "_fresh")] : []].join(",")}`,
    `--allow-ffi=${modules}`,
    ...programs.length > 0 ? [`--allow-run=${programs.join(",")}`] : [],
  ];
}

/** The program that bundles scripts and styles. */
function bundler(): string {
  const platform = { darwin: "darwin", linux: "linux", windows: "win32" }[Deno.build.os as string];
  const architecture = { x86_64: "x64", aarch64: "arm64" }[Deno.build.arch as string];
  const nearby = createRequire(import.meta.resolve("esbuild"));
  return nearby.resolve(`@esbuild/${platform}-${architecture}/bin/esbuild`);
}

/**
 * The addresses to listen on and to connect to. Kafka's brokers and the servers of a Redis Cluster announce addresses that
 * no setting names, so with them the network is open.
 */
function netFlag(config: Config, sockets: string[]): string {
  const { host, port, databaseUrl, redisUrl, kafkaBrokers, smtpUrl, oidc } = config;
  if (kafkaBrokers.length > 0 || redisUrl?.includes(",")) return "--allow-net";
  const addresses = [
    // With port 0 a free one is chosen later.
    port === 0 ? bracketed(host) : `${bracketed(host)}:${port}`,
    ...sockets,
    ...databaseUrl ? [addressOf(databaseUrl, 5432)] : [],
    ...redisUrl ? [addressOf(redisUrl, 6379)] : [],
    ...smtpUrl ? [addressOf(smtpUrl, smtpUrl.startsWith("smtps:") ? 465 : 587)] : [],
    ...oidc ? [addressOf(oidc.issuer, oidc.issuer.startsWith("https:") ? 443 : 80)] : [],
    ...oidc ? oidc.hosts.map((name) => `${bracketed(name)}:443`) : [],
  ];
  return `--allow-net=${[...new Set(addresses)].join(",")}`;
}

function addressOf(text: string, defaultPort: number): string {
  const { hostname, port } = new URL(text);
  return `${hostname}:${port || defaultPort}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
