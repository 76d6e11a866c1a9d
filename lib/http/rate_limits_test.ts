import assert from "node:assert/strict";
import { guest } from "@/lib/auth/identify.ts";
import { createLogger, silentLogger } from "@/lib/observability/log.ts";
import { createRateLimits, type LimitKey, limitKeys, type RateLimits } from "./rate_limits.ts";

const user = {
  id: "u1",
  email: "a@example.org",
  emailConfirmed: true,
  name: "A",
  role: "visitor",
  locale: null,
} as const;
const address = "192.0.2.1";
const signedIn = { ...guest(address), user, visitorId: "v1" };

Deno.test("each kind of request counts against the limits of the contract", () => {
  assert.deepEqual(limitKeys("sign-in", signedIn), [{ limit: "sign-in-address", key: address }]);
  assert.deepEqual(limitKeys("register", signedIn), [{ limit: "register-address", key: address }]);
  assert.deepEqual(limitKeys("holds", signedIn), [
    { limit: "holds-buyer", key: "u:u1" },
    { limit: "holds-address", key: address },
  ]);
  assert.deepEqual(limitKeys("holds", guest(address)), [{ limit: "holds-address", key: address }]);
  assert.deepEqual(limitKeys("bookings", signedIn), [
    { limit: "bookings-buyer", key: "u:u1" },
    { limit: "bookings-address", key: address },
  ]);
  assert.deepEqual(limitKeys("other", signedIn), [{ limit: "address", key: address }]);
  assert.deepEqual(limitKeys("none", signedIn), []);
});

Deno.test("IPv6 is limited per /64, and per /48 with ten times the limit", async () => {
  const from = (host: string) => limitKeys("register", guest(`2001:db8:1:${host}`));
  assert.deepEqual(from("2::1"), from("2::ffff"));
  assert.deepEqual(from("2::1"), [
    { limit: "register-address", key: "2001:db8:1:2::/64" },
    { limit: "register-address-48", key: "2001:db8:1::/48" },
  ]);
  const limits = createRateLimits({ logger: silentLogger });
  for (let count = 0; count < 10; count++) {
    assert.equal((await limits.consume(from(`2::${count}`))).allowed, true);
  }
  assert.equal((await limits.consume(from("2::abcd"))).allowed, false);
  for (let network = 10; network < 99; network++) {
    assert.equal((await limits.consume(from(`${network}::1`))).allowed, true, String(network));
  }
  assert.equal(
    (await limits.consume(from("abc::1"))).allowed,
    false,
    "the hundred requests of the /48 are used up",
  );
  assert.equal((await limits.consume(limitKeys("register", guest("2001:db8:2::1")))).allowed, true);
});

Deno.test("the request after the last allowed one is refused, for its key only", async () => {
  const limits = createRateLimits({ logger: silentLogger });
  const mine = [{ limit: "sign-in-network", key: "mine" }] as const;
  for (let count = 1; count <= 10; count++) {
    const result = await limits.consume(mine);
    assert.equal(result.allowed, true);
    assert.equal(result.headers["ratelimit"], `"sign-in-network";r=${10 - count};t=60`);
    assert.equal(result.headers["ratelimit-policy"], '"sign-in-network";q=10;w=60');
  }
  const refused = await limits.consume(mine);
  assert.equal(refused.allowed, false);
  assert.ok(refused.retryAfterSeconds >= 1 && refused.retryAfterSeconds <= 60);
  assert.equal((await limits.consume([{ limit: "sign-in-network", key: "other" }])).allowed, true);
});

Deno.test("one exhausted limit is enough to refuse a request", async () => {
  const limits = createRateLimits({ logger: silentLogger });
  for (let count = 0; count < 60; count++) await limits.consume(limitKeys("holds", signedIn));
  const result = await limits.consume(limitKeys("holds", signedIn));
  assert.equal(result.allowed, false);
  assert.match(result.headers["ratelimit"], /^"holds-buyer";r=0;t=\d+, "holds-address";r=239;t=\d+$/);
});

function createWithoutRedis(): { limits: RateLimits; lines: string[] } {
  const lines: string[] = [];
  const down = { status: "end", defineCommand: () => {} } as unknown as import("ioredis").Redis;
  const limits = createRateLimits({
    redis: down,
    logger: createLogger({ write: (line) => lines.push(line) }),
  });
  return { limits, lines };
}

Deno.test("while Redis is down, requests are counted in memory, with one line in the log", async () => {
  const { limits, lines } = createWithoutRedis();
  const keys = limitKeys("holds", signedIn);
  for (let count = 0; count < 60; count++) assert.equal((await limits.consume(keys)).allowed, true);
  assert.equal((await limits.consume(keys)).allowed, false);
  assert.equal(lines.length, 1);
});

Deno.test("while Redis is down, sign-ins and registrations are limited in memory", async () => {
  const { limits } = createWithoutRedis();
  const rows: [LimitKey[], number][] = [
    [[{ limit: "sign-in-network", key: "mine" }], 10],
    [limitKeys("sign-in", signedIn), 30],
    [limitKeys("register", guest("2001:db8::1")), 10],
  ];
  for (const [keys, max] of rows) {
    for (let count = 0; count < max; count++) assert.equal((await limits.consume(keys)).allowed, true);
    const refused = await limits.consume(keys);
    assert.equal(refused.allowed, false, keys[0].limit);
    assert.match(refused.headers["ratelimit"], new RegExp(`^"${keys[0].limit}";r=0;`));
  }
});
