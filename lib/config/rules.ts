/** Rules that involve more than one setting, most of them about what is safe in public. */
import { lowerAscii } from "@/lib/text/unicode_forms.ts";
import type { Settings } from "./settings.ts";
import { isLoopback } from "./values.ts";

/** Reports that a setting is refused, and what is allowed instead. */
export type Refuse = (name: keyof Settings, allowed: string) => void;

/** Settings of the mock provider. */
const MOCK_SETTINGS = [
  "PAYMENT_APPROVAL_RATE",
  "MOCK_PROVIDER_DELAY_MS",
  "MOCK_PROVIDER_FAILURE_RATE",
  "MOCK_PROVIDER_LATE_RATE",
  "MOCK_PROVIDER_DOUBLE_RATE",
] as const;

/** Demo accounts and sample data: on by default only in development with the embedded database. */
export function demoIsOn(settings: Pick<Settings, "AISLE_ENV" | "DATABASE_URL" | "DEMO">): boolean {
  return settings.DEMO ?? (settings.AISLE_ENV === "development" && settings.DATABASE_URL === undefined);
}

/** Refuses settings that are valid alone but not together. */
export function checkTogether(settings: Settings, refuse: Refuse): void {
  const { HOLD_TTL_SECONDS, HOLD_MAX_SECONDS, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = settings;
  if (HOLD_MAX_SECONDS !== undefined && HOLD_MAX_SECONDS < HOLD_TTL_SECONDS) {
    refuse("HOLD_MAX_SECONDS", `a whole number from HOLD_TTL_SECONDS (${HOLD_TTL_SECONDS}) to 7200`);
  }
  if (KAFKA_SASL_USERNAME && !KAFKA_SASL_PASSWORD) {
    refuse("KAFKA_SASL_PASSWORD", "the password of KAFKA_SASL_USERNAME");
  }
  if (KAFKA_SASL_PASSWORD && !KAFKA_SASL_USERNAME) {
    refuse("KAFKA_SASL_USERNAME", "the user that KAFKA_SASL_PASSWORD belongs to");
  }
  checkOidc(settings, refuse);
  if (settings.AISLE_ENV === "development") checkDevelopment(settings, refuse);
  else checkProduction(settings, refuse);
}

/** Settings that mean nothing without an issuer. */
const OIDC_SETTINGS = ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"] as const;

function checkOidc(settings: Settings, refuse: Refuse): void {
  if (settings.OIDC_ISSUER) {
    if (!settings.OIDC_CLIENT_ID) refuse("OIDC_CLIENT_ID", "the client that OIDC_ISSUER knows this site as");
    if (!settings.OIDC_CLIENT_SECRET) refuse("OIDC_CLIENT_SECRET", "the secret of OIDC_CLIENT_ID");
    return;
  }
  for (const name of OIDC_SETTINGS) {
    if (settings[name] !== undefined) refuse(name, "unset without OIDC_ISSUER");
  }
  if (settings.OIDC_BUYERS) refuse("OIDC_BUYERS", "off without OIDC_ISSUER");
  for (const name of ["OIDC_HOSTS", "OIDC_ACR"] as const) {
    if (settings[name].length > 0) refuse(name, "unset without OIDC_ISSUER");
  }
}

function checkDevelopment(settings: Settings, refuse: Refuse): void {
  if (demoIsOn(settings) && !isLoopback(settings.HOST) && !settings.DEMONSTRATION) {
    refuse("HOST", "a loopback address while DEMO is on, since everybody knows the demo passwords");
  }
}

function checkProduction(settings: Settings, refuse: Refuse): void {
  if (settings.DEMO) refuse("DEMO", "off in production");
  if (!settings.RATE_LIMITS) refuse("RATE_LIMITS", "on in production");
  if (!settings.PUBLIC_URL?.startsWith("https:")) {
    refuse("PUBLIC_URL", "an https URL, required in production");
  }
  if (settings.OIDC_ISSUER?.startsWith("http:")) refuse("OIDC_ISSUER", "an https URL in production");
  checkSecrets(settings, refuse);
  checkPlaintext(settings, refuse);
  if (settings.DEMONSTRATION) return;
  if (!settings.SMTP_URL) {
    refuse("SMTP_URL", "an smtp:// or smtps:// URL, required in production without DEMONSTRATION=on");
  }
  // The mock is the only provider so far, so production is a demonstration until another is added.
  refuse("PAYMENT_PROVIDER", "mock with DEMONSTRATION=on in production, since it never charges anyone");
  for (const name of MOCK_SETTINGS) {
    if (settings[name] !== undefined) refuse(name, "unset in production without DEMONSTRATION=on");
  }
}

function checkSecrets(settings: Settings, refuse: Refuse): void {
  if (!settings.JWT_SECRET) refuse("JWT_SECRET", "at least 32 characters, required in production");
  if (!settings.COOKIE_SECRET) refuse("COOKIE_SECRET", "at least 32 characters, required in production");
  if (!settings.TICKET_KEY) {
    refuse("TICKET_KEY", "an Ed25519 private key as PKCS #8 DER in base64, required in production");
  }
  if (settings.METRICS_TOKEN !== undefined && settings.METRICS_TOKEN.length < 32) {
    refuse("METRICS_TOKEN", "at least 32 characters in production");
  }
  const usedBy = new Map<string, string>();
  for (
    const name of [
      "JWT_SECRET",
      "COOKIE_SECRET",
      "TICKET_KEY",
      "METRICS_TOKEN",
      "OIDC_CLIENT_SECRET",
    ] as const
  ) {
    for (const value of [settings[name] ?? []].flat()) {
      const other = usedBy.get(value);
      if (other) refuse(name, `a secret different from ${other} in production`);
      usedBy.set(value, name);
    }
  }
}

/** Refuses connections that others on the network could read, unless the host is trusted by name. */
function checkPlaintext(settings: Settings, refuse: Refuse): void {
  const { DATABASE_URL, REDIS_URL, KAFKA_BROKERS, KAFKA_TLS, SMTP_URL, PLAINTEXT_HOSTS } = settings;
  const check = (name: keyof Settings, hosts: string[], allowed: string) => {
    const exposed = hosts.map((host) => lowerAscii(host).replace(/^\[|\]$/g, ""))
      .find((host) => !isLoopback(host) && !PLAINTEXT_HOSTS.includes(host));
    if (exposed) refuse(name, `${allowed} in production, unless PLAINTEXT_HOSTS names ${exposed}`);
  };
  const database = plaintextHosts(
    DATABASE_URL,
    ({ searchParams }) =>
      ["require", "verify-ca", "verify-full"].includes(searchParams.get("sslmode") ?? "") ||
      // A Unix socket is on this machine.
      searchParams.get("host")?.startsWith("/") === true,
  );
  check("DATABASE_URL", database, "a URL with sslmode=verify-full or sslmode=require");
  const redis = plaintextHosts(REDIS_URL, ({ protocol }) => protocol === "rediss:");
  check("REDIS_URL", redis, "rediss:// URLs");
  const brokers = KAFKA_TLS ? [] : KAFKA_BROKERS.map((broker) => broker.slice(0, broker.lastIndexOf(":")));
  check("KAFKA_TLS", brokers, "on");
  const mail = plaintextHosts(
    SMTP_URL,
    ({ protocol, searchParams }) => protocol === "smtps:" || searchParams.get("requireTLS") === "true",
  );
  check("SMTP_URL", mail, "an smtps:// URL, or smtp:// with ?requireTLS=true,");
}

/** The hosts of the comma-separated URLs that are not encrypted. */
function plaintextHosts(urls: string | undefined, isSafe: (url: URL) => boolean): string[] {
  const parsed = urls?.split(",").map((url) => new URL(url.trim())) ?? [];
  return parsed.filter((url) => !isSafe(url)).map((url) => url.hostname);
}
