/** All settings of the program, read from the environment once and validated before anything starts. */
import { z } from "zod";

/** How an unreliable payment provider treats calls. Rates are shares of all calls, 0 to 1, and independent. */
export interface MockFaults {
  /** The delay before each call is processed. */
  delayMs: number;
  /** Share of calls that fail before they have any effect. */
  failureRate: number;
  /** Share of calls that take effect, but respond only when the caller no longer waits. */
  lateRate: number;
  /** Share of calls that arrive twice at the same time. */
  doubleRate: number;
}

/** All settings in the form that the program uses. Where a service has no URL, an embedded one is used. */
export interface Config {
  env: "development" | "production";
  port: number;
  host: string;
  dataDir: string;
  databaseUrl?: string;
  /** One URL, or several separated by commas for a Redis Cluster. */
  redisUrl?: string;
  /** Empty: the outbox in Postgres is the event log. */
  kafkaBrokers: string[];
  smtpUrl?: string;
  /** Without a trailing slash. */
  publicUrl?: string;
  /** The number of trusted proxies in front; 0: forwarding headers are ignored. */
  proxyHops: number;
  demo: boolean;
  /** Nothing is real: pages say so, and production may accept play money. */
  demonstration: boolean;
  holdTtlMs: number;
  holdMaxMs: number;
  paymentDeadlineMs: number;
  paymentProvider: "mock";
  /** Share of the payments left to chance that the mock provider approves, 0 to 1. */
  paymentApprovalRate: number;
  /** Faults injected into calls to the mock provider; none by default. */
  mockProvider: MockFaults;
  rateLimits: boolean;
  metricsToken?: string;
  jwtSecret?: string;
  cookieSecret?: string;
  ticketKey?: string;
}

/** Invalid settings. The message has one line for each, and no secrets. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly code = "config";
}

/** Settings that are or may contain a secret, so messages never repeat their values. */
const SECRET_SETTINGS = new Set([
  "DATABASE_URL",
  "REDIS_URL",
  "SMTP_URL",
  "JWT_SECRET",
  "COOKIE_SECRET",
  "TICKET_KEY",
  "METRICS_TOKEN",
]);

const HOLD_MAX_DEFAULT_SECONDS = 1200;

// In these schemas the error message says what is allowed; `describeIssue` adds the name and the value.

