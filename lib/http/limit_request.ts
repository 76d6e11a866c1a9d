import type { Caller } from "@/lib/auth/caller.ts";
import { Problem } from "./problem.ts";
import { type LimitGroup, limitKeys, type RateLimitResult, type RateLimits } from "./rate_limits.ts";

/**
 * Counts a request against the limits of its group. Returns the headers that report what is left of them.
 * @throws {Problem} `rate-limited`
 */
export async function limitRequest(
  { services, caller }: { services: { rateLimits: RateLimits }; caller: Caller },
  group: LimitGroup,
): Promise<Record<string, string>> {
  const limited = await services.rateLimits.consume(limitKeys(group, caller));
  if (!limited.allowed) throw rateLimited(limited);
  return limited.headers;
}

/** The rate-limit error, with the headers of the limits. */
export function rateLimited({ headers, retryAfterSeconds }: RateLimitResult): Problem {
  return new Problem("rate-limited", { headers: { ...headers, "retry-after": String(retryAfterSeconds) } });
}
