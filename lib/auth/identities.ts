/** Identities: accounts at an identity provider that sign in to accounts here, known by issuer and subject only. */
import { deadline, type Queryable, type Transaction } from "@/lib/db/pool.ts";

/** An account at a provider. The subject is the provider's own name for it, which never changes. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** The account that an identity signs in to; null if it is connected to none. */
export async function ownerOfIdentity(sql: Queryable, { issuer, subject }: Identity): Promise<string | null> {
  const [row] = await deadline(sql<[{ userId: string }?]>`
    select user_id from identities where issuer = ${issuer} and subject = ${subject}`);
  return row?.userId ?? null;
}

/** How many identities are connected to an account: one of each provider that the site has used. */
export async function countIdentities(sql: Queryable, userId: string): Promise<number> {
  const { count } = await deadline(sql`select from identities where user_id = ${userId}`);
  return count;
}

/**
 * Connects an identity to an account. False if the identity is connected to another account, or the account to another
 * identity of the same provider.
 */
export async function addIdentity(
  tx: Transaction,
  userId: string,
  { issuer, subject }: Identity,
  nowMs: number,
): Promise<boolean> {
  const { count } = await tx`
    insert into identities (issuer, subject, user_id, created_at)
    values (${issuer}, ${subject}, ${userId}, ${new Date(nowMs)}) on conflict do nothing`;
  return count === 1;
}

/** Disconnects every identity from an account. */
export async function removeIdentities(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from identities where user_id = ${userId}`;
}