function wholeNumber(min: number, max: number) {
  const allowed = `a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,9}$/, allowed).transform(Number).refine(
    (n) => n >= min && n <= max,
    allowed,
  );
}

function share() {
  const allowed = "a number from 0 to 1, such as 0.9";
  return z.string().regex(/^(0|1|0?\.\d+|[01]\.\d+)$/, allowed).transform(Number).refine(
    (n) => n <= 1,
    allowed,
  );
}

function onOff() {
  return z.enum(["on", "off"], "on or off").transform((value) => value === "on");
}

function proxyHops() {
  return z.string().regex(/^(on|off|[1-9])$/, "on, off, or how many proxies are in front, 1 to 9")
    .transform((value) => value === "off" ? 0 : value === "on" ? 1 : Number(value));
}

function serviceUrl(protocols: string[], allowed: string) {
  return z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), allowed);
}

function webOrigin() {
  const allowed = "an http or https URL without a path, such as https://tickets.example.org";
  return z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  }, allowed).transform((text) => new URL(text).origin);
}

function redisUrls() {
  const allowed = "a redis:// or rediss:// URL, or several separated by commas";
  const one = serviceUrl(["redis:", "rediss:"], allowed);
  return z.string().refine(
    (text) => text.split(",").every((part) => one.safeParse(part.trim()).success),
    allowed,
  );
}

function brokers() {
  const allowed = "host:port, or several separated by commas";
  return z.string().transform((text) => text.split(",").map((part) => part.trim()))
    .refine((list) => list.every((part) => /^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(part)), allowed);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function secret() {
  return z.string().min(32, "at least 32 characters");
}

/** The DER bytes that precede the 32 bytes of every Ed25519 private key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8_PREFIX_HEX = "302e020100300506032b657004220420";

function ed25519PrivateKey() {
  const allowed = "an Ed25519 private key as PKCS #8 DER in base64 " +
    "(openssl genpkey -algorithm ed25519 -outform DER | base64)";
  return z.string().regex(/^[A-Za-z0-9+/]{64}$/, { error: allowed, abort: true }).refine((text) => {
    const bytes = Uint8Array.fromBase64(text);
    return bytes.slice(0, 16).toHex() === ED25519_PKCS8_PREFIX_HEX;
  }, allowed);
}

const environment = z.object({
  AISLE_ENV: z.enum(["development", "production"], "development or production").default("development"),
  PORT: wholeNumber(0, 65535).default(8000),
  HOST: z.string().regex(/^[\w.:-]+$/, "a host name or an IP address").default("127.0.0.1"),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: serviceUrl(["postgres:", "postgresql:"], "a postgres:// URL").optional(),
  REDIS_URL: redisUrls().optional(),
  KAFKA_BROKERS: brokers().default([]),
  SMTP_URL: serviceUrl(["smtp:", "smtps:"], "an smtp:// or smtps:// URL").optional(),
  PUBLIC_URL: webOrigin().optional(),
  TRUST_PROXY: proxyHops().default(0),
  DEMO: onOff().optional(),
  DEMONSTRATION: onOff().default(false),
  HOLD_TTL_SECONDS: wholeNumber(1, 3600).default(600),
  HOLD_MAX_SECONDS: wholeNumber(1, 7200).optional(),
  PAYMENT_DEADLINE_SECONDS: wholeNumber(1, 3600).default(120),
  PAYMENT_PROVIDER: z.enum(["mock"], "mock").default("mock"),
  PAYMENT_APPROVAL_RATE: share().optional(),
  MOCK_PROVIDER_DELAY_MS: wholeNumber(0, 60_000).optional(),
  MOCK_PROVIDER_FAILURE_RATE: share().optional(),
  MOCK_PROVIDER_LATE_RATE: share().optional(),
  MOCK_PROVIDER_DOUBLE_RATE: share().optional(),
  RATE_LIMITS: onOff().default(true),
  METRICS_TOKEN: z.string().optional(),
  JWT_SECRET: secret().optional(),
  COOKIE_SECRET: secret().optional(),
  TICKET_KEY: ed25519PrivateKey().optional(),
}).superRefine((settings, context) => {
  const refuse = (name: string, allowed: string) =>
    context.addIssue({ code: "custom", path: [name], message: allowed });
  if (settings.HOLD_MAX_SECONDS !== undefined && settings.HOLD_MAX_SECONDS < settings.HOLD_TTL_SECONDS) {
    refuse("HOLD_MAX_SECONDS", `a whole number from HOLD_TTL_SECONDS (${settings.HOLD_TTL_SECONDS}) to 7200`);
  }
  if (settings.AISLE_ENV === "development") {
    if (demoIsOn(settings) && !isLoopback(settings.HOST) && !settings.DEMONSTRATION) {
      refuse("HOST", "a loopback address while DEMO is on, since everybody knows the demo passwords");
    }
    return;
  }
  if (settings.DEMO) refuse("DEMO", "off in production");
  if (!settings.RATE_LIMITS) refuse("RATE_LIMITS", "on in production");
  if (!settings.JWT_SECRET) refuse("JWT_SECRET", "at least 32 characters, required in production");
  if (!settings.COOKIE_SECRET) refuse("COOKIE_SECRET", "at least 32 characters, required in production");
  if (!settings.TICKET_KEY) {
    refuse("TICKET_KEY", "an Ed25519 private key as PKCS #8 DER in base64, required in production");
  }
  if (settings.JWT_SECRET && settings.JWT_SECRET === settings.COOKIE_SECRET) {
    refuse("COOKIE_SECRET", "a secret different from JWT_SECRET in production");
  }
  if (settings.METRICS_TOKEN !== undefined && settings.METRICS_TOKEN.length < 32) {
    refuse("METRICS_TOKEN", "at least 32 characters in production");
  }
  if (!settings.PUBLIC_URL?.startsWith("https:")) {
    refuse("PUBLIC_URL", "an https URL, required in production");
  }
  if (settings.DEMONSTRATION) return;
  // The mock is the only provider so far, so production is a demonstration until another is added.
  refuse("PAYMENT_PROVIDER", "mock with DEMONSTRATION=on in production, since it never charges anyone");
  for (const name of MOCK_SETTINGS) {
    if (settings[name] !== undefined) refuse(name, "unset in production without DEMONSTRATION=on");
  }
});

/** Settings of the mock provider. */
const MOCK_SETTINGS = [
  "PAYMENT_APPROVAL_RATE",
  "MOCK_PROVIDER_DELAY_MS",
  "MOCK_PROVIDER_FAILURE_RATE",
  "MOCK_PROVIDER_LATE_RATE",
  "MOCK_PROVIDER_DOUBLE_RATE",
] as const;

/** Demo accounts and sample data: on by default only in development with the embedded database. */
function demoIsOn(settings: { AISLE_ENV: string; DATABASE_URL?: string; DEMO?: boolean }): boolean {
  return settings.DEMO ?? (settings.AISLE_ENV === "development" && settings.DATABASE_URL === undefined);
}

/** The names of all settings, as in the environment. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

/**
 * Reads the settings. An empty value, as Docker Compose passes it, counts as unset.
 * @throws {ConfigError} with one line per invalid setting: its name, its value and what is allowed.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(settingNames.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    // A value can fail two rules with the same message; one line per setting is enough.
    const lines = new Map(parsed.error.issues.map((issue) => [issue.path[0], describeIssue(issue, given)]));
    throw new ConfigError([...lines.values()].join("\n"));
  }
  const settings = parsed.data;
  const holdMaxSeconds = settings.HOLD_MAX_SECONDS ??
    Math.max(HOLD_MAX_DEFAULT_SECONDS, settings.HOLD_TTL_SECONDS);
  return {
    env: settings.AISLE_ENV,
    port: settings.PORT,
    host: settings.HOST,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    kafkaBrokers: settings.KAFKA_BROKERS,
    smtpUrl: settings.SMTP_URL,
    publicUrl: settings.PUBLIC_URL,
    proxyHops: settings.TRUST_PROXY,
    demo: demoIsOn(settings),
    demonstration: settings.DEMONSTRATION,
    holdTtlMs: settings.HOLD_TTL_SECONDS * 1000,
    holdMaxMs: holdMaxSeconds * 1000,
    paymentDeadlineMs: settings.PAYMENT_DEADLINE_SECONDS * 1000,
    paymentProvider: settings.PAYMENT_PROVIDER,
    paymentApprovalRate: settings.PAYMENT_APPROVAL_RATE ?? 0.9,
    mockProvider: {
      delayMs: settings.MOCK_PROVIDER_DELAY_MS ?? 0,
      failureRate: settings.MOCK_PROVIDER_FAILURE_RATE ?? 0,
      lateRate: settings.MOCK_PROVIDER_LATE_RATE ?? 0,
      doubleRate: settings.MOCK_PROVIDER_DOUBLE_RATE ?? 0,
    },
    rateLimits: settings.RATE_LIMITS,
    metricsToken: settings.METRICS_TOKEN,
    jwtSecret: settings.JWT_SECRET,
    cookieSecret: settings.COOKIE_SECRET,
    ticketKey: settings.TICKET_KEY,
  };
}

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const value = given[name];
  const found = value === undefined
    ? "is not set"
    : SECRET_SETTINGS.has(name)
    ? "is set to an invalid value (not shown)"
    : `is ${JSON.stringify(value)}`;
  return `${name} ${found}; allowed: ${issue.message}`;
}

/** The site's URL, without a trailing slash: the configured one, or else where the server listens. */
export function siteUrl({ publicUrl, host, port }: Pick<Config, "publicUrl" | "host" | "port">): string {
  if (publicUrl) return publicUrl;
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** The keys that sign access tokens, cookies and tickets. `ticketKey` is an Ed25519 key, PKCS #8 DER in base64. */
export interface Secrets {
  jwtSecret: string;
  cookieSecret: string;
  ticketKey: string;
}

const secretsFile = z.object({ jwtSecret: secret(), cookieSecret: secret(), ticketKey: ed25519PrivateKey() });

/**
 * The secrets from the settings; unset ones come from `secrets.json` in the data folder, which the first start creates,
 * readable only by its owner. Processes that start at the same time agree on one file.
 * @throws {ConfigError} if the file exists but is invalid.
 */
export async function loadSecrets(
  config: Pick<Config, "dataDir" | "jwtSecret" | "cookieSecret" | "ticketKey">,
): Promise<Secrets> {
  const { jwtSecret, cookieSecret, ticketKey } = config;
  if (jwtSecret && cookieSecret && ticketKey) return { jwtSecret, cookieSecret, ticketKey };
  const path = `${config.dataDir}/secrets.json`;
  const stored = await readSecrets(path) ?? await makeSecrets(path);
  return {
    jwtSecret: jwtSecret ?? stored.jwtSecret,
    cookieSecret: cookieSecret ?? stored.cookieSecret,
    ticketKey: ticketKey ?? stored.ticketKey,
  };
}

async function readSecrets(path: string): Promise<Secrets | undefined> {
  try {
    return secretsFile.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new ConfigError(
        `${path} is damaged; restore it, or remove it to end every session and void every ticket`,
      );
    }
    throw error;
  }
}

async function makeSecrets(path: string): Promise<Secrets> {
  const generated: Secrets = {
    jwtSecret: randomText(),
    cookieSecret: randomText(),
    ticketKey: await makeTicketKey(),
  };
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true, mode: 0o700 });
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, JSON.stringify(generated, null, 2), { mode: 0o600, createNew: true });
  try {
    // Linking is atomic and never overwrites, so the first process to link wins.
    await Deno.link(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    const other = await readSecrets(path);
    if (other) return other;
    throw error;
  } finally {
    await Deno.remove(draft);
  }
  return generated;
}

function randomText(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

async function makeTicketKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("expected a key pair");
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).toBase64();
}
