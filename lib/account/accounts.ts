/** Accounts: registering, signing in, changing and deleting. Pages and the API call the same functions. */
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { passwordWeakness, weaknesses } from "@/lib/auth/password_weakness.ts";
import { checkPassword, hashPassword, PASSWORD_INPUT_MAX } from "@/lib/auth/passwords.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { endSessions, type IssuedTokens, type Sessions, userColumns } from "@/lib/auth/sessions.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { redactAudit, unknownAddress, writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Sql, transaction } from "@/lib/db/pool.ts";
import type { RateLimitResult, RateLimits } from "@/lib/http/rate_limits.ts";
import { redactMessages } from "@/lib/notifications/write.ts";
import { emailAddress, emailKey, soughtAddress } from "@/lib/text/email_address.ts";
import { lineFault, typedLine, typedText } from "@/lib/text/typed_text.ts";
import {
  type MessageServices,
  notifyOwner,
  type Origin,
  readerOf,
  writeConfirmation,
} from "./confirmation.ts";
import { newPasswordSchema } from "./new_password.ts";
import { type Proof, type ProofResult, reauthenticate } from "./reauthenticate.ts";

const NAME_LENGTH_MAX = 100;

/** The input for a new account. Passwords that are easy to guess are rejected. */
export const registrationSchema = z.strictObject({
  email: emailAddress,
  password: newPasswordSchema,
  name: typedLine(NAME_LENGTH_MAX).min(1),
}).superRefine((registration, context) => {
  const weakness = passwordWeakness(registration.password, registration);
  if (weakness) {
    const message = weaknesses[weakness];
    context.addIssue({ code: "custom", path: ["password"], message, params: { weakness } });
  }
}).meta({
  id: "Registration",
  examples: [{ email: "ada@example.org", password: "a long walk by the sea", name: "Ada Brook" }],
});
export type Registration = z.output<typeof registrationSchema>;

/** The input for signing in. A password has no rules here: it matches or it does not. */
export const credentialsSchema = z.strictObject({
  email: soughtAddress,
  password: z.string().min(1).max(PASSWORD_INPUT_MAX),
}).meta({
  id: "Credentials",
  examples: [{ email: "ada@example.org", password: "a long walk by the sea" }],
});
export type Credentials = z.output<typeof credentialsSchema>;

/**
 * What owners may change in their account; {@link updateProfile} checks a new name. A null locale follows the browser.
 */
export const profileSchema = z.strictObject({
  name: typedText(NAME_LENGTH_MAX).min(1).optional(),
  locale: z.string().max(35).refine(isLocale, "is not a language tag, such as de-CH").nullable().optional(),
}).meta({ id: "AccountPatch", examples: [{ name: "Ada Brook", locale: "en-GB" }] });
export type Profile = z.output<typeof profileSchema>;

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The device that signs in: where it is, its browser, and the visitor that it was before signing in. */
export interface Device extends Origin {
  userAgent: string;
  visitorId: string | null;
}

export type RegisterResult = { ok: true; tokens: IssuedTokens } | { ok: false; code: "email-taken" };

/**
 * Creates an account with the role `visitor` and signs it in. Its address gets a link to confirm; if there already is an
 * account with this address, that one's owner gets a mail instead.
 */
export async function register(
  services: MessageServices & { sessions: Sessions },
  registration: Registration,
  device: Device,
): Promise<RegisterResult> {
  const { sql, sessions, now } = services;
  const passwordHash = await hashPassword(registration.password);
  const user: User = {
    id: uuidv7(),
    email: registration.email,
    emailConfirmed: false,
    name: registration.name,
    role: "visitor",
    locale: null,
  };
  const columns = {
    ...nameColumns(user.name),
    id: user.id,
    email: user.email,
    emailKey: emailKey(user.email),
    passwordHash,
    role: user.role,
    createdAt: new Date(now()),
  };
  const isCreated = await transaction(sql, async (tx) => {
    const inserted = await tx`
      insert into users ${tx(columns)} on conflict (email_key) do nothing`;
    if (inserted.count === 1) {
      await writeConfirmation(tx, readerOf(user, device, services), user.email, now());
      await writeAudit(tx, {
        actor: { id: user.id, address: device.address },
        action: "account.registered",
        subject: { type: "account", id: user.id },
      });
    } else {
      await notifyOwner(tx, user.email, device, services);
    }
    return inserted.count === 1;
  });
  if (!isCreated) return { ok: false, code: "email-taken" };
  return { ok: true, tokens: await sessions.start(user, device) };
}

