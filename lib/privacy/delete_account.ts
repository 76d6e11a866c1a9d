/** Deleting an account: its bookings remain, but name nobody. docs/privacy.md says what remains, and for how long. */
import {
  type Proof,
  type ProofRefusal,
  type ProofServices,
  reauthenticate,
} from "@/lib/account/reauthenticate.ts";
import type { User } from "@/lib/auth/caller.ts";
import { removeIdentities } from "@/lib/auth/identities.ts";
import { deleteLinks } from "@/lib/auth/one_time_links.ts";
import { deleteFactors } from "@/lib/auth/second_factors.ts";
import { deleteSessions, type Sessions } from "@/lib/auth/sessions.ts";
import { redactGuestBookings } from "@/lib/bookings/guests.ts";
import { redactAudit, writeAudit } from "@/lib/db/audit_log.ts";
import { deleteKeys } from "@/lib/db/idempotency.ts";
import { type Transaction, transaction } from "@/lib/db/pool.ts";
import { redactMessages } from "@/lib/notifications/write.ts";
import { redactRefunds } from "@/lib/payments/refunds.ts";
import { isLastAdmin } from "@/lib/staff/accounts.ts";

export type DeleteResult =
  | { ok: true }
  | ProofRefusal
  /** Without this account nobody could grant roles any more. */
  | { ok: false; code: "last-admin" };

/**
 * Erases the owner of an account, once they have been re-authenticated, and ends their sessions. The last admin who can
 * sign in cannot be deleted.
 */
export async function deleteAccount(
  services: ProofServices & { sessions: Sessions },
  { user }: { user: User },
  proof: Proof,
): Promise<DeleteResult> {
  const proved = await reauthenticate(services, user, proof);
  if (!proved.ok) return proved;
  const ended = await transaction(services.sql, async (tx) => {
    if (await isLastAdmin(tx, user.id)) return null;
    return await erasePerson(tx, user.id, services.now());
  });
  if (!ended) return { ok: false, code: "last-admin" };
  services.sessions.forget(...ended);
  return { ok: true };
}

/**
 * Erases a person in one transaction: name, address, password, factors, devices, links, the text of their messages and of
 * reasons for refunds, network addresses in the audit log. What remains has their id, which no longer leads to anyone.
 * @returns the ids of the sessions that were deleted
 */
async function erasePerson(tx: Transaction, userId: string, nowMs: number): Promise<string[]> {
  const guests = await guestBookings(tx, userId);
  // First: anything that writes about this account at the same time has either committed, or sees that it is deleted.
  await tx`
    update users set email = null, email_key = null, name = '', search_name = '', password_hash = null, locale = null,
      deleted_at = ${new Date(nowMs)}
    where id = ${userId}`;
  await redactMessages(tx, userId);
  await redactRefunds(tx, userId);
  await redactGuestBookings(tx, guests);
  await deleteLinks(tx, userId);
  await deleteFactors(tx, userId);
  await removeIdentities(tx, userId);
  await deleteKeys(tx, userId);
  const actor = { id: userId, address: null };
  await writeAudit(tx, { actor, action: "account.erased", subject: { type: "account", id: userId } });
  await redactAudit(tx, userId);
  return await deleteSessions(tx, userId);
}

/** The ids of the bookings that a person made as a guest: those of the account's address, if it is confirmed. */
async function guestBookings(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select b.id from users u join buyers guest on guest.email_key = u.email_key
    join bookings b on b.buyer_id = guest.id
    where u.id = ${userId} and u.email_confirmed_at is not null`;
  return rows.map(({ id }) => id);
}
