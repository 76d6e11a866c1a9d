/** Accounts of visitors that an identity provider makes, where `OIDC_BUYERS` lets it. */
import { addIdentity } from "@/lib/auth/identities.ts";
import type { ProviderAccount, ProviderProfile } from "@/lib/auth/oidc_client.ts";
import { type Role, staffRoles } from "@/lib/auth/permissions.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Transaction, transaction } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import { emailAddress, emailKey } from "@/lib/text/email_address.ts";
import { auditRegistration, createVisitor, nameSchema } from "./accounts.ts";
import { type MessageServices, type Origin, readerOf, writeConfirmation } from "./confirmation.ts";
import { reclaimAccount } from "./reclaim.ts";

interface AccountWithAddress {
  id: string;
  role: Role;
  isConfirmed: boolean;
  isLocked: boolean;
}

/**
 * The account for an identity that is connected to none: a new one if its address has no account. If a visitor's account
 * has the address without ever having confirmed it, the provider proves that it is this person's, and they get it.
 * Otherwise null: an address is no reason to let anyone into an account.
 */
export async function visitorFor(
  services: MessageServices & { sessions: Sessions },
  identity: ProviderAccount,
  profile: ProviderProfile,
  origin: Origin,
): Promise<string | null> {
  const { sql, sessions, now } = services;
  const { data: email } = emailAddress.safeParse(profile.email);
  if (email === undefined) return null;
  const found = await transaction(sql, async (tx) => {
    const [account] = await tx<[AccountWithAddress?]>`
      select id, role, email_confirmed_at is not null as is_confirmed, locked_at is not null as is_locked from users
      where email_key = ${emailKey(email)} and deleted_at is null for update`;
    const made = account
      ? await takeOver(tx, account, profile, origin, now())
      : await makeVisitor(tx, services, { ...profile, email }, origin);
    // Meanwhile someone may have connected it elsewhere; nothing is kept, and the next attempt finds that.
    if (made && !await addIdentity(tx, made.userId, identity, now())) {
      throw new Unavailable("the identity has just been connected to an account");
    }
    return made;
  });
  if (!found) return null;
  sessions.forget(...found.ended);
  return found.userId;
}

type Made = { userId: string; ended: string[] } | null;

async function makeVisitor(
  tx: Transaction,
  services: MessageServices,
  { email, name, emailVerified }: ProviderProfile & { email: string },
  origin: Origin,
): Promise<Made> {
  const known = { email, name: nameFor(name, email), emailConfirmed: emailVerified };
  const user = await createVisitor(tx, known, null, services.now());
  if (!user) return null;
  if (!emailVerified) {
    await writeConfirmation(tx, readerOf(user, origin, services), user.email, services.now());
  }
  await auditRegistration(tx, user, origin, "oidc");
  return { userId: user.id, ended: [] };
}

async function takeOver(
  tx: Transaction,
  { id, role, isConfirmed, isLocked }: AccountWithAddress,
  { emailVerified }: ProviderProfile,
  { address }: Origin,
  nowMs: number,
): Promise<Made> {
  // A provider never grants a role, so it does not hand over an account that has one.
  if (isConfirmed || isLocked || !emailVerified || staffRoles.includes(role)) return null;
  const ended = await reclaimAccount(tx, id, nowMs);
  await writeAudit(tx, {
    actor: { id, address },
    action: "account.confirmed",
    subject: { type: "account", id },
    detail: { method: "oidc" },
  });
  return { userId: id, ended };
}

/** A name that may be shown: the provider's if it is one, otherwise the part of the address before the @. */
function nameFor(name: string | null, email: string): string {
  return nameSchema.safeParse(name).data ?? email.slice(0, email.lastIndexOf("@"));
}
