/**
 * Challenges for passkeys to sign, each good for five minutes and one answer. A challenge is a signed text, so asking for
 * one stores nothing; what is stored until it expires is that it was answered.
 */
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, type Sql, type Transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import { sign, verifySigned } from "@/lib/http/wire/cookies.ts";

/** What answering a challenge is for: an answer is worth nothing elsewhere. */
export type ChallengeUse = "sign-in" | "reauthenticate" | "register";

/** What a challenge is for, and whom it was given to: the id of a visitor or an account. */
export interface ChallengeScope {
  use: ChallengeUse;
  holder: string;
}

/** How long a challenge can be answered. */
export const CHALLENGE_MS = 5 * 60_000;

type Clocked = { secrets: Pick<Secrets, "cookieSecrets">; nowMs: number };

export interface Challenge {
  id: string;
  expiresAt: Date;
}

/** A new challenge, as text. */
export function newChallenge(scope: ChallengeScope, { secrets, nowMs }: Clocked): string {
  return sign(purposeOf(scope), `${crypto.randomUUID()}.${nowMs + CHALLENGE_MS}`, secrets.cookieSecrets);
}

/** Reads a challenge; null if it is not ours, was for something else or somebody else, or has expired. */
export function readChallenge(
  text: string,
  scope: ChallengeScope,
  { secrets, nowMs }: Clocked,
): Challenge | null {
  const value = verifySigned(purposeOf(scope), text, secrets.cookieSecrets);
  if (value === null) return null;
  const [id, expiresMs] = value.split(".");
  return nowMs < Number(expiresMs) ? { id, expiresAt: new Date(Number(expiresMs)) } : null;
}

function purposeOf({ use, holder }: ChallengeScope): string {
  return `passkey ${use} ${holder}`;
}

/** Uses a challenge up. False if it has been answered before: of several answers at once, one gets true. */
export async function useChallenge(tx: Transaction, { id, expiresAt }: Challenge): Promise<boolean> {
  const { count } = await tx`
    insert into used_challenges (id, expires_at) values (${id}, ${expiresAt}) on conflict (id) do nothing`;
  return count === 1;
}

/** Deletes up to `limit` used challenges that had expired before a time. Returns how many. */
export async function deleteOldChallenges(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from used_challenges where id in (
      select id from used_challenges where expires_at < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}
