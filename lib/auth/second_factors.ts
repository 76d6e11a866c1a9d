/** The second factors of accounts: which they have, and checking the codes that prove them. */
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, type Queryable, type Sql, type Transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import { keyId } from "./access_tokens.ts";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery_codes.ts";
import { seal, type SealedText, unseal } from "./sealed_text.ts";
import { currentStep, newTotpSecret, stepOfCode } from "./totp.ts";

export const factors = ["totp", "passkey"] as const;
export type Factor = (typeof factors)[number];

/** What an account with a second factor may be asked for when it signs in. */
export const factorMethods = ["totp", "recovery", "passkey"] as const;
export type FactorMethod = (typeof factorMethods)[number];

/** After this many wrong codes within this time, an account accepts none until it is over. */
const WRONG_CODES_MAX = 5;
const WRONG_CODES_MS = 15 * 60_000;

type Clocked = { secrets: Pick<Secrets, "cookieSecrets">; nowMs: number };

/** A code as given: from the app, or a recovery code. */
export type GivenCode = { code: string } | { recoveryCode: string };

/** Reads a field that takes codes of both kinds. */
export function typedCode(text: string): GivenCode {
  const digits = text.replaceAll(/\s/g, "");
  return /^\d{6}$/.test(digits) ? { code: digits } : { recoveryCode: text };
}

/** SQL: the second factors of the account `u`, as an array of text. */
export function factorsOf(sql: Queryable) {
  return sql`array(
    select 'totp' from totp_factors f where f.user_id = u.id and f.confirmed_at is not null
    union all select 'passkey' where exists (select from passkeys p where p.user_id = u.id))`;
}

/** The second factors of an account. */
export async function readFactors(sql: Queryable, userId: string): Promise<Factor[]> {
  const [row] = await deadline(sql<[{ factors: Factor[] }?]>`
    select ${factorsOf(sql)} as factors from users u where u.id = ${userId}`);
  return row?.factors ?? [];
}

/** How an account with these factors can pass the second step of signing in. */
export function methodsOf(factors: readonly Factor[]): FactorMethod[] {
  return factors.length > 0 ? [...factors, "recovery"] : [];
}

/** How many recovery codes an account has left. */
export async function countRecoveryCodes(sql: Queryable, userId: string): Promise<number> {
  const { count } = await deadline(sql`
    select from recovery_codes where user_id = ${userId} and used_at is null`);
  return count;
}

export type CodeResult =
  | { ok: true; method: "totp" | "recovery" }
  /** `isLast`: this was the last try for a while. */
  | { ok: false; code: "second-factor-invalid"; isLast: boolean }
  /** The app's secret was encrypted with a `COOKIE_SECRET` that is gone. Recovery codes still work. */
  | { ok: false; code: "app-unreadable" }
  | { ok: false; code: "too-many-codes"; retryAfterSeconds: number };

/**
 * Checks a code and uses it up: each works once. After five wrong ones in 15 minutes, none is accepted until the 15
 * minutes are over, wherever they come from. Commit the transaction even if the code is refused, so that it counts.
 */
