/** Replacing a forgotten password through a link that is emailed to the account's address. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { consumeLink, createLink, findLink, voidLinks } from "@/lib/auth/one_time_links.ts";
import { passwordWeakness, type Weakness } from "@/lib/auth/password_weakness.ts";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { endSessions, type Sessions } from "@/lib/auth/sessions.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Transaction, transaction } from "@/lib/db/pool.ts";
import { mayWriteTo, writeAccountMessage } from "@/lib/notifications/account_messages.ts";
import { emailKey, soughtAddress } from "@/lib/text/email_address.ts";
import { type MessageServices, type Origin, readerOf } from "./confirmation.ts";
import { newPasswordSchema } from "./new_password.ts";
import { linkTokenSchema } from "./link_token.ts";
import { reclaimAccount } from "./reclaim.ts";

/** The input for requesting a link. An address has no rules here: it has an account, or it does not. */
export const forgotSchema = z.strictObject({ email: soughtAddress }).meta({
  examples: [{ email: "ada@example.org" }],
});

/** The input for setting a new password through a link. */
export const resetSchema = z.strictObject({ token: linkTokenSchema, password: newPasswordSchema });

/** Every response takes this long, far longer than the work behind it, so its timing does not reveal an account. */
const RESPONSE_MS = 400;

/** Emails a link to the address if it has an account. Neither the result nor its timing reveals whether it has. */
export async function requestReset(services: MessageServices, email: string, origin: Origin): Promise<void> {
  const sent = transaction(services.sql, (tx) => sendReset(services, tx, email, origin));
  await Promise.all([sent, pause(RESPONSE_MS)]);
}

async function sendReset(
  services: MessageServices,
  tx: Transaction,
  email: string,
  origin: Origin,
): Promise<void> {
  const [user] = await tx<[{ id: string; email: string; name: string; locale: string | null }?]>`
    select id, email, name, locale from users
    where email_key = ${emailKey(email)} and deleted_at is null for update`;
  if (!user || !await mayWriteTo(tx, user.id, "password-reset")) return;
  const nowMs = services.now();
  await voidLinks(tx, user.id, ["reset-password"], nowMs);
  const linkId = await createLink(tx, { kind: "reset-password", userId: user.id, email: user.email, nowMs });
  await writeAccountMessage(tx, readerOf(user, origin, services), { kind: "password-reset", linkId });
}

interface ResetServices extends MessageServices {
  sessions: Sessions;
  secrets: Pick<Secrets, "cookieSecrets">;
}

/** The link of a token that replaces a password, and whether it can still be used. */
export function findReset(
  { sql, secrets, now }: Pick<ResetServices, "sql" | "secrets" | "now">,
  token: string,
) {
  return findLink(sql, token, ["reset-password"], { secrets: secrets.cookieSecrets, nowMs: now() });
}

export type ResetResult =
  | { ok: true }
  | { ok: false; code: "token-invalid" }
  /** The link can still be used, for another password. */
  | { ok: false; code: "weak-password"; weakness: Weakness };

interface Owner {
  id: string;
  email: string;
  name: string;
  locale: string | null;
  emailConfirmedAt: Date | null;
}

/**
 * Sets a new password for the account of a token, signs it out everywhere, and voids all its other links. Whoever uses
 * the token owns the account's address. If that was not confirmed before, someone else may have created the account:
 * nothing that gives them access remains.
 */
export async function resetPassword(
  services: ResetServices,
  { token, password }: z.output<typeof resetSchema>,
  origin: Origin,
): Promise<ResetResult> {
  const { sql, sessions, now } = services;
  const link = await findReset(services, token);
  if (link?.state !== "usable") return { ok: false, code: "token-invalid" };
  const [owner] = await deadline(sql<[Owner?]>`
    select id, email, name, locale, email_confirmed_at from users
    where id = ${link.userId} and deleted_at is null`);
  if (!owner) return { ok: false, code: "token-invalid" };
  const weakness = passwordWeakness(password, owner);
  if (weakness) return { ok: false, code: "weak-password", weakness };

  const passwordHash = await hashPassword(password);
  const nowMs = now();
  const ended = await transaction(sql, async (tx) => {
    if (!await consumeLink(tx, link.id, nowMs)) return null;
    const [account] = await tx<[{ isConfirmed: boolean }?]>`
      select email_confirmed_at is not null as is_confirmed from users
      where id = ${owner.id} and email = ${link.email} and deleted_at is null for update`;
    if (!account) return null;
    const ended = account.isConfirmed
      ? await endSessions(tx, owner.id, { nowMs })
      : await reclaimAccount(tx, owner.id, nowMs);
    await tx`update users set password_hash = ${passwordHash} where id = ${owner.id}`;
    await voidLinks(tx, owner.id, ["confirm-email", "change-email", "reset-password"], nowMs);
    await writeAccountMessage(tx, readerOf(owner, origin, services), { kind: "password-changed" });
    await writeAudit(tx, {
      actor: { id: owner.id, address: origin.address },
      action: "account.password-reset",
      subject: { type: "account", id: owner.id },
      detail: { hasProvedAddress: owner.emailConfirmedAt === null },
    });
    return ended;
  });
  if (ended === null) return { ok: false, code: "token-invalid" };
  sessions.forget(...ended);
  return { ok: true };
}
