import type { State } from "@/utils.ts";
import { rateLimited } from "./endpoint.ts";
import { type LimitGroup, limitKeys } from "./rate_limits.ts";

/**
 * Counts a form against the same limit as the API call that does the same.
 * @throws Problem `rate-limited`, which becomes a page.
 */
export async function limitForm(
  { services, caller }: Pick<State, "services" | "caller">,
  group: LimitGroup,
): Promise<void> {
  const limited = await services.rateLimits.consume(limitKeys(group, caller));
  if (!limited.allowed) throw rateLimited(limited.retryAfterSeconds);
}
