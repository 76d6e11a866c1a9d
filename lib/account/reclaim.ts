import { removeIdentities } from "@/lib/auth/identities.ts";
import { voidLinks } from "@/lib/auth/one_time_links.ts";
import { deleteFactors } from "@/lib/auth/second_factors.ts";
import { endSessions } from "@/lib/auth/sessions.ts";
import type { Transaction } from "@/lib/db/pool.ts";

/**
 * Hands an account over to whoever has just proved its address, which was not confirmed until now: anyone may have created
 * it, so everything that lets them in is removed. The caller's transaction has locked the account's row.
 * @returns the ids of the sessions that were ended, for `Sessions.forget`.
 */
export async function reclaimAccount(tx: Transaction, userId: string, nowMs: number): Promise<string[]> {
  await tx`
    update users set password_hash = null, email_confirmed_at = ${new Date(nowMs)} where id = ${userId}`;
  await deleteFactors(tx, userId);
  await removeIdentities(tx, userId);
  await voidLinks(tx, userId, ["confirm-email", "change-email", "reset-password"], nowMs);
  return await endSessions(tx, userId, { nowMs });
}
