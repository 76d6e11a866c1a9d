/** Re-authentication: what an account's owner proves again before an operation that a stolen session must not allow. */
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { PASSWORD_INPUT_MAX, verifyPassword } from "@/lib/auth/passwords.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { rateLimited } from "@/lib/http/limit_request.ts";
import { Problem, type ProblemCode } from "@/lib/http/problem.ts";
import type { RateLimitResult, RateLimits } from "@/lib/http/rate_limits.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

/** Members of a request that needs re-authentication. They may be missing, since that has an error of its own. */
export const proofShape = {
  password: z.string().max(PASSWORD_INPUT_MAX).optional().describe("The account's password")
    .meta({ examples: ["a long walk by the sea"] }),
};
export type Proof = z.output<z.ZodObject<typeof proofShape>>;

/** The error codes of an operation that needs re-authentication. */
export const proofErrors = [
  "reauthentication-required",
  "invalid-credentials",
] as const satisfies readonly ProblemCode[];

export type ProofRefusal =
  | { ok: false; code: typeof proofErrors[number] }
  | { ok: false; code: "rate-limited"; limited: RateLimitResult };
export type ProofResult = { ok: true } | ProofRefusal;

/**
 * Checks that the caller is the account's owner. Call it before the transaction of what it protects: hashing may wait.
 * @throws {Unavailable} if too many passwords are waiting to be hashed
 */
export async function reauthenticate(
  { sql, rateLimits }: { sql: Sql; rateLimits: RateLimits },
  { id }: Pick<User, "id">,
  { password }: Proof,
): Promise<ProofResult> {
  if (!password) return { ok: false, code: "reauthentication-required" };
  const keys = [{ limit: "reauthenticate-account", key: id }] as const;
  const limited = await rateLimits.consume(keys);
  if (!limited.allowed) return { ok: false, code: "rate-limited", limited };
  const [row] = await deadline(sql<{ passwordHash: string | null }[]>`
    select password_hash from users where id = ${id} and deleted_at is null`);
  if (!await verifyPassword(row?.passwordHash ?? null, password)) {
    return { ok: false, code: "invalid-credentials" };
  }
  await rateLimits.giveBack(keys);
  return { ok: true };
}

/** What a page's form shows at its password, with the response's status. */
export function proofFeedback(
  refusal: ProofRefusal,
  { notThePassword, tooMany }: Words["account"],
): { error: string; status: 422 | 429 } {
  return refusal.code === "rate-limited"
    ? { error: tooMany.text({ seconds: refusal.limited.retryAfterSeconds }), status: 429 }
    : { error: notThePassword, status: 422 };
}

/** The API's error for a refusal. */
export function proofProblem(refusal: ProofRefusal): Problem {
  return refusal.code === "rate-limited" ? rateLimited(refusal.limited) : new Problem(refusal.code);
}
