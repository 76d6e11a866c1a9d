/** The settings of the program: their names in the environment, their kinds and their defaults. */
import { z } from "zod";
import {
  brokers,
  ed25519PrivateKey,
  hosts,
  list,
  oidcIssuer,
  onOff,
  proxyHops,
  redisUrls,
  secrets,
  serviceUrl,
  share,
  webOrigin,
  wholeNumber,
} from "./values.ts";

/** How Kafka checks a user's password. */
export const saslMechanisms = ["scram-sha-512", "scram-sha-256", "plain"] as const;

export const environment = z.object({
  AISLE_ENV: z.enum(["development", "production"], "development or production").default("development"),
  PORT: wholeNumber(0, 65535).default(8000),
  HOST: z.string().regex(/^[\w.:-]+$/, "a host name or an IP address").default("127.0.0.1"),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: serviceUrl(["postgres:", "postgresql:"], "a postgres:// URL").optional(),
  REDIS_URL: redisUrls().optional(),
  KAFKA_BROKERS: brokers().default([]),
  KAFKA_TLS: onOff().default(false),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(saslMechanisms, saslMechanisms.join(", ")).default("scram-sha-512"),
  SMTP_URL: serviceUrl(["smtp:", "smtps:"], "an smtp:// or smtps:// URL").optional(),
  PLAINTEXT_HOSTS: hosts().default([]),
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
  REQUIRE_STAFF_2FA: onOff().default(false),
  OIDC_ISSUER: oidcIssuer().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, "a name of up to 40 characters").optional(),
  OIDC_HOSTS: hosts().default([]),
  OIDC_BUYERS: onOff().default(false),
  OIDC_ACR: list().default([]),
  REAUTH_ABOVE: wholeNumber(0, 999_999_999).optional(),
  METRICS_TOKEN: z.string().optional(),
  RETENTION_MESSAGES_DAYS: wholeNumber(1, 3650).default(365),
  RETENTION_AUDIT_DAYS: wholeNumber(30, 3650).default(730),
  JWT_SECRET: secrets().optional(),
  COOKIE_SECRET: secrets().optional(),
  TICKET_KEY: ed25519PrivateKey().optional(),
});

/** The settings as the schema returns them, not yet checked against each other. */
export type Settings = z.output<typeof environment>;

/** Settings that are or may contain a secret, so messages never repeat their values. */
export const SECRET_SETTINGS = new Set([
  "DATABASE_URL",
  "REDIS_URL",
  "KAFKA_SASL_PASSWORD",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
  "JWT_SECRET",
  "COOKIE_SECRET",
  "TICKET_KEY",
  "METRICS_TOKEN",
]);