export async function useCode(
  tx: Transaction,
  userId: string,
  given: GivenCode,
  { secrets, nowMs }: Clocked,
): Promise<CodeResult> {
  const [now, windowStart] = [new Date(nowMs), new Date(nowMs - WRONG_CODES_MS)];
  // Also locks the account's codes: of several concurrent requests, each sees what the one before has counted.
  const [wrong] = await tx<[{ count: number; since: Date }]>`
    insert into wrong_codes as w (user_id, count, since) values (${userId}, 0, ${now})
    on conflict (user_id) do update set
      count = case when w.since > ${windowStart} then w.count else 0 end,
      since = case when w.since > ${windowStart} then w.since else excluded.since end
    returning count, since`;
  if (wrong.count >= WRONG_CODES_MAX) {
    const retryAfterMs = wrong.since.getTime() + WRONG_CODES_MS - nowMs;
    return { ok: false, code: "too-many-codes", retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  }
  const isValid = "code" in given
    ? await useTotpCode(tx, userId, given.code, { secrets, nowMs })
    : await useRecoveryCode(tx, userId, given.recoveryCode, now);
  if (isValid === null) return { ok: false, code: "app-unreadable" };
  if (isValid) {
    await tx`delete from wrong_codes where user_id = ${userId}`;
    return { ok: true, method: "code" in given ? "totp" : "recovery" };
  }
  await tx`update wrong_codes set count = count + 1 where user_id = ${userId}`;
  return { ok: false, code: "second-factor-invalid", isLast: wrong.count + 1 === WRONG_CODES_MAX };
}

/** Whether this wrong code was the last try for a while. */
export function isLastTry(checked: CodeResult): boolean {
  return !checked.ok && checked.code === "second-factor-invalid" && checked.isLast;
}

/** Null if no code can be checked, because the app's secret cannot be read. */
async function useTotpCode(
  tx: Transaction,
  userId: string,
  code: string,
  clocked: Clocked,
): Promise<boolean | null> {
  const factor = await findTotp(tx, userId, clocked.secrets);
  if (!factor?.confirmedAt) return false;
  if (factor.secret === null) return null;
  const step = stepOfCode(factor.secret, code, clocked.nowMs);
  if (step === null || factor.usedSteps.includes(step)) return false;
  await tx`
    update totp_factors set used_steps = ${stepsAfter(factor.usedSteps, step, clocked.nowMs)}
    where user_id = ${userId}`;
  return true;
}

async function useRecoveryCode(tx: Transaction, userId: string, typed: string, now: Date): Promise<boolean> {
  const { count } = await tx`
    update recovery_codes set used_at = ${now}
    where user_id = ${userId} and hash = ${hashRecoveryCode(typed)} and used_at is null`;
  return count === 1;
}

/** The used steps to remember: those whose codes would otherwise be accepted again. */
function stepsAfter(used: readonly number[], step: number, nowMs: number): number[] {
  return [...used, step].filter((step) => step >= currentStep(nowMs) - 1);
}

/** Within this time, a first code that is sent again counts as the same request. */
const REPEAT_MS = 60_000;

/** How long a set-up may take: its password was asked for when it began. */
const SETUP_MS = 15 * 60_000;

interface TotpFactor {
  createdAt: Date;
  /** In base32; null if it was encrypted with a `COOKIE_SECRET` that is gone. */
  secret: string | null;
  /** Null while it is being set up. */
  confirmedAt: Date | null;
  usedSteps: number[];
}

/** The account's authenticator app, locked. */
async function findTotp(
  tx: Transaction,
  userId: string,
  { cookieSecrets }: Clocked["secrets"],
): Promise<TotpFactor | null> {
  const [row] = await tx<[(Omit<TotpFactor, "secret"> & { secret: Uint8Array; keyId: string })?]>`
    select secret, key_id, created_at, confirmed_at, used_steps from totp_factors
    where user_id = ${userId} for update`;
  if (!row) return null;
  const { secret: sealed, keyId, ...factor } = row;
  return { ...factor, secret: unseal({ sealed, keyId }, contextOf(userId), cookieSecrets) };
}

function contextOf(ownerId: string) {
  return { purpose: "totp secret", ownerId };
}

/** Begins setting up an authenticator app, with a new secret. Null if the account already has one. */
export async function beginTotp(
  tx: Transaction,
  userId: string,
  { secrets, nowMs }: Clocked,
): Promise<string | null> {
  const secret = newTotpSecret();
  const { sealed, keyId } = seal(secret, contextOf(userId), secrets.cookieSecrets);
  const { count } = await tx`
    insert into totp_factors as f (user_id, secret, key_id, created_at)
    values (${userId}, ${sealed}, ${keyId}, ${new Date(nowMs)})
    on conflict (user_id) do update
      set secret = excluded.secret, key_id = excluded.key_id, created_at = excluded.created_at
      where f.confirmed_at is null`;
  return count === 1 ? secret : null;
}

/** The secret of an app that is being set up; null if that was not begun, or too long ago. */
export async function pendingTotp(
  tx: Transaction,
  userId: string,
  { secrets, nowMs }: Clocked,
): Promise<string | null> {
  const factor = await findTotp(tx, userId, secrets);
  return factor && isPending(factor, nowMs) ? factor.secret : null;
}

function isPending({ confirmedAt, createdAt }: TotpFactor, nowMs: number): boolean {
  return confirmedAt === null && nowMs - createdAt.getTime() <= SETUP_MS;
}

/**
 * Completes the set-up of an authenticator app with its first code: from now on signing in asks for one. Returns the
 * account's recovery codes; null if the code is wrong or no set-up was begun. Whoever sends the form twice sees only the
 * second response, so that has codes as well, which replace the first ones.
 */
export async function confirmTotp(
  tx: Transaction,
  userId: string,
  code: string,
  { secrets, nowMs }: Clocked,
): Promise<{ recoveryCodes: string[]; isRepeat: boolean } | null> {
  const factor = await findTotp(tx, userId, secrets);
  const step = factor?.secret ? stepOfCode(factor.secret, code, nowMs) : null;
  if (!factor || step === null) return null;
  const isRepeat = factor.confirmedAt !== null && nowMs - factor.confirmedAt.getTime() < REPEAT_MS &&
    factor.usedSteps.includes(step);
  if (!isRepeat && !isPending(factor, nowMs)) return null;
  await tx`
    update totp_factors set confirmed_at = ${new Date(nowMs)}, used_steps = ${[step]}
    where user_id = ${userId} and ${!isRepeat}`;
  return { recoveryCodes: await replaceRecoveryCodes(tx, userId), isRepeat };
}

/** Gives the account new recovery codes, which it is shown once. */
export async function replaceRecoveryCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx`delete from recovery_codes where user_id = ${userId}`;
  const rows = codes.map((code) => ({ userId, hash: hashRecoveryCode(code) }));
  await tx`insert into recovery_codes ${tx(rows)}`;
  return codes;
}

