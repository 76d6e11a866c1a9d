/** What an identity provider has confirmed about the owner of a session since they signed in. */
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";

/** How long a confirmation counts. */
const PROOF_MS = 5 * 60_000;

/** Records that the session's owner has just signed in again at the provider; `hasFactor`: with a second factor. */
export async function recordProof(
  sql: Queryable,
  sessionId: string,
  { nowMs, hasFactor }: { nowMs: number; hasFactor: boolean },
): Promise<void> {
  const now = new Date(nowMs);
  await deadline(sql`
    update sessions set proved_at = ${now}, factor_proved_at = ${hasFactor ? now : sql`factor_proved_at`}
    where id = ${sessionId}`);
}

export interface SessionProof {
  /** Whether the owner signed in again at the provider within the last five minutes. */
  isProved: boolean;
  /** Whether they did so with a second factor. */
  isFactorProved: boolean;
}

/** What counts for the session now. */
export async function readProof(
  sql: Sql,
  sessionId: string | null | undefined,
  nowMs: number,
): Promise<SessionProof> {
  const none: SessionProof = { isProved: false, isFactorProved: false };
  if (!sessionId) return none;
  const since = new Date(nowMs - PROOF_MS);
  const [row] = await deadline(sql<[SessionProof?]>`
    select coalesce(proved_at > ${since}, false) as is_proved,
      coalesce(proved_at > ${since} and factor_proved_at > ${since}, false) as is_factor_proved
    from sessions where id = ${sessionId}`);
  return row ?? none;
}

/** Whether the provider has ever vouched for a second factor in this session. */
export async function hasProvedFactor(sql: Sql, sessionId: string | null): Promise<boolean> {
  if (!sessionId) return false;
  const { count } = await deadline(sql`
    select from sessions where id = ${sessionId} and factor_proved_at is not null`);
  return count > 0;
}

/** Whether the session began after a time. */
export async function beganSince(sql: Sql, sessionId: string | null, sinceMs: number): Promise<boolean> {
  if (!sessionId) return false;
  const { count } = await deadline(sql`
    select from sessions where id = ${sessionId} and created_at > ${new Date(sinceMs)}`);
  return count > 0;
}
