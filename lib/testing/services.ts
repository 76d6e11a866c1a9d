/**
 * The servers besides Postgres that `deno task test` starts if it can. A test that needs one is ignored without it:
 * `Deno.test({ name, ignore: testRedisUrl() === undefined, fn })`.
 */

/** The Redis of the test run, shared by all tests: each uses its own keys, such as random event ids. */
export function testRedisUrl(): string | undefined {
  return Deno.env.get("TEST_REDIS_URL") || undefined;
}

/** The Kafka of the test run, shared by all tests: each uses topics and groups under a `testPrefix`. */
export function testKafkaBrokers(): string[] | undefined {
  const brokers = Deno.env.get("TEST_KAFKA_BROKERS");
  return brokers ? brokers.split(",") : undefined;
}

/** A prefix that no other test uses, for topics, groups and keys. */
export function testPrefix(): string {
  return `test-${crypto.randomUUID().slice(0, 8)}-`;
}
