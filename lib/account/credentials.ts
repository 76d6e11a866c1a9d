/** Changing what an account is signed in with: its password and its email address. */
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { createLink, voidLinks } from "@/lib/auth/one_time_links.ts";
import { passwordWeakness, type Weakness } from "@/lib/auth/password_weakness.ts";
import { hashPassword, PASSWORD_INPUT_MAX } from "@/lib/auth/passwords.ts";
import { endSessions, type Sessions } from "@/lib/auth/sessions.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { mayWriteTo, writeAccountMessage } from "@/lib/notifications/account_messages.ts";
import { emailAddress, emailKey } from "@/lib/text/email_address.ts";
import { type MessageServices, notifyOwner, type Origin, readerOf } from "./confirmation.ts";
import { newPasswordSchema } from "./new_password.ts";
import {
  checkOwnPassword,
  type Proof,
  type ProofRefusal,
  type ProofServices,
  proofShape,
  reauthenticate,
} from "./reauthenticate.ts";

export const passwordChangeSchema = z.strictObject({
  current: z.string().max(PASSWORD_INPUT_MAX).describe("The current password"),
  password: newPasswordSchema,
}).meta({ examples: [{ current: "a long walk by the sea", password: "seven boats and a gull" }] });

export const emailChangeSchema = z.strictObject({ email: emailAddress, ...proofShape }).meta({
  examples: [{ email: "ada@example.net", password: "a long walk by the sea" }],
});

interface ChangeServices extends ProofServices {
  sessions: Sessions;
}

interface Owner {
  user: User;
  sessionId: string | null;
}

/** Whether the account has a password. One that was made through an identity provider has none until a link sets it. */
export async function hasPassword({ sql }: { sql: Sql }, userId: string): Promise<boolean> {
  const { count } = await deadline(sql`
    select from users where id = ${userId} and password_hash is not null`);
  return count > 0;
}

export type PasswordChangeResult =
  | { ok: true }
  | ProofRefusal
  | { ok: false; code: "weak-password"; weakness: Weakness };

/**
 * Sets a new password for an owner who knows the current one, signs out all other devices, and voids the account's
 * links: someone else may have requested them.
 */
export async function changePassword(
  services: ChangeServices,
  { user, sessionId }: Owner,
  { current, password }: z.output<typeof passwordChangeSchema>,
  origin: Origin,
): Promise<PasswordChangeResult> {
  const { sql, sessions, now } = services;
  const proved = await checkOwnPassword(services, user, current);
  if (!proved.ok) return proved;
  const weakness = passwordWeakness(password, user);
  if (weakness) return { ok: false, code: "weak-password", weakness };

  const passwordHash = await hashPassword(password);
  const nowMs = now();
  const ended = await transaction(sql, async (tx) => {
    await tx`update users set password_hash = ${passwordHash} where id = ${user.id} and deleted_at is null`;
    await voidLinks(tx, user.id, ["change-email", "reset-password"], nowMs);
    await writeAccountMessage(tx, readerOf(user, origin, services), { kind: "password-changed" });
    await writeAudit(tx, {
      actor: { id: user.id, address: origin.address },
      action: "account.password-changed",
      subject: { type: "account", id: user.id },
    });
    return await endSessions(tx, user.id, { nowMs, except: sessionId });
  });
  sessions.forget(...ended);
  return { ok: true };
}

export type EmailChangeResult =
  | { ok: true }
  | ProofRefusal
  /** Several changes were requested in the last hour. */
  | { ok: false; code: "too-many-mails" };

/**
 * Emails a link to the new address, which becomes the account's once the link is used, and a notice to the current one.
 * If another account has the new address, the result is the same, but its owner gets an email instead of the link.
 */
export async function requestEmailChange(
  services: ChangeServices,
  user: User,
  { email, ...proof }: { email: string } & Proof,
  origin: Origin,
): Promise<EmailChangeResult> {
  const proved = await reauthenticate(services, user, proof);
  if (!proved.ok) return proved;
  return await transaction(services.sql, (tx) => writeEmailChange(services, tx, user, email, origin));
}

async function writeEmailChange(
  services: MessageServices,
  tx: Transaction,
  { id, locale }: User,
  newEmail: string,
  origin: Origin,
): Promise<EmailChangeResult> {
  const [owner] = await tx<[{ email: string; emailKey: string; name: string }?]>`
    select email, email_key, name from users where id = ${id} and deleted_at is null for update`;
  if (!owner || owner.emailKey === emailKey(newEmail)) return { ok: true };
  if (!await mayWriteTo(tx, id, "email-changing")) return { ok: false, code: "too-many-mails" };

  const nowMs = services.now();
  const reader = readerOf({ id, name: owner.name, locale }, origin, services);
  await voidLinks(tx, id, ["change-email"], nowMs);
  await writeAccountMessage(tx, reader, { kind: "email-changing", newEmail }, owner.email);
  if (await notifyOwner(tx, newEmail, origin, services)) return { ok: true };
  const linkId = await createLink(tx, { kind: "change-email", userId: id, email: newEmail, nowMs });
  await writeAccountMessage(
    tx,
    reader,
    { kind: "confirm-email", linkId, email: newEmail, isNew: true },
    newEmail,
  );
  return { ok: true };
}

/** Cancels a change of address that waits to be confirmed: its link stops working, and its email is no longer sent. */
export async function cancelEmailChange(
  { sql, now }: { sql: Sql; now: () => number },
  userId: string,
): Promise<void> {
  await transaction(sql, (tx) => voidLinks(tx, userId, ["change-email"], now()));
}

/** The new address that an account is waiting for someone to confirm, or null. */
export async function pendingEmail(
  { sql, now }: { sql: Sql; now: () => number },
  userId: string,
): Promise<string | null> {
  const [link] = await deadline(sql<[{ email: string }?]>`
    select email from one_time_links
    where user_id = ${userId} and kind = 'change-email' and used_at is null and expires_at > ${new Date(
    now(),
  )}
    order by created_at desc limit 1`);
  return link?.email ?? null;
}
