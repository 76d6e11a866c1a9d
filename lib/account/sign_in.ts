/** Signing in: the password, then a second factor if the account has one; or a passkey alone. Pages and the API call the same functions. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { deviceName } from "@/lib/auth/device_name.ts";
import type { KnownDevice } from "@/lib/auth/known_devices.ts";
import { checkPassword, hashPassword, PASSWORD_INPUT_MAX } from "@/lib/auth/passwords.ts";
import { askForPasskey, type PasskeyResult, usePasskey } from "@/lib/auth/passkeys.ts";
import {
  type Factor,
  type FactorMethod,
  factorsOf,
  type GivenCode,
  isLastTry,
  methodsOf,
  typedCode,
  useCode,
} from "@/lib/auth/second_factors.ts";
import { type IssuedTokens, type Sessions, type SignInMethod, userColumns } from "@/lib/auth/sessions.ts";
import { type Assertion, assertionSchema, type RequestOptions } from "@/lib/auth/webauthn.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { type AuditEntry, auditing, unknownAddress } from "@/lib/db/audit_log.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { LimitKey, RateLimitResult, RateLimits } from "@/lib/http/rate_limits.ts";
import { networksOf } from "@/lib/http/wire/address.ts";
import { sign, verifySigned } from "@/lib/http/wire/cookies.ts";
import { wordsFor } from "@/lib/i18n/words.ts";
import { emailKey, soughtAddress } from "@/lib/text/email_address.ts";
import type { MessageServices, Origin } from "./confirmation.ts";
import { tellOwner } from "./notify.ts";

const CODE_LENGTH_MAX = 60;

/** The input for signing in. A password has no rules here: it matches or it does not. */
export const credentialsSchema = z.strictObject({
  email: soughtAddress,
  password: z.string().min(1).max(PASSWORD_INPUT_MAX),
  code: z.string().max(CODE_LENGTH_MAX).optional().describe("From the authenticator app")
    .meta({ examples: ["287082"] }),
  recoveryCode: z.string().max(CODE_LENGTH_MAX).optional()
    .describe("Instead of `code`. Case and hyphens do not matter")
    .meta({ examples: ["7K2M-Q0RZ-4W8D-N1PT"] }),
  passkey: assertionSchema.optional()
    .describe("Instead of `code`: a passkey's answer to the options of `askForPasskey`"),
}).meta({
  id: "Credentials",
  examples: [{ email: "ada@example.org", password: "a long walk by the sea" }],
});
export type Credentials = z.output<typeof credentialsSchema>;

/** The device that signs in: its browser, the visitor that it was before, and whether it has signed in before. */
export interface Device extends Origin {
  userAgent: string;
  visitorId: string | null;
  known: KnownDevice | null;
}

export type SignInResult =
  | { ok: true; tokens: IssuedTokens }
  | {
    ok: false;
    code: "invalid-credentials" | "second-factor-invalid" | "passkey-invalid" | "app-unreadable";
  }
  /** The password is correct, but an admin has locked the account. */
  | { ok: false; code: "account-locked" }
  /** The password is correct. A page sends the challenge back with the code, so that it need not keep the password. */
  | { ok: false; code: "second-factor-required"; next: SecondStep }
  | { ok: false; code: "rate-limited"; limited: RateLimitResult; isAboutCodes: boolean };

export type PasskeySignInResult =
  | { ok: true; tokens: IssuedTokens }
  | { ok: false; code: "passkey-invalid" | "account-locked" };

export interface SignInServices extends MessageServices {
  sessions: Sessions;
  rateLimits: RateLimits;
  secrets: Pick<Secrets, "cookieSecrets">;
}

type AccountRow = User & { passwordHash: string | null; isLocked: boolean; factors: Factor[] };

/**
 * Signs in. Neither the result nor its timing reveals whether the account exists.
 * @throws {Unavailable} if too many passwords are waiting to be hashed
 */
export async function signIn(
  services: SignInServices,
  { email, password, code, recoveryCode, passkey }: Credentials,
  device: Device,
): Promise<SignInResult> {
  const { sql, rateLimits } = services;
  const key = emailKey(email);
  const [row] = await deadline(sql<[AccountRow?]>`
    select ${userColumns(sql)}, u.password_hash, u.locked_at is not null as is_locked,
      ${factorsOf(sql)} as factors from users u
    where u.email_key = ${key} and u.deleted_at is null`);
  const limits = attemptLimits(key, row?.id, device);
  const limited = await rateLimits.consume(limits);
  const subject = row
    ? { type: "account", id: row.id } as const
    : unknownAddress(services.secrets.cookieSecrets[0], key);
  if (!limited.allowed) {
    await recordFailure(services.sql, subject, "limited", device);
    return { ok: false, code: "rate-limited", limited, isAboutCodes: false };
  }
  const { matches, isOutdated } = await checkPassword(row?.passwordHash ?? null, password);
  if (!matches || !row) {
    await recordFailure(services.sql, subject, "password", device);
    return { ok: false, code: "invalid-credentials" };
  }
  await rateLimits.giveBack(limits);
  if (row.isLocked) {
    await recordFailure(services.sql, subject, "locked", device);
    return { ok: false, code: "account-locked" };
  }
  if (isOutdated) {
    await deadline(sql`
      update users set password_hash = ${await hashPassword(password)}
      where id = ${row.id} and password_hash = ${row.passwordHash}`);
  }
  if (row.factors.length === 0) return await startSession(services, row, device, { method: "password" });
  if (passkey !== undefined) return await completeWithPasskey(services, row, passkey, device, "password");
  if (code !== undefined) return await signInWithCode(services, row, { code }, device, "password");
  if (recoveryCode !== undefined) {
    return await signInWithCode(services, row, { recoveryCode }, device, "password");
  }
  return askForFactor(services, row, "password");
}

