import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError, loadSecrets, parseConfig, settingNames } from "@/lib/config.ts";

const TICKET_KEY = "MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const PRODUCTION = {
  AISLE_ENV: "production",
  PUBLIC_URL: "https://tickets.example.org",
  DEMONSTRATION: "on",
  JWT_SECRET: "j".repeat(32),
  COOKIE_SECRET: "c".repeat(32),
  TICKET_KEY,
};

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
    metricsToken: undefined,
    jwtSecret: undefined,
    cookieSecret: undefined,
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
    refusal({ ...PRODUCTION, DEMONSTRATION: "off" }),
    `PAYMENT_PROVIDER is not set; allowed: ${allowed}`,
  );
  assert.equal(
    refusal({ ...PRODUCTION, DEMONSTRATION: "", PAYMENT_PROVIDER: "mock" }),
    `PAYMENT_PROVIDER is "mock"; allowed: ${allowed}`,
  );
  for (const name of settingNames.filter((name) => /^MOCK_PROVIDER_|^PAYMENT_APPROVAL_RATE$/.test(name))) {
    const lines = refusal({ ...PRODUCTION, DEMONSTRATION: "off", [name]: "0" }).split("\n");
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
      { METRICS_TOKEN: "m" },
      "METRICS_TOKEN is set to an invalid value (not shown); allowed: at least 32 characters in " +
      "production",
    ],
  ];
  for (const [env, line] of rows) assert.equal(refusal({ ...PRODUCTION, ...env }), line);
  assert.equal(parseConfig({ METRICS_TOKEN: "m" }).metricsToken, "m");
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

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle_config_" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("missing secrets are created once, readable only by the owner, and then stay the same", async () => {
  await withFolder(async (folder) => {
    const config = parseConfig({ DATA_DIR: `${folder}/data` });
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(config)));
    const later = await loadSecrets(config);
    for (const secrets of atOnce) assert.deepEqual(secrets, later);
    const { mode } = await Deno.stat(`${folder}/data/secrets.json`);
    assert.equal(mode! & 0o777, 0o600);
    assert.deepEqual([...Deno.readDirSync(`${folder}/data`)].map((entry) => entry.name), ["secrets.json"]);
    assert.equal(parseConfig({ TICKET_KEY: later.ticketKey }).ticketKey, later.ticketKey);
  });
});

Deno.test("configured secrets take precedence over the file, and all three together need no file", async () => {
  await withFolder(async (folder) => {
    const jwtSecret = "j".repeat(40);
    const some = await loadSecrets(parseConfig({ DATA_DIR: folder, JWT_SECRET: jwtSecret }));
    assert.equal(some.jwtSecret, jwtSecret);
    assert.notEqual(some.cookieSecret, jwtSecret);

    const all = await loadSecrets(parseConfig({ ...PRODUCTION, DATA_DIR: `${folder}/none` }));
    assert.equal(all.ticketKey, TICKET_KEY);
    await assert.rejects(Deno.stat(`${folder}/none`), Deno.errors.NotFound);
  });
});

Deno.test("a damaged secrets file prevents startup", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/secrets.json`, "{}");
    await assert.rejects(loadSecrets(parseConfig({ DATA_DIR: folder })), ConfigError);
  });
});
