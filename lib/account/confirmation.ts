/** Proving that an email address is its account's: sending the link, and what opening it does. */
import type { Caller } from "@/lib/auth/caller.ts";
import { consumeLink, createLink, findLink, type Link, voidLinks } from "@/lib/auth/one_time_links.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { type Config, siteUrl } from "@/lib/config.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { type AccountReader, mayWriteTo, writeAccountMessage } from "@/lib/notifications/account_messages.ts";

/** What sending messages about an account needs. */
export interface MessageServices {
  sql: Sql;
  config: Pick<Config, "publicUrl" | "host" | "port">;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Where a request comes from. */
export interface Origin {
  /** The reader's, for messages to an account without one. */
  locale: string;
  /** The network address, for the audit log. */
  address: string;
}

/** Where a request comes from, according to its state. */
export function originOf({ locale, caller }: { locale: string; caller: Pick<Caller, "address"> }): Origin {
  return { locale, address: caller.address };
}

/** An account as its messages address it. */
export function readerOf(
  user: { id: string; name: string; locale: string | null },
  { locale }: Pick<Origin, "locale">,
  { config }: Pick<MessageServices, "config">,
): AccountReader {
  return { userId: user.id, name: user.name, locale: user.locale ?? locale, site: siteUrl(config) };
}

/** Sends the link that confirms an account's address. */
export async function writeConfirmation(
  tx: Transaction,
  reader: AccountReader,
  email: string,
  nowMs: number,
): Promise<void> {
  const linkId = await createLink(tx, { kind: "confirm-email", userId: reader.userId, email, nowMs });
  await writeAccountMessage(tx, reader, { kind: "confirm-email", linkId, email, isNew: false });
}

/** For a refusal to send more emails: after an hour, those sent so far no longer count. */
export const MAILS_RETRY_AFTER = { "retry-after": "3600" };

export type SendConfirmationResult =
  | { ok: true }
  | { ok: false; code: "already-confirmed" }
  /** Several were sent in the last hour. */
  | { ok: false; code: "rate-limited" };

/** Sends another link; earlier ones remain valid. */
export async function sendConfirmation(
  services: MessageServices,
  userId: string,
  origin: Origin,
): Promise<SendConfirmationResult> {
  return await transaction(services.sql, async (tx): Promise<SendConfirmationResult> => {
    const [user] = await tx<
      [{ id: string; email: string; name: string; locale: string | null; isConfirmed: boolean }?]
    >`
      select id, email, name, locale, email_confirmed_at is not null as is_confirmed from users
      where id = ${userId} and deleted_at is null for update`;
    if (!user || user.isConfirmed) return { ok: false, code: "already-confirmed" };
    if (!await mayWriteTo(tx, userId, "confirm-email")) return { ok: false, code: "rate-limited" };
    await writeConfirmation(tx, readerOf(user, origin, services), user.email, services.now());
    return { ok: true };
  });
}

/**
 * Tells the owner of an account that somebody wants to use its address. False if no account has the address.
 */
export async function notifyOwner(
  tx: Transaction,
  email: string,
  origin: Origin,
  services: MessageServices,
): Promise<boolean> {
  const [owner] = await tx<[{ id: string; name: string; locale: string | null }?]>`
    select id, name, locale from users where email_key = ${emailKey(email)} for update`;
  if (owner && await mayWriteTo(tx, owner.id, "account-exists")) {
    await writeAccountMessage(tx, readerOf(owner, origin, services), { kind: "account-exists" });
  }
  return owner !== undefined;
}

const CONFIRMING = ["confirm-email", "change-email"] as const;

interface ConfirmServices {
  sql: Sql;
  sessions: Sessions;
  secrets: Pick<Secrets, "cookieSecrets">;
  now: () => number;
}

/** The link of a token that confirms an address, and whether it can still be used. */
export function findConfirmation({ sql, secrets, now }: Omit<ConfirmServices, "sessions">, token: string) {
  return findLink(sql, token, CONFIRMING, { secrets: secrets.cookieSecrets, nowMs: now() });
}

export type ConfirmResult =
  | { ok: true }
  | { ok: false; code: "token-invalid" }
  /** Another account has taken the new address since the link was sent. */
  | { ok: false; code: "email-taken" };

/** Confirms the address that a token proves; a new address becomes the account's. */
export async function confirmEmail(
  services: ConfirmServices,
  token: string,
  origin: Origin,
): Promise<ConfirmResult> {
  const { sql, sessions, now } = services;
  const link = await findConfirmation(services, token);
  if (link?.state !== "usable") return { ok: false, code: "token-invalid" };
  try {
    const isUsed = await transaction(sql, (tx) => useConfirmation(tx, link, now(), origin));
    if (!isUsed) return { ok: false, code: "token-invalid" };
  } catch (error) {
    // Two accounts may take an address at once: the unique index decides, and the link can still be used.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
      return { ok: false, code: "email-taken" };
    }
    throw error;
  }
  await sessions.forgetAccount(link.userId);
  return { ok: true };
}

/** False if the link has no effect. */
async function useConfirmation(
  tx: Transaction,
  { id, kind, userId, email }: Link,
  nowMs: number,
  { address }: Origin,
): Promise<boolean> {
  if (!await consumeLink(tx, id, nowMs)) return false;
  const now = new Date(nowMs);
  const isChange = kind === "change-email";
  const { count } = isChange
    ? await tx`
      update users set email = ${email}, email_key = ${emailKey(email)}, email_confirmed_at = ${now}
      where id = ${userId} and deleted_at is null`
    : await tx`
      update users set email_confirmed_at = coalesce(email_confirmed_at, ${now})
      where id = ${userId} and email = ${email} and deleted_at is null`;
  if (count === 0) return false;
  // A link that was sent to an address until now proves nothing about the new one.
  await voidLinks(tx, userId, isChange ? [...CONFIRMING, "reset-password"] : CONFIRMING, nowMs);
  await writeAudit(tx, {
    actor: { id: userId, address },
    action: isChange ? "account.email-changed" : "account.confirmed",
    subject: { type: "account", id: userId },
  });
  return true;
}

const UNIQUE_VIOLATION = "23505";
