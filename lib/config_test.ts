import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfig, settingNames } from "@/lib/config.ts";
import { ConfigError } from "@/lib/errors.ts";

const TICKET_KEY = "MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const PRODUCTION = {
  AISLE_ENV: "production",
  PUBLIC_URL: "https://tickets.example.org",
  DEMONSTRATION: "on",
  JWT_SECRET: "j".repeat(32),
  COOKIE_SECRET: "c".repeat(32),
  TICKET_KEY,
};

/** A site that is not a demonstration. */
const REAL = { ...PRODUCTION, DEMONSTRATION: "", SMTP_URL: "smtps://tickets:pw@mail.example.org" };

function refusal(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.message;
  }
  assert.fail(`accepted ${JSON.stringify(env)}`);
}

Deno.test("without settings the embedded mode has its documented defaults", () => {
  assert.deepEqual(parseConfig({}), {
    env: "development",
    port: 8000,
    host: "127.0.0.1",
    dataDir: ".data",
    databaseUrl: undefined,
    redisUrl: undefined,
    kafkaBrokers: [],
    kafkaSecurity: { tls: false },
    smtpUrl: undefined,
    publicUrl: undefined,
    proxyHops: 0,
    demo: true,
    demonstration: false,
    holdTtlMs: 600_000,
    holdMaxMs: 1_200_000,
    paymentDeadlineMs: 120_000,
    paymentProvider: "mock",
    paymentApprovalRate: 0.9,
    mockProvider: { delayMs: 0, failureRate: 0, lateRate: 0, doubleRate: 0 },
    rateLimits: true,
    requireStaffFactor: false,
    oidc: null,
    reauthAbove: null,
    metricsToken: undefined,
    retentionMessagesDays: 365,
    retentionAuditDays: 730,
    jwtSecrets: undefined,
    cookieSecrets: undefined,
    ticketKey: undefined,
  });
});

Deno.test("an empty value counts as unset", () => {
  assert.deepEqual(parseConfig(Object.fromEntries(settingNames.map((name) => [name, " "]))), parseConfig({}));
});

Deno.test("URLs and brokers are accepted in the forms that their servers use", () => {
  const config = parseConfig({
    DATABASE_URL: "postgresql://aisle:pw@db/aisle",
    REDIS_URL: "redis://one:6379, redis://two:6379",
    KAFKA_BROKERS: "one:9092, two:9092",
    PUBLIC_URL: "https://tickets.example.org/",
  });
  assert.equal(config.databaseUrl, "postgresql://aisle:pw@db/aisle");
  assert.deepEqual(config.kafkaBrokers, ["one:9092", "two:9092"]);
  assert.equal(config.publicUrl, "https://tickets.example.org");
});

Deno.test("the demo is on by default only in development with the embedded database", () => {
  assert.equal(parseConfig({}).demo, true);
  assert.equal(parseConfig({ DATABASE_URL: "postgres://db/aisle" }).demo, false);
  assert.equal(parseConfig({ DATABASE_URL: "postgres://db/aisle", DEMO: "on" }).demo, true);
  assert.equal(parseConfig(PRODUCTION).demo, false);
});