/** Whether the account has an authenticator app whose codes can no longer be checked. */
export async function hasUnreadableApp(
  sql: Queryable,
  userId: string,
  { cookieSecrets }: Clocked["secrets"],
): Promise<boolean> {
  const { count } = await deadline(sql`
    select from totp_factors
    where user_id = ${userId} and confirmed_at is not null and key_id <> all(${cookieSecrets.map(keyId)})`);
  return count === 1;
}

/** Locks an account: of several changes of its factors at once, each sees what the ones before it have done. */
export async function lockFactors(tx: Transaction, userId: string): Promise<void> {
  await tx`select from users where id = ${userId} for no key update`;
}

/** Removes the recovery codes of an account that has no second factor left to replace. */
export async function removeUselessCodes(tx: Transaction, userId: string): Promise<void> {
  if ((await readFactors(tx, userId)).length > 0) return;
  await tx`delete from recovery_codes where user_id = ${userId}`;
}

/** Removes the authenticator app. False if the account has none. */
export async function removeTotp(tx: Transaction, userId: string): Promise<boolean> {
  const removed = await tx<{ wasConfirmed: boolean }[]>`
    delete from totp_factors where user_id = ${userId} returning confirmed_at is not null as was_confirmed`;
  await removeUselessCodes(tx, userId);
  return removed.some(({ wasConfirmed }) => wasConfirmed);
}

/** Removes everything about an account's second factors. */
export async function deleteFactors(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from passkeys where user_id = ${userId}`;
  await removeTotp(tx, userId);
  await tx`delete from wrong_codes where user_id = ${userId}`;
}

/** Deletes up to `limit` set-ups of authenticator apps that were begun before a time and never completed. */
export async function deleteUnfinishedSetups(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from totp_factors where confirmed_at is null and user_id in (
      select user_id from totp_factors
      where confirmed_at is null and created_at < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}

/** Deletes up to `limit` counts of wrong codes from before a time. */
export async function deleteOldWrongCodes(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from wrong_codes where user_id in (
      select user_id from wrong_codes where since < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}

/**
 * Re-encrypts up to `limit` secrets of apps that were encrypted with a cookie secret which is no longer the first, so
 * that it can be removed from the settings. Returns how many.
 */
export async function resealFactors(
  sql: Sql,
  { cookieSecrets }: Pick<Secrets, "cookieSecrets">,
  limit: number,
): Promise<number> {
  const [, ...former] = cookieSecrets.map(keyId);
  if (former.length === 0) return 0;
  const stale = await deadline(sql<(SealedText & { userId: string })[]>`
    select user_id, secret as sealed, key_id from totp_factors where key_id = any(${former}) limit ${limit}`);
  for (const { userId, ...old } of stale) {
    const context = contextOf(userId);
    // Never null: only secrets that are listed were selected.
    const renewed = seal(unseal(old, context, cookieSecrets)!, context, cookieSecrets);
    await deadline(sql`
      update totp_factors set secret = ${renewed.sealed}, key_id = ${renewed.keyId}
      where user_id = ${userId} and secret = ${old.sealed}`);
  }
  return stale.length;
}
