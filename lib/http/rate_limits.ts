/** How often one may ask. Counts are kept in Redis for all processes together, or in memory for one. */
import type { Cluster, Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import type { Logger } from "@/lib/observability/log.ts";

/** Every limit there is: requests per minute for one key. */
const requestsPerMinute = {
  "sign-in-email": 10,
  "sign-in-address": 30,
  "register-address": 10,
  "holds-buyer": 60,
  "holds-address": 300,
  "bookings-account": 30,
  "charts-account": 30,
  "pdf-account": 60,
  "address": 600,
} as const;

export type LimitName = keyof typeof requestsPerMinute;

/** One limit and who it is counted for. */
export interface LimitKey {
  limit: LimitName;
  key: string;
}

/** The limits that a kind of request counts against; an endpoint names its group. */
export type LimitGroup = "sign-in" | "register" | "holds" | "bookings" | "charts" | "pdf" | "other" | "none";

/** The limits of one request. A sign-in also counts per e-mail, once the body is read. */
export function limitKeys(group: LimitGroup, caller: Caller): LimitKey[] {
  const { address } = caller;
  switch (group) {
    case "sign-in":
      return [{ limit: "sign-in-address", key: address }];
    case "register":
      return [{ limit: "register-address", key: address }];
    case "holds": {
      const buyer = ownersOf(caller).at(0);
      const perAddress: LimitKey = { limit: "holds-address", key: address };
      return buyer ? [{ limit: "holds-buyer", key: buyer }, perAddress] : [perAddress];
    }
    case "bookings":
    case "charts":
    case "pdf":
      return caller.user
        ? [{ limit: `${group}-account`, key: caller.user.id }]
        : [{ limit: "address", key: address }];
    case "none":
      return [];
    case "other":
      return [{ limit: "address", key: address }];
    default:
      return group satisfies never;
  }
}

export interface RateLimitAnswer {
  allowed: boolean;
  /** Until the request may be repeated; 0 when it is allowed. */
  retryAfterSeconds: number;
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>;
}

export interface RateLimits {
  /** Counts one request against each of the limits; it is allowed when all of them allow it. */
  consume(keys: readonly LimitKey[]): Promise<RateLimitAnswer>;
}

/** Answers everything, for `RATE_LIMITS=off`. */
export const noRateLimits: RateLimits = {
  consume: () => Promise.resolve({ allowed: true, retryAfterSeconds: 0, headers: {} }),
};

type Limiter = RateLimiterMemory | RateLimiterRedis;

/**
 * Limits counted in `redis`, one round trip a request, or in memory without one. When Redis does not answer the
 * request passes, and the log says so: a limit protects the service and is not worth an outage of its own.
 */
export function createRateLimits(options: { redis?: Redis | Cluster; logger: Logger }): RateLimits {
  const { redis, logger } = options;
  const limiters = {} as Record<LimitName, Limiter>;
  for (const limit of Object.keys(requestsPerMinute) as LimitName[]) {
    const settings = { keyPrefix: `limit:${limit}`, points: requestsPerMinute[limit], duration: 60 };
    limiters[limit] = redis
      ? new RateLimiterRedis({ ...settings, storeClient: redis, rejectIfRedisNotReady: true })
      : new RateLimiterMemory(settings);
  }

  let storeAnswers = true;

  async function consumeOne({ limit, key }: LimitKey): Promise<RateLimiterRes | null> {
    try {
      const result = await limiters[limit].consume(key);
      storeAnswers = true;
      return result;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal;
      // One line for an outage, not one for each request in it.
      if (storeAnswers) logger.warn("rate limits are off while Redis does not answer", { error: refusal });
      storeAnswers = false;
      return null;
    }
  }

  return {
    // ioredis writes the commands of one turn together, so all limits of a request share a round trip.
    consume: async (keys) => answerOf(keys, await Promise.all(keys.map(consumeOne))),
  };
}

function answerOf(keys: readonly LimitKey[], results: (RateLimiterRes | null)[]): RateLimitAnswer {
  const states: string[] = [];
  const policies: string[] = [];
  let retryAfterSeconds = 0;
  for (const [at, { limit }] of keys.entries()) {
    const result = results[at];
    if (!result) continue;
    const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    const allowed = requestsPerMinute[limit];
    if (result.consumedPoints > allowed) retryAfterSeconds = Math.max(retryAfterSeconds, resetSeconds);
    states.push(`"${limit}";r=${result.remainingPoints};t=${resetSeconds}`);
    policies.push(`"${limit}";q=${allowed};w=60`);
  }
  const headers: Record<string, string> = states.length === 0
    ? {}
    : { "ratelimit": states.join(", "), "ratelimit-policy": policies.join(", ") };
  return { allowed: retryAfterSeconds === 0, retryAfterSeconds, headers };
}