Deno.test("an invalid setting is reported in one line with its value and what is allowed", () => {
  const rows: [Record<string, string>, string][] = [
    [{ PORT: "80000" }, 'PORT is "80000"; allowed: a whole number from 0 to 65535'],
    [{ PORT: "8e3" }, 'PORT is "8e3"; allowed: a whole number from 0 to 65535'],
    [{ HOLD_TTL_SECONDS: "0" }, 'HOLD_TTL_SECONDS is "0"; allowed: a whole number from 1 to 3600'],
    [{ RETENTION_AUDIT_DAYS: "29" }, 'RETENTION_AUDIT_DAYS is "29"; allowed: a whole number from 30 to 3650'],
    [
      { RETENTION_MESSAGES_DAYS: "0" },
      'RETENTION_MESSAGES_DAYS is "0"; allowed: a whole number from 1 to 3650',
    ],
    [{ HOLD_MAX_SECONDS: "7201" }, 'HOLD_MAX_SECONDS is "7201"; allowed: a whole number from 1 to 7200'],
    [
      { HOLD_TTL_SECONDS: "60", HOLD_MAX_SECONDS: "59" },
      'HOLD_MAX_SECONDS is "59"; allowed: a whole number from HOLD_TTL_SECONDS (60) to 7200',
    ],
    [
      { PAYMENT_DEADLINE_SECONDS: "3601" },
      'PAYMENT_DEADLINE_SECONDS is "3601"; allowed: a whole number from 1 to 3600',
    ],
    [
      { PAYMENT_APPROVAL_RATE: "1.1" },
      'PAYMENT_APPROVAL_RATE is "1.1"; allowed: a number from 0 to 1, such as 0.9',
    ],
    [
      { MOCK_PROVIDER_DELAY_MS: "2s" },
      'MOCK_PROVIDER_DELAY_MS is "2s"; allowed: a whole number from 0 to 60000',
    ],
    [
      { MOCK_PROVIDER_FAILURE_RATE: "-0.1" },
      'MOCK_PROVIDER_FAILURE_RATE is "-0.1"; allowed: a number from 0 to 1, such as 0.9',
    ],
    [
      { MOCK_PROVIDER_LATE_RATE: "often" },
      'MOCK_PROVIDER_LATE_RATE is "often"; allowed: a number from 0 to 1, such as 0.9',
    ],
    [
      { MOCK_PROVIDER_DOUBLE_RATE: "2" },
      'MOCK_PROVIDER_DOUBLE_RATE is "2"; allowed: a number from 0 to 1, such as 0.9',
    ],
    [{ DEMO: "yes" }, 'DEMO is "yes"; allowed: on or off'],
    [
      { TRUST_PROXY: "true" },
      'TRUST_PROXY is "true"; allowed: on, off, or how many proxies are in front, 1 to 9',
    ],
    [{ AISLE_ENV: "staging" }, 'AISLE_ENV is "staging"; allowed: development or production'],
    [
      { KAFKA_BROKERS: "broker" },
      'KAFKA_BROKERS is "broker"; allowed: host:port, or several separated by commas',
    ],
    [
      { PUBLIC_URL: "https://example.org/shop" },
      'PUBLIC_URL is "https://example.org/shop"; allowed: an http or https URL without a path, ' +
      "such as https://tickets.example.org",
    ],
    [{ ...PRODUCTION, DEMO: "on" }, 'DEMO is "on"; allowed: off in production'],
    [{ ...PRODUCTION, RATE_LIMITS: "off" }, 'RATE_LIMITS is "off"; allowed: on in production'],
    [
      { ...PRODUCTION, JWT_SECRET: "" },
      "JWT_SECRET is not set; allowed: at least 32 characters, required in production",
    ],
  ];
  for (const [env, line] of rows) assert.equal(refusal(env), line);
});

Deno.test("production accepts no play money unless the site is a demonstration", () => {
  assert.equal(parseConfig(PRODUCTION).demonstration, true);
  const allowed = "mock with DEMONSTRATION=on in production, since it never charges anyone";
  assert.deepEqual(
    refusal({ ...REAL, DEMONSTRATION: "off" }),
    `PAYMENT_PROVIDER is not set; allowed: ${allowed}`,
  );
  assert.equal(
    refusal({ ...REAL, PAYMENT_PROVIDER: "mock" }),
    `PAYMENT_PROVIDER is "mock"; allowed: ${allowed}`,
  );
  for (const name of settingNames.filter((name) => /^MOCK_PROVIDER_|^PAYMENT_APPROVAL_RATE$/.test(name))) {
    const lines = refusal({ ...REAL, [name]: "0" }).split("\n");
    assert(lines.includes(`${name} is "0"; allowed: unset in production without DEMONSTRATION=on`), name);
    assert.doesNotThrow(() => parseConfig({ ...PRODUCTION, [name]: "0" }));
  }
});