function askForFactor(services: SignInServices, row: AccountRow, method: SignInMethod): SignInResult {
  const next = { methods: methodsOf(row.factors), challenge: passwordChallenge(services, row, method) };
  return { ok: false, code: "second-factor-required", next };
}

/**
 * Signs in the owner of an account whom an identity provider has identified. The account's second factor is asked for,
 * unless the provider has asked for one.
 */
export async function signInIdentified(
  services: SignInServices,
  userId: string,
  { hasSecondFactor }: { hasSecondFactor: boolean },
  device: Device,
): Promise<SignInResult> {
  const row = await findAccount(services.sql, userId);
  if (!row) return { ok: false, code: "invalid-credentials" };
  if (row.isLocked) {
    await recordFailure(services.sql, { type: "account", id: userId }, "locked", device);
    return { ok: false, code: "account-locked" };
  }
  if (row.factors.length > 0 && !hasSecondFactor) return askForFactor(services, row, "oidc");
  return await startSession(services, row, device, { method: "oidc", hasProvedFactor: hasSecondFactor });
}

async function recordFailure(
  sql: Sql | Transaction,
  subject: AuditEntry["subject"],
  why: "limited" | "password" | "locked" | "code" | "passkey",
  { address }: Device,
): Promise<void> {
  const actor = { id: null, address };
  const entry = { actor, action: "account.sign-in-failed", subject, detail: { why } } as const;
  await deadline(sql`select ${auditing(sql, entry)}`);
}

/**
 * The limits that wrong passwords count against. On a device that is new to the account, those of the email address and
 * the network; on a known device only its own, so that guesses made elsewhere do not keep the owner out.
 */
function attemptLimits(key: string, userId: string | undefined, { known, address }: Device): LimitKey[] {
  if (known && userId && known.accounts.includes(userId)) {
    return [{ limit: "sign-in-device", key: `${known.id} ${userId}` }];
  }
  const { network } = networksOf(address);
  return [
    { limit: "sign-in-network", key: digest(`${key} ${network}`) },
    { limit: "sign-in-email", key: digest(key) },
  ];
}

/** The key of a limit is stored in Redis, which must not contain email addresses. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

export type ChallengeResult = SignInResult | { ok: false; code: "challenge-expired" };

/** What a page's form asks for after the password. */
export interface SecondStep {
  methods: FactorMethod[];
  challenge: string;
}

/** The second step that a challenge belongs to, to ask for it again; null if it has expired. */
export async function findSecondStep(
  services: SignInServices,
  challenge: string,
): Promise<SecondStep | null> {
  const challenged = await accountOfChallenge(services, challenge);
  return challenged && { methods: methodsOf(challenged.row.factors), challenge };
}

/** What was given in the second step: a code as typed, from the app or a recovery code, or a passkey. */
export type SecondProof = { typed: string } | { passkey: Assertion | null };

/** Completes a sign-in whose password was correct. A passkey that could not be read counts as a wrong one. */
export async function answerChallenge(
  services: SignInServices,
  challenge: string,
  given: SecondProof,
  device: Device,
): Promise<ChallengeResult> {
  const challenged = await accountOfChallenge(services, challenge);
  if (!challenged) return { ok: false, code: "challenge-expired" };
  const { row, method } = challenged;
  if (row.isLocked) return { ok: false, code: "account-locked" };
  if ("passkey" in given) return await completeWithPasskey(services, row, given.passkey, device, method);
  return await signInWithCode(
    services,
    row,
    typedCode(given.typed.slice(0, CODE_LENGTH_MAX)),
    device,
    method,
  );
}

/** Completes a sign-in with a passkey of that account. */
async function completeWithPasskey(
  services: SignInServices,
  row: AccountRow,
  passkey: Assertion | null,
  device: Device,
  method: SignInMethod,
): Promise<PasskeySignInResult> {
  const used = await checkPasskey(services, passkey, device, row.id);
  return used.ok
    ? await startSession(services, row, device, { method })
    : { ok: false, code: "passkey-invalid" };
}

/**
 * Signs in with a passkey alone: whoever uses it has it and has unlocked it, which makes two factors. A passkey
 * that could not be read counts as a wrong one.
 */
