/** Re-authentication: what an account's owner proves again before an operation that a stolen session must not allow. */
import { z } from "zod";
import type { Caller, User } from "@/lib/auth/caller.ts";
import { PASSWORD_INPUT_MAX, verifyPassword } from "@/lib/auth/passwords.ts";
import { usePasskey } from "@/lib/auth/passkeys.ts";
import { isLastTry, readFactors, typedCode, useCode } from "@/lib/auth/second_factors.ts";
import { readProof } from "@/lib/auth/session_proofs.ts";
import { type Assertion, assertionSchema, readAssertion } from "@/lib/auth/webauthn.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, transaction } from "@/lib/db/pool.ts";
import { rateLimited } from "@/lib/http/limit_request.ts";
import { Problem, type ProblemCode } from "@/lib/http/problem.ts";
import type { RateLimitResult, RateLimits } from "@/lib/http/rate_limits.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { MessageServices } from "./confirmation.ts";
import { tellOwner } from "./notify.ts";

/** Members of a request that needs re-authentication. They may be missing, since that has an error of its own. */
export const proofShape = {
  password: z.string().max(PASSWORD_INPUT_MAX).optional().describe("The account's password")
    .meta({ examples: ["a long walk by the sea"] }),
  code: z.string().max(60).optional()
    .describe("If the account has a second factor: a code from the authenticator app, or a recovery code")
    .meta({ examples: ["287082"] }),
  passkey: assertionSchema.optional()
    .describe("Instead of both: a passkey's answer to the options of `askToReauthenticate`"),
};
export type Proof = z.output<z.ZodObject<typeof proofShape>> & {
  /** The session that asks: its owner may have just signed in again at the identity provider. */
  sessionId?: string | null;
};

/** The error codes of an operation that needs re-authentication. */
export const proofErrors = [
  "reauthentication-required",
  "invalid-credentials",
] as const satisfies readonly ProblemCode[];

export type ProofRefusal =
  | { ok: false; code: "reauthentication-required" }
  | { ok: false; code: "invalid-credentials"; wrong: "password" | "code" | "passkey" | "app-unreadable" }
  | { ok: false; code: "rate-limited"; limited: RateLimitResult };
export type ProofResult = { ok: true } | ProofRefusal;

export interface ProofServices extends MessageServices {
  rateLimits: RateLimits;
  secrets: Pick<Secrets, "cookieSecrets">;
}

/** For accounts that follow the browser's language, in the only email that is written without knowing it. */
const DEFAULT_READER = { locale: "en" };

/**
 * Checks that the caller is the account's owner: by a passkey; by the password; or by their having signed in again at the
 * identity provider within five minutes. After the last two also by a code if the account has a second factor, unless the
 * provider asked for one. Call it before beginning the transaction that it protects: hashing may have to wait.
 * @throws {Unavailable} if too many passwords are waiting to be hashed
 */
export async function reauthenticate(
  services: ProofServices,
  user: Pick<User, "id" | "name" | "locale">,
  { password, code, passkey, sessionId }: Proof,
): Promise<ProofResult> {
  if (passkey) return await checkOwnPasskey(services, user, passkey);
  const { sql, now } = services;
  const { isProved, isFactorProved } = await readProof(sql, sessionId, now());
  const needsCode = !isFactorProved && (await readFactors(sql, user.id)).length > 0;
  if ((!password && !isProved) || (needsCode && !code)) {
    return { ok: false, code: "reauthentication-required" };
  }
  const proved: ProofResult = isProved ? { ok: true } : await checkOwnPassword(services, user, password!);
  return proved.ok && needsCode && code ? await checkOwnCode(services, user, code) : proved;
}

/**
 * Checks the password alone, for an owner who replaces it.
 * @throws {Unavailable} if too many passwords are waiting to be hashed
 */