Deno.test("production requires https, and secrets that differ and cannot be guessed", () => {
  const rows: [Record<string, string>, string][] = [
    [{ PUBLIC_URL: "" }, "PUBLIC_URL is not set; allowed: an https URL, required in production"],
    [
      { PUBLIC_URL: "http://tickets.example.org" },
      'PUBLIC_URL is "http://tickets.example.org"; allowed: an https URL, required in production',
    ],
    [
      { COOKIE_SECRET: PRODUCTION.JWT_SECRET },
      "COOKIE_SECRET is set to an invalid value (not shown); allowed: a secret different from " +
      "JWT_SECRET in production",
    ],
    [
      { METRICS_TOKEN: PRODUCTION.COOKIE_SECRET },
      "METRICS_TOKEN is set to an invalid value (not shown); allowed: a secret different from " +
      "COOKIE_SECRET in production",
    ],
    [
      { METRICS_TOKEN: "m" },
      "METRICS_TOKEN is set to an invalid value (not shown); allowed: at least 32 characters in " +
      "production",
    ],
  ];
  for (const [env, line] of rows) assert.equal(refusal({ ...PRODUCTION, ...env }), line);
  assert.equal(parseConfig({ METRICS_TOKEN: "m" }).metricsToken, "m");
});

Deno.test("production sends email, unless the site is a demonstration", () => {
  const lines = refusal({ ...REAL, SMTP_URL: "" }).split("\n");
  assert(lines.includes(
    "SMTP_URL is not set; allowed: an smtp:// or smtps:// URL, required in production without DEMONSTRATION=on",
  ));
  assert.equal(parseConfig(PRODUCTION).smtpUrl, undefined);
});

Deno.test("production sends nothing in plaintext to a host that PLAINTEXT_HOSTS does not name", () => {
  const hidden = (name: string, allowed: string, host: string) =>
    `${name} is set to an invalid value (not shown); allowed: ${allowed} in production, ` +
    `unless PLAINTEXT_HOSTS names ${host}`;
  const database = "a URL with sslmode=verify-full or sslmode=require";
  const mail = "an smtps:// URL, or smtp:// with ?requireTLS=true,";
  const kafka = (host: string, value: string) =>
    `KAFKA_TLS ${value}; allowed: on in production, unless PLAINTEXT_HOSTS names ${host}`;
  const rows: [env: Record<string, string>, host: string, line: string][] = [
    [
      { DATABASE_URL: "postgres://u:p@db.test/aisle" },
      "db.test",
      hidden("DATABASE_URL", database, "db.test"),
    ],
    [
      { DATABASE_URL: "postgres://u:p@[2001:db8::1]/aisle?sslmode=prefer" },
      "2001:db8::1",
      hidden("DATABASE_URL", database, "2001:db8::1"),
    ],
    [
      { REDIS_URL: "redis://:p@Board.test" },
      "board.test",
      hidden("REDIS_URL", "rediss:// URLs", "board.test"),
    ],
    [
      { REDIS_URL: "rediss://one.test,redis://two.test" },
      "two.test",
      hidden("REDIS_URL", "rediss:// URLs", "two.test"),
    ],
    [{ KAFKA_BROKERS: "log.test:9092" }, "log.test", kafka("log.test", "is not set")],
    [
      { KAFKA_BROKERS: "localhost:1,[2001:db8::1]:2", KAFKA_TLS: "off" },
      "2001:db8::1",
      kafka("2001:db8::1", 'is "off"'),
    ],
    [{ SMTP_URL: "smtp://mail.test:587" }, "mail.test", hidden("SMTP_URL", mail, "mail.test")],
  ];
  for (const [env, host, line] of rows) {
    assert.equal(refusal({ ...PRODUCTION, ...env }), line);
    assert.equal(refusal({ ...PRODUCTION, ...env, PLAINTEXT_HOSTS: "other.test" }), line);
    assert.doesNotThrow(() => parseConfig({ ...PRODUCTION, ...env, PLAINTEXT_HOSTS: `other.test, ${host}` }));
    assert.doesNotThrow(() => parseConfig(env), "development");
  }
});

