/** All settings of the program, read from the environment once and validated before anything starts. */
import type { z } from "zod";
import { checkTogether, demoIsOn } from "./config/rules.ts";
import { environment, type saslMechanisms, SECRET_SETTINGS, type Settings } from "./config/settings.ts";
import { ConfigError } from "./errors.ts";

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

/** How to connect to Kafka's brokers. */
export interface KafkaSecurity {
  tls: boolean;
  sasl?: { mechanism: (typeof saslMechanisms)[number]; username: string; password: string };
}

/** Signing in by OpenID Connect: the provider, and what its accounts may do here. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people know the provider as; without one, pages say “single sign-on”. */
  name?: string;
  /** Hosts of the provider's tokens and keys other than the issuer's. */
  hosts: string[];
  /** Whether it makes accounts for visitors. */
  makesVisitors: boolean;
  /** Values of `acr` that stand for a second factor. */
  acr: string[];
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
  kafkaSecurity: KafkaSecurity;
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
  /** Whether staff can do nothing until their account has a second factor. */
  requireStaffFactor: boolean;
  /** Null: people sign in here only. */
  oidc: OidcConfig | null;
  /** Refunds of more than this, in minor units, need the organizer's password; null: none do. */
  reauthAbove: number | null;
  metricsToken?: string;
  /** How long the words of messages are kept. */
  retentionMessagesDays: number;
  /** How long entries of the audit log are kept. */
  retentionAuditDays: number;
  /** The first signs, all verify, so that a secret can be replaced without signing anyone out. */
  jwtSecrets?: string[];
  /** Like `jwtSecrets`. */
  cookieSecrets?: string[];
  ticketKey?: string;
}

const HOLD_MAX_DEFAULT_SECONDS = 1200;

const consistent = environment.superRefine((settings, context) => {
  checkTogether(
    settings,
    (name, allowed) => context.addIssue({ code: "custom", path: [name], message: allowed }),
  );
});

/** The names of all settings, as in the environment. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

/** The settings of this process, as `parseConfig` takes them. Reads no other variables. */
export function settingsOfProcess(): Record<string, string | undefined> {
  return Object.fromEntries(settingNames.map((name) => [name, Deno.env.get(name)]));
}

/**
 * Reads the settings. An empty value, as Docker Compose passes it, counts as unset.
 * @throws {ConfigError} with one line per invalid setting: its name, its value and what is allowed.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(settingNames.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = consistent.safeParse(given);
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
    kafkaSecurity: kafkaSecurityOf(settings),
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
    requireStaffFactor: settings.REQUIRE_STAFF_2FA,
    oidc: oidcOf(settings),
    reauthAbove: settings.REAUTH_ABOVE ?? null,
    metricsToken: settings.METRICS_TOKEN,
    retentionMessagesDays: settings.RETENTION_MESSAGES_DAYS,
    retentionAuditDays: settings.RETENTION_AUDIT_DAYS,
    jwtSecrets: settings.JWT_SECRET,
    cookieSecrets: settings.COOKIE_SECRET,
    ticketKey: settings.TICKET_KEY,
  };
}

function kafkaSecurityOf(settings: Settings): KafkaSecurity {
  const { KAFKA_TLS: tls, KAFKA_SASL_MECHANISM: mechanism } = settings;
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  return username && password ? { tls, sasl: { mechanism, username, password } } : { tls };
}

function oidcOf(settings: Settings): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (!issuer || !clientId || !clientSecret) return null;
  const { OIDC_NAME: name, OIDC_HOSTS: hosts, OIDC_BUYERS: makesVisitors, OIDC_ACR: acr } = settings;
  return { issuer, clientId, clientSecret, name, hosts, makesVisitors, acr };
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