export async function signInWithPasskey(
  services: SignInServices,
  passkey: Assertion | null,
  device: Device,
): Promise<PasskeySignInResult> {
  const used = await checkPasskey(services, passkey, device, null);
  const row = used.ok ? await findAccount(services.sql, used.userId) : null;
  if (!row) return { ok: false, code: "passkey-invalid" };
  if (row.isLocked) {
    await recordFailure(services.sql, { type: "account", id: row.id }, "locked", device);
    return { ok: false, code: "account-locked" };
  }
  return await startSession(services, row, device, { method: "passkey" });
}

async function checkPasskey(
  services: SignInServices,
  passkey: Assertion | null,
  device: Device,
  ownerId: string | null,
): Promise<PasskeyResult> {
  if (!passkey) return { ok: false, userId: ownerId };
  return await transaction(services.sql, async (tx) => {
    const used = await usePasskey(tx, services, passkey, signingIn(device.visitorId), ownerId);
    // A passkey that is not known here is nobody's.
    if (!used.ok && used.userId) {
      await recordFailure(tx, { type: "account", id: used.userId }, "passkey", device);
    }
    return used;
  });
}

/** What to ask a visitor's browser for when they sign in. Only this visitor can answer. */
export function askToSignIn(services: SignInServices, visitorId: string | null): RequestOptions {
  return askForPasskey(services, signingIn(visitorId));
}

function signingIn(visitorId: string | null) {
  return { use: "sign-in", holder: visitorId ?? "" } as const;
}

async function signInWithCode(
  services: SignInServices,
  row: AccountRow,
  given: GivenCode,
  device: Device,
  method: SignInMethod,
): Promise<SignInResult> {
  const { sql, secrets, now } = services;
  const checked = await transaction(sql, async (tx) => {
    const checked = await useCode(tx, row.id, given, { secrets, nowMs: now() });
    if (!checked.ok) await recordFailure(tx, { type: "account", id: row.id }, "code", device);
    if (isLastTry(checked)) await tellOwner(tx, services, row, device, { kind: "wrong-codes" });
    return checked;
  });
  if (checked.ok) return await startSession(services, row, device, { method });
  if (checked.code === "too-many-codes") return codesLimited(checked.retryAfterSeconds);
  return { ok: false, code: checked.code };
}

function codesLimited(retryAfterSeconds: number): SignInResult {
  const limited = { allowed: false, retryAfterSeconds, headers: {} };
  return { ok: false, code: "rate-limited", limited, isAboutCodes: true };
}

/** Starts the session; if the device is new to the account, its owner is notified. */
async function startSession(
  services: SignInServices,
  { passwordHash: _, isLocked: __, factors: ___, ...user }: AccountRow,
  device: Device,
  how: { method: SignInMethod; hasProvedFactor?: boolean },
): Promise<{ ok: true; tokens: IssuedTokens }> {
  const isNewDevice = !device.known?.accounts.includes(user.id);
  const tokens = await transaction(services.sql, async (tx) => {
    if (isNewDevice) await notifyOfDevice(tx, services, user, device);
    return await services.sessions.start(user, device, { tx, ...how });
  });
  return { ok: true, tokens };
}

async function notifyOfDevice(
  tx: Transaction,
  services: SignInServices,
  user: User,
  device: Device,
): Promise<void> {
  const words = wordsFor(user.locale ?? device.locale).account.device;
  await tellOwner(tx, services, user, device, {
    kind: "new-device",
    device: deviceName(words, device.userAgent),
  });
}

const CHALLENGE_PURPOSE = "second-factor";
const PASSWORD_CHALLENGE_MS = 5 * 60_000;

/** A signed statement that the account, with its current password, has just been signed in to but for the second factor. */
function passwordChallenge(
  { secrets, now }: SignInServices,
  { id, passwordHash }: AccountRow,
  method: SignInMethod,
): string {
  const value = [id, now() + PASSWORD_CHALLENGE_MS, digest(passwordHash ?? ""), method].join(".");
  return sign(CHALLENGE_PURPOSE, value, secrets.cookieSecrets);
}

async function accountOfChallenge(
  { sql, secrets, now }: SignInServices,
  challenge: string,
): Promise<{ row: AccountRow; method: SignInMethod } | null> {
  const value = verifySigned(CHALLENGE_PURPOSE, challenge, secrets.cookieSecrets);
  if (value === null) return null;
  const [id, expiresMs, passwordDigest, method] = value.split(".");
  if (now() >= Number(expiresMs)) return null;
  const row = await findAccount(sql, id);
  if (!row || digest(row.passwordHash ?? "") !== passwordDigest) return null;
  return { row, method: method as SignInMethod };
}

async function findAccount(sql: Sql, userId: string): Promise<AccountRow | null> {
  const [row] = await deadline(sql<[AccountRow?]>`
    select ${userColumns(sql)}, u.password_hash, u.locked_at is not null as is_locked,
      ${factorsOf(sql)} as factors from users u
    where u.id = ${userId} and u.deleted_at is null`);
  return row ?? null;
}