Deno.test("production connects to this machine, and with TLS to any other", () => {
  const given: Record<string, string>[] = [
    {
      DATABASE_URL: "postgres://localhost/aisle",
      REDIS_URL: "redis://127.0.0.1",
      KAFKA_BROKERS: "[::1]:9092",
    },
    { DATABASE_URL: "postgres://aisle@db.test/aisle?host=/run/postgresql" },
    { DATABASE_URL: "postgres://db.test/aisle?sslmode=require", SMTP_URL: "smtp://127.0.0.1:25" },
    { DATABASE_URL: "postgres://db.test/aisle?sslmode=verify-full", SMTP_URL: "smtps://mail.test" },
    { REDIS_URL: "rediss://a.test,rediss://b.test", SMTP_URL: "smtp://mail.test:587?requireTLS=true" },
    { KAFKA_BROKERS: "log.test:9093", KAFKA_TLS: "on" },
  ];
  for (const env of given) assert.doesNotThrow(() => parseConfig({ ...PRODUCTION, ...env }));
});

Deno.test("Kafka's user and password are set together or not at all", () => {
  assert.equal(
    refusal({ KAFKA_SASL_USERNAME: "aisle" }),
    "KAFKA_SASL_PASSWORD is not set; allowed: the password of KAFKA_SASL_USERNAME",
  );
  assert.equal(
    refusal({ KAFKA_SASL_PASSWORD: "pw" }),
    "KAFKA_SASL_USERNAME is not set; allowed: the user that KAFKA_SASL_PASSWORD belongs to",
  );
  const user = { KAFKA_SASL_USERNAME: "aisle", KAFKA_SASL_PASSWORD: "pw" };
  assert.deepEqual(parseConfig({ ...user, KAFKA_TLS: "on", KAFKA_SASL_MECHANISM: "plain" }).kafkaSecurity, {
    tls: true,
    sasl: { mechanism: "plain", username: "aisle", password: "pw" },
  });
  assert.equal(parseConfig(user).kafkaSecurity.sasl?.mechanism, "scram-sha-512");
});

Deno.test("demo accounts are reachable from other machines only in a demonstration", () => {
  const allowed = "a loopback address while DEMO is on, since everybody knows the demo passwords";
  for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "tickets.local", "127.example.org"]) {
    assert.equal(refusal({ HOST }), `HOST is "${HOST}"; allowed: ${allowed}`);
    assert.equal(parseConfig({ HOST, DEMONSTRATION: "on" }).demo, true);
    assert.equal(parseConfig({ HOST, DEMO: "off" }).demo, false);
    assert.equal(parseConfig({ HOST, DATABASE_URL: "postgres://db/aisle" }).demo, false);
  }
  for (const HOST of ["127.0.0.1", "127.0.0.53", "::1", "localhost"]) {
    assert.equal(parseConfig({ HOST }).demo, true);
  }
});

Deno.test("each invalid setting has its own line", () => {
  assert.deepEqual(
    refusal({ PORT: "x", DEMO: "x" }).split("\n").map((line) => line.split(" ")[0]),
    ["PORT", "DEMO"],
  );
});