export async function checkOwnPassword(
  { sql, rateLimits }: Pick<ProofServices, "sql" | "rateLimits">,
  { id }: Pick<User, "id">,
  password: string,
): Promise<ProofResult> {
  const keys = [{ limit: "reauthenticate-account", key: id }] as const;
  const limited = await rateLimits.consume(keys);
  if (!limited.allowed) return { ok: false, code: "rate-limited", limited };
  const [row] = await deadline(sql<{ passwordHash: string | null }[]>`
    select password_hash from users where id = ${id} and deleted_at is null`);
  if (!await verifyPassword(row?.passwordHash ?? null, password)) {
    return { ok: false, code: "invalid-credentials", wrong: "password" };
  }
  await rateLimits.giveBack(keys);
  return { ok: true };
}

async function checkOwnPasskey(
  services: ProofServices,
  { id }: Pick<User, "id">,
  passkey: Assertion,
): Promise<ProofResult> {
  const scope = { use: "reauthenticate", holder: id } as const;
  const used = await transaction(services.sql, (tx) => usePasskey(tx, services, passkey, scope, id));
  return used.ok ? { ok: true } : { ok: false, code: "invalid-credentials", wrong: "passkey" };
}

async function checkOwnCode(
  services: ProofServices,
  user: Pick<User, "id" | "name" | "locale">,
  code: string,
): Promise<ProofResult> {
  const { sql, secrets, now } = services;
  const checked = await transaction(sql, async (tx) => {
    const checked = await useCode(tx, user.id, typedCode(code), { secrets, nowMs: now() });
    if (isLastTry(checked)) {
      await tellOwner(tx, services, user, DEFAULT_READER, { kind: "wrong-codes" });
    }
    return checked;
  });
  if (checked.ok) return { ok: true };
  if (checked.code === "second-factor-invalid") {
    return { ok: false, code: "invalid-credentials", wrong: "code" };
  }
  if (checked.code === "app-unreadable") {
    return { ok: false, code: "invalid-credentials", wrong: "app-unreadable" };
  }
  const { retryAfterSeconds } = checked;
  return { ok: false, code: "rate-limited", limited: { allowed: false, retryAfterSeconds, headers: {} } };
}

/** What a page's form shows at the fields of the proof. */
export interface ProofErrors {
  password?: string;
  code?: string;
  passkey?: string;
}

/** What a page's form shows after a refusal, with the response's status. */
export function proofFeedback(
  refusal: ProofRefusal,
  { notThePassword, wrongCode, wrongPasskey, appUnreadable, proofMissing, tooMany }: Words["account"],
): { errors: ProofErrors; status: 422 | 429 } {
  switch (refusal.code) {
    case "rate-limited":
      return {
        errors: { password: tooMany.text({ seconds: refusal.limited.retryAfterSeconds }) },
        status: 429,
      };
    case "reauthentication-required":
      return { errors: { password: proofMissing }, status: 422 };
    case "invalid-credentials":
      return {
        errors: {
          password: { password: notThePassword },
          code: { code: wrongCode },
          "app-unreadable": { code: appUnreadable },
          passkey: { passkey: wrongPasskey },
        }[refusal.wrong],
        status: 422,
      };
    default:
      return refusal satisfies never;
  }
}

/** The proof in a page's form that the caller has sent. */
export function proofOf(form: URLSearchParams, { sessionId }: Pick<Caller, "sessionId">): Proof {
  return {
    password: form.get("password") ?? undefined,
    code: form.get("code") ?? undefined,
    passkey: readAssertion(form.get("passkey") ?? "") ?? undefined,
    sessionId,
  };
}

/** The API's error for a refusal. */
export function proofProblem(refusal: ProofRefusal): Problem {
  if (refusal.code === "rate-limited") return rateLimited(refusal.limited);
  const isUnreadable = refusal.code === "invalid-credentials" && refusal.wrong === "app-unreadable";
  return new Problem(refusal.code, isUnreadable ? { detail: (words) => words.account.appUnreadable } : {});
}