export type SignInResult =
  | { ok: true; tokens: IssuedTokens }
  | { ok: false; code: "invalid-credentials" }
  /** The password is right, but an admin has locked the account. */
  | { ok: false; code: "account-locked" }
  | { ok: false; code: "rate-limited"; limited: RateLimitResult };

/** Signs in. Neither the result nor its timing reveals whether the account exists. */
export async function signIn(
  services: {
    sql: Sql;
    sessions: Sessions;
    rateLimits: RateLimits;
    secrets: Pick<Secrets, "cookieSecrets">;
  },
  credentials: Credentials,
  device: Device,
): Promise<SignInResult> {
  const { sql, sessions, rateLimits } = services;
  const limited = await rateLimits.consume([{ limit: "sign-in-email", key: digest(credentials.email) }]);
  if (!limited.allowed) return { ok: false, code: "rate-limited", limited };
  const [row] = await sql<[(User & { passwordHash: string | null; locked: boolean })?]>`
    select ${userColumns(sql)}, u.password_hash, u.locked_at is not null as locked from users u
    where u.email_key = ${emailKey(credentials.email)} and u.deleted_at is null`;
  const { matches, isOutdated } = await checkPassword(row?.passwordHash ?? null, credentials.password);
  if (!matches || !row) {
    await recordFailure(services, credentials.email, row?.id, device, "password");
    return { ok: false, code: "invalid-credentials" };
  }
  const { passwordHash, locked, ...user } = row;
  if (locked) {
    await recordFailure(services, credentials.email, user.id, device, "locked");
    return { ok: false, code: "account-locked" };
  }
  if (isOutdated) {
    await sql`
      update users set password_hash = ${await hashPassword(credentials.password)}
      where id = ${user.id} and password_hash = ${passwordHash}`;
  }
  return { ok: true, tokens: await sessions.start(user, device) };
}

/** Records an attempt to sign in that failed, at an account or at an address without one. */
async function recordFailure(
  { sql, secrets }: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> },
  email: string,
  userId: string | undefined,
  { address }: Device,
  why: "password" | "locked",
): Promise<void> {
  const subject = userId === undefined
    ? unknownAddress(secrets.cookieSecrets[0], emailKey(email))
    : { type: "account", id: userId } as const;
  const actor = { id: null, address };
  await deadline(writeAudit(sql, { actor, action: "account.sign-in-failed", subject, detail: { why } }));
}

/** The key of a limit is stored in Redis, which must not contain email addresses. */
function digest(address: string): string {
  return createHash("sha256").update(emailKey(address)).digest("base64url");
}

/** `fault`: what is wrong with the new name, in words that follow "name". */
export type ProfileResult = { ok: true; user: User } | { ok: false; fault: string };

/**
 * Changes the given members and returns the account. A name is only checked if it changes: an old one may predate the
 * rules for names.
 */
export async function updateProfile(
  services: { sql: Sql; sessions: Sessions },
  caller: { user: User; sessionId: string | null },
  profile: Profile,
): Promise<ProfileResult> {
  const isRenamed = profile.name !== undefined && profile.name !== caller.user.name;
  const fault = isRenamed ? lineFault(profile.name!) : null;
  if (fault !== null) return { ok: false, fault };
  const user = { ...caller.user, ...profile };
  await services.sql`
    update users set ${services.sql({ ...nameColumns(user.name), locale: user.locale })}
    where id = ${user.id} and deleted_at is null`;
  if (caller.sessionId) services.sessions.forget(caller.sessionId);
  return { ok: true, user };
}

/**
 * Removes personal data from the account and ends its sessions, once its owner has been re-authenticated. The bookings
 * and the anonymized row remain.
 */
export async function deleteAccount(
  services: { sql: Sql; sessions: Sessions; rateLimits: RateLimits; now: () => number },
  { user: { id: userId } }: { user: User },
  proof: Proof,
): Promise<ProofResult> {
  const { sql, sessions, now } = services;
  const proved = await reauthenticate(services, { id: userId }, proof);
  if (!proved.ok) return proved;
  const at = new Date(now());
  const ended = await transaction(sql, async (sql) => {
    await sql`
      update users set email = null, email_key = null, name = '', search_name = '', password_hash = null, locale = null, deleted_at = ${at}
      where id = ${userId}`;
    await sql`update sessions set user_agent = '' where user_id = ${userId}`;
    await redactMessages(sql, userId);
    await sql`delete from one_time_links where user_id = ${userId}`;
    const actor = { id: userId, address: null };
    await writeAudit(sql, { actor, action: "account.erased", subject: { type: "account", id: userId } });
    await redactAudit(sql, userId);
    return await endSessions(sql, userId, { nowMs: at.getTime() });
  });
  sessions.forget(...ended);
  return { ok: true };
}
