import assert from "node:assert/strict";
import { connectRedis } from "@/lib/board/redis/connection.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { testRedisUrl } from "@/lib/testing/services.ts";
import { createRateLimits, type LimitKey } from "./rate_limits.ts";

const redisUrl = testRedisUrl();

Deno.test({
  name: "two processes count together in Redis, and both limits of a request are reported",
  ignore: redisUrl === undefined,
  async fn() {
    const connections = [0, 1].map(() => connectRedis(redisUrl!, () => {}));
    try {
      await Promise.all(connections.map((redis) => new Promise((resolve) => redis.once("ready", resolve))));
      const processes = connections.map((redis) => createRateLimits({ redis, logger: silentLogger }));
      const key = crypto.randomUUID();
      const keys: LimitKey[] = [{ limit: "holds-buyer", key }, { limit: "holds-address", key }];
      for (let count = 0; count < 60; count++) {
        assert.equal((await processes[count % 2].consume(keys)).allowed, true);
      }
      const refused = await processes[0].consume(keys);
      assert.equal(refused.allowed, false);
      assert.ok(refused.retryAfterSeconds >= 1 && refused.retryAfterSeconds <= 60);
      assert.match(refused.headers["ratelimit"], /^"holds-buyer";r=0;t=\d+, "holds-address";r=239;t=\d+$/);
    } finally {
      for (const redis of connections) redis.disconnect();
    }
  },
});

Deno.test({
  name: "when Redis goes down, requests stay limited in memory",
  ignore: redisUrl === undefined,
  async fn() {
    const redis = connectRedis(redisUrl!, () => {});
    await new Promise((resolve) => redis.once("ready", resolve));
    const limits = createRateLimits({ redis, logger: silentLogger });
    const key = crypto.randomUUID();
    const signIn: LimitKey[] = [{ limit: "sign-in-network", key }];
    assert.match((await limits.consume(signIn)).headers["ratelimit"], /^"sign-in-network";r=9;/);
    redis.disconnect();
    for (let count = 0; count < 10; count++) assert.equal((await limits.consume(signIn)).allowed, true);
    assert.equal((await limits.consume(signIn)).allowed, false);
    const hold: LimitKey[] = [{ limit: "holds-buyer", key }];
    for (let count = 0; count < 60; count++) assert.equal((await limits.consume(hold)).allowed, true);
    assert.equal((await limits.consume(hold)).allowed, false);
  },
});
