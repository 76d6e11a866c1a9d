/** Rate limits. Counts are kept in Redis for all processes together, or in memory for one. */
import type { Cluster, Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { networksOf } from "./wire/address.ts";

/** Requests per minute for one IPv4 address or IPv6 /64. An IPv6 /48 may make ten times as many. */
const perAddress = {
  "sign-in-address": 30,
  "register-address": 10,
  "mails-address": 10,
  "holds-address": 300,
  "bookings-address": 300,
  "pictures-address": 3_000,
  "address": 600,
} as const;

type AddressLimit = keyof typeof perAddress;

/** All limits, in requests per minute for one key. */
const requestsPerMinute = {
  ...perAddress,
  ...tenfoldPerSite(),
  // Wrong passwords: for an account from one network, from one device that it knows, and from all other devices.
  "sign-in-network": 10,
  "sign-in-device": 10,
  "sign-in-email": 100,
  "reauthenticate-account": 10,
  "holds-buyer": 60,
  "bookings-buyer": 30,
  "charts-account": 30,
  "pdf-account": 60,
  "export-account": 10,
  "artwork-account": 20,
};

function tenfoldPerSite() {
  const sites = Object.entries(perAddress).map(([limit, requests]) => [`${limit}-48`, requests * 10]);
  return Object.fromEntries(sites) as Record<`${AddressLimit}-48`, number>;
}

export type LimitName = keyof typeof requestsPerMinute;

/** A limit and the key that it is counted for. */
export interface LimitKey {
  limit: LimitName;
  key: string;
}

/** The limits that a kind of request counts against; an endpoint names its group. */
export type LimitGroup =
  | "sign-in"
  | "register"
  | "mails"
  | "holds"
  | "bookings"
  | "charts"
  | "pdf"
  | "export"
  | "artwork"
  | "pictures"
  | "other"
  | "none";

/** The limits of one request. A sign-in with a wrong password also counts against limits of the account. */
export function limitKeys(group: LimitGroup, caller: Caller): LimitKey[] {
  const { address } = caller;
  switch (group) {
    case "sign-in":
      return addressKeys("sign-in-address", address);
    case "register":
      return addressKeys("register-address", address);
    case "mails":
      return addressKeys("mails-address", address);
    case "holds":
      return [...buyerKeys("holds-buyer", caller), ...addressKeys("holds-address", address)];
    case "bookings":
      return [...buyerKeys("bookings-buyer", caller), ...addressKeys("bookings-address", address)];
    case "charts":
    case "pdf":
    case "export":
    case "artwork":
      return caller.user
        ? [{ limit: `${group}-account`, key: caller.user.id }]
        : addressKeys("address", address);
    case "pictures":
      return addressKeys("pictures-address", address);
    case "none":
      return [];
    case "other":
      return addressKeys("address", address);
    default:
      return group satisfies never;
  }
}

/** By account or visitor. Anyone can be many of them, so their addresses have limits too. */
function buyerKeys(limit: "holds-buyer" | "bookings-buyer", caller: Caller): LimitKey[] {
  const [key] = ownersOf(caller);
  return key ? [{ limit, key }] : [];
}

function addressKeys(limit: AddressLimit, address: string): LimitKey[] {
  const { network, site } = networksOf(address);
  return site ? [{ limit, key: network }, { limit: `${limit}-48`, key: site }] : [{ limit, key: network }];
}

export interface RateLimitResult {
  allowed: boolean;
  /** How long until the request may be repeated; 0 if this one is allowed. */
  retryAfterSeconds: number;
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>;
}

export interface RateLimits {
  /** Counts one request against each of the limits; it is allowed if all of them allow it. */
  consume(keys: readonly LimitKey[]): Promise<RateLimitResult>;
  /**
   * Takes back one allowed request, for limits that count only failures: a request is counted before its outcome is
   * known, so that none slips through.
   */
  giveBack(keys: readonly LimitKey[]): Promise<void>;
}

/** Allows everything, for `RATE_LIMITS=off`. */
export const noRateLimits: RateLimits = {
  consume: () => Promise.resolve({ allowed: true, retryAfterSeconds: 0, headers: {} }),
  giveBack: () => Promise.resolve(),
};

type Limiter = RateLimiterMemory | RateLimiterRedis;

/**
 * Limits counted in `redis`, one round trip per request, or in memory without it. While Redis is down, each process
 * keeps its own counts, and a warning is logged.
 */
export function createRateLimits(options: { redis?: Redis | Cluster; logger: Logger }): RateLimits {
  const { redis, logger } = options;
  const limiters = {} as Record<LimitName, Limiter>;
  const localLimiters = {} as Record<LimitName, RateLimiterMemory>;
  for (const limit of Object.keys(requestsPerMinute) as LimitName[]) {
    const settings = { keyPrefix: `limit:${limit}`, points: requestsPerMinute[limit], duration: 60 };
    localLimiters[limit] = new RateLimiterMemory(settings);
    limiters[limit] = redis
      ? new RateLimiterRedis({ ...settings, storeClient: redis, rejectIfRedisNotReady: true })
      : localLimiters[limit];
  }

  let isStoreUp = true;

  async function consumeOne({ limit, key }: LimitKey): Promise<RateLimiterRes> {
    try {
      const result = await consumeIn(limiters[limit], key);
      isStoreUp = true;
      return result;
    } catch (error) {
      // One line per outage, not one per request.
      if (isStoreUp) logger.warn("each process counts rate limits on its own while Redis is down", { error });
      isStoreUp = false;
      return await consumeIn(localLimiters[limit], key);
    }
  }

  async function giveBackOne({ limit, key }: LimitKey): Promise<void> {
    try {
      await limiters[limit].reward(key);
    } catch (error) {
      // The limit stays a little stricter until its minute is over; `consumeOne` reports an outage.
      if (isStoreUp) logger.warn("could not reach Redis to give back a request", { error });
      await localLimiters[limit].reward(key);
    }
  }

  return {
    // ioredis pipelines the commands of one turn of the event loop, so all limits of a request share a round trip.
    consume: async (keys) => resultOf(keys, await Promise.all(keys.map(consumeOne))),
    giveBack: async (keys) => void await Promise.all(keys.map(giveBackOne)),
  };
}

/** What is left of a limit after one more request; exceeding it is a result too. */
async function consumeIn(limiter: Limiter, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}

function resultOf(keys: readonly LimitKey[], results: RateLimiterRes[]): RateLimitResult {
  const states: string[] = [];
  const policies: string[] = [];
  let retryAfterSeconds = 0;
  for (const [at, { limit }] of keys.entries()) {
    const result = results[at];
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
