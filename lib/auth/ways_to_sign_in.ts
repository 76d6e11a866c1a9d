/** The ways in which an account can be signed in to. The last one is never removed. */
import type { Transaction } from "@/lib/db/pool.ts";
import { lockFactors } from "./second_factors.ts";

/**
 * How many ways there are to sign in to an account: its password, each passkey, and each connected identity. A code from an
 * app is not one, since it only follows one of these. Locks the account, so that two removals at once cannot take one each.
 */
export async function countWaysToSignIn(tx: Transaction, userId: string): Promise<number> {
  await lockFactors(tx, userId);
  // A separate statement, so that it sees what the previous holder of the lock has removed.
  const [ways] = await tx<{ count: number }[]>`
    select (u.password_hash is not null)::integer
      + (select count(*)::integer from passkeys p where p.user_id = u.id)
      + (select count(*)::integer from identities i where i.user_id = u.id) as count
    from users u where u.id = ${userId}`;
  return ways?.count ?? 0;
}