Deno.test("a setting can list several secrets, separated by commas, each long enough and in no other setting", () => {
  const [a, b, short] = ["a".repeat(32), "b".repeat(32), "s".repeat(31)];
  assert.deepEqual(parseConfig({ JWT_SECRET: `${a}, ${b}` }).jwtSecrets, [a, b]);
  assert.deepEqual(parseConfig({ COOKIE_SECRET: a }).cookieSecrets, [a]);
  for (const value of [`${a},${short}`, `${a},`, short]) {
    assert.match(
      refusal({ COOKIE_SECRET: value }),
      /at least 32 characters, or several secrets of that length/,
    );
  }
  assert.match(
    refusal({ ...PRODUCTION, JWT_SECRET: `${a},${b}`, COOKIE_SECRET: b }),
    /a secret different from JWT_SECRET/,
  );
});

Deno.test("a message never repeats a secret", () => {
  const names = ["DATABASE_URL", "REDIS_URL", "SMTP_URL", "JWT_SECRET", "COOKIE_SECRET", "TICKET_KEY"];
  for (const name of names) {
    const message = refusal({ [name]: "hunter2!" });
    assert.match(message, new RegExp(`^${name} is set to an invalid value`));
    assert.doesNotMatch(message, /hunter2/);
  }
});

Deno.test("whole numbers are accepted if and only if they are in range", () => {
  fc.assert(fc.property(fc.integer({ min: -10, max: 10_000 }), (seconds) => {
    const parse = () => parseConfig({ HOLD_TTL_SECONDS: String(seconds) });
    if (seconds < 1 || seconds > 3600) assert.throws(parse, ConfigError);
    else {
      const { holdTtlMs, holdMaxMs } = parse();
      assert.equal(holdTtlMs, seconds * 1000);
      assert(holdMaxMs >= holdTtlMs);
    }
  }));
});

Deno.test("an identity provider has a client and its secret, and is https except on this machine", () => {
  const oidc = {
    OIDC_ISSUER: "https://id.test/realms/staff",
    OIDC_CLIENT_ID: "aisle",
    OIDC_CLIENT_SECRET: "a secret",
  };
  assert.deepEqual(parseConfig({ ...oidc, OIDC_ACR: "gold, silver", OIDC_BUYERS: "on" }).oidc, {
    issuer: "https://id.test/realms/staff",
    clientId: "aisle",
    clientSecret: "a secret",
    name: undefined,
    hosts: [],
    makesVisitors: true,
    acr: ["gold", "silver"],
  });
  for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]) {
    assert.match(refusal({ ...oidc, [name]: "" }), new RegExp(`^${name} is not set; allowed: the `));
  }
  for (const [name, value] of Object.entries({ OIDC_BUYERS: "on", OIDC_ACR: "gold", OIDC_HOSTS: "a.test" })) {
    assert.match(
      refusal({ [name]: value }),
      new RegExp(`^${name} is "${value}"; allowed: .* without OIDC_ISSUER$`),
    );
  }
  assert.match(
    refusal({ OIDC_CLIENT_SECRET: "hunter2" }),
    /^OIDC_CLIENT_SECRET is set to an invalid value \(not shown\)/,
  );
  for (
    const issuer of ["http://id.test", "https://id.test/?a", "https://u@id.test", "id.test", "ftp://id.test"]
  ) {
    assert.match(
      refusal({ ...oidc, OIDC_ISSUER: issuer }),
      /^OIDC_ISSUER is ".*"; allowed: an https URL/,
      issuer,
    );
  }
  for (const issuer of ["http://localhost:4000", "http://127.0.0.1:4000/realm", "http://[::1]:4000"]) {
    assert.doesNotThrow(() => parseConfig({ ...oidc, OIDC_ISSUER: issuer }), issuer);
    assert.match(
      refusal({ ...PRODUCTION, ...oidc, OIDC_ISSUER: issuer }),
      /allowed: an https URL in production$/,
      issuer,
    );
  }
  assert.doesNotThrow(() => parseConfig({ ...PRODUCTION, ...oidc }));
  assert.match(
    refusal({ ...PRODUCTION, ...oidc, OIDC_CLIENT_SECRET: "j".repeat(32) }),
    /different from JWT_SECRET/,
  );
});
