/** Accounts: registering and changing. Pages and the API call the same functions. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { passwordWeakness, weaknesses } from "@/lib/auth/password_weakness.ts";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import type { IssuedTokens, Sessions, SignInMethod } from "@/lib/auth/sessions.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { emailAddress, emailKey } from "@/lib/text/email_address.ts";
import { lineFault, typedLine, typedText } from "@/lib/text/typed_text.ts";
import { type MessageServices, notifyOwner, readerOf, writeConfirmation } from "./confirmation.ts";
import { newPasswordSchema } from "./new_password.ts";
import type { Device } from "./sign_in.ts";

const NAME_LENGTH_MAX = 100;

/** A person's name. */
export const nameSchema = typedLine(NAME_LENGTH_MAX).min(1);

/** The input for a new account. Passwords that are easy to guess are rejected. */
export const registrationSchema = z.strictObject({
  email: emailAddress,
  password: newPasswordSchema,
  name: nameSchema,
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

/**
 * What owners may change in their account; {@link updateProfile} checks a new name. A null locale stands for the browser's.
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

export type RegisterResult = { ok: true; tokens: IssuedTokens } | { ok: false; code: "email-taken" };

/**
 * Creates an account with the role `visitor` and signs it in. A confirmation link is sent to its address; if another
 * account already has that address, its owner gets an email instead.
 */
export async function register(
  services: MessageServices & { sessions: Sessions },
  registration: Registration,
  device: Device,
): Promise<RegisterResult> {
  const { sql, sessions, now } = services;
  const passwordHash = await hashPassword(registration.password);
  const user = await transaction(sql, async (tx) => {
    const user = await createVisitor(tx, { ...registration, emailConfirmed: false }, passwordHash, now());
    if (user) {
      await writeConfirmation(tx, readerOf(user, device, services), user.email, now());
      await auditRegistration(tx, user, device, "password");
    } else {
      await notifyOwner(tx, registration.email, device, services);
    }
    return user;
  });
  if (!user) return { ok: false, code: "email-taken" };
  return { ok: true, tokens: await sessions.start(user, device) };
}

/** Creates an account with the role `visitor`. Null if another one has its address. */
export async function createVisitor(
  tx: Transaction,
  { email, name, emailConfirmed }: Pick<User, "email" | "name" | "emailConfirmed">,
  passwordHash: string | null,
  nowMs: number,
): Promise<User | null> {
  const user: User = { id: uuidv7(), email, emailConfirmed, name, role: "visitor", locale: null };
  const now = new Date(nowMs);
  const columns = {
    ...nameColumns(user.name),
    id: user.id,
    email: user.email,
    emailKey: emailKey(user.email),
    emailConfirmedAt: emailConfirmed ? now : null,
    passwordHash,
    role: user.role,
    createdAt: now,
  };
  const { count } = await tx`insert into users ${tx(columns)} on conflict (email_key) do nothing`;
  return count === 1 ? user : null;
}

/** Records that an account was created, in the transaction that creates it. */
export async function auditRegistration(
  tx: Transaction,
  { id }: Pick<User, "id">,
  { address }: Pick<Device, "address">,
  method: SignInMethod,
): Promise<void> {
  await writeAudit(tx, {
    actor: { id, address },
    action: "account.registered",
    subject: { type: "account", id },
    detail: { method },
  });
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
