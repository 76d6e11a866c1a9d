/**
 * Links in emails that prove an email address, each good for one use. A link's token is its id, signed with the cookie
 * secret: the database has no token, so none can be read from a backup or from the queue of emails.
 */
import { deadline, type Sql, type Transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import { sign, verifySigned } from "@/lib/http/wire/cookies.ts";

/** What a link is for: proving an account's address, or a new one for it, or that its password may be replaced. */
export type LinkKind = "confirm-email" | "change-email" | "reset-password";

const HOUR_MS = 3_600_000;

/** How long a link works. */
export const LINK_LIFE_MS: Record<LinkKind, number> = {
  "confirm-email": 24 * HOUR_MS,
  "change-email": 24 * HOUR_MS,
  "reset-password": HOUR_MS,
};

/** Keeps the token of a link from being passed off as anything else that is signed. */
const PURPOSE = "one-time-link";

export interface Link {
  id: string;
  kind: LinkKind;
  userId: string;
  /** The address that it was sent to. */
  email: string;
}

/** Whether a link can be used; `used` also if another link took its place. */
export type LinkState = "usable" | "used" | "expired";

/** Creates a link, and returns its id. */
export async function createLink(
  tx: Transaction,
  { kind, userId, email, nowMs }: Omit<Link, "id"> & { nowMs: number },
): Promise<string> {
  const id = crypto.randomUUID();
  await tx`
    insert into one_time_links (id, kind, user_id, email, created_at, expires_at)
    values (${id}, ${kind}, ${userId}, ${email}, ${new Date(nowMs)}, ${new Date(
    nowMs + LINK_LIFE_MS[kind],
  )})`;
  return id;
}

/** The token of a link, for its email. */
export function linkToken(id: string, secrets: readonly string[]): string {
  return sign(PURPOSE, id, secrets);
}

/** The link of a token if it is of one of these kinds, and its state; null for a token that is not ours or long gone. */
export async function findLink(
  sql: Sql,
  token: string,
  kinds: readonly LinkKind[],
  { secrets, nowMs }: { secrets: readonly string[]; nowMs: number },
): Promise<Link & { state: LinkState } | null> {
  const id = verifySigned(PURPOSE, token, secrets);
  if (id === null) return null;
  const [row] = await deadline(sql<(Link & { usedAt: Date | null; expiresAt: Date })[]>`
    select l.id, l.kind, l.user_id, l.email, l.used_at, l.expires_at
    from one_time_links l join users u on u.id = l.user_id
    where l.id = ${id} and l.kind = any(${[...kinds]}) and u.deleted_at is null`);
  if (!row) return null;
  const { usedAt, expiresAt, ...link } = row;
  return { ...link, state: usedAt ? "used" : expiresAt.getTime() <= nowMs ? "expired" : "usable" };
}

/** Uses a link up. False if it has meanwhile been used or expired; of several concurrent requests, one gets true. */
export async function consumeLink(tx: Transaction, id: string, nowMs: number): Promise<boolean> {
  const now = new Date(nowMs);
  const { count } = await tx`
    update one_time_links set used_at = ${now} where id = ${id} and used_at is null and expires_at > ${now}`;
  return count === 1;
}

/** Voids the account's unused links of these kinds. */
export async function voidLinks(
  tx: Transaction,
  userId: string,
  kinds: readonly LinkKind[],
  nowMs: number,
): Promise<void> {
  await tx`
    update one_time_links set used_at = ${new Date(nowMs)}
    where user_id = ${userId} and kind = any(${[...kinds]}) and used_at is null`;
}

/** Deletes all links of an account, for its erasure. */
export async function deleteLinks(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from one_time_links where user_id = ${userId}`;
}

/**
 * Deletes up to `limit` links that expired before a time. They are kept for a while so that their page can say why they no
 * longer work. Returns how many.
 */
export async function deleteOldLinks(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from one_time_links where id in (
      select id from one_time_links where expires_at < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}
