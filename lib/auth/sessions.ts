/**
 * Sessions: one per signed-in device. A session has a refresh token, which rotates, and short-lived access tokens. A
 * refresh token names its session and is signed, so that any token once in force is recognized as an old one; only
 * hashes are stored.
 */
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { BoundedMap } from "@/lib/bounded_map.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { auditing } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql, type Transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import { batchLookups } from "@/lib/batch.ts";
import { type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { sign, verifySigned } from "@/lib/http/wire/cookies.ts";
import { ACCESS_TOKEN_SECONDS, AccessTokens } from "./access_tokens.ts";
import type { User } from "./caller.ts";
import { expiryOf, isLive, SESSION_SECONDS } from "./session_lifetime.ts";

/** How long the previous token remains valid after a rotation: two tabs may rotate at once. */
const ROTATION_GRACE_MS = 30_000;
/** How long this process may still trust a session that another process has ended. */
const LIVENESS_MS = 4_000;
const LIVE_MAX = 10_000;
/** How far the time of a session's last use may lag behind. */
const USE_RECORDED_EVERY_MS = 60_000;
/** Requests wait for the lookup before theirs, so one that hangs must not block them for long. */
const LOOKUP_DEADLINE_MS = 3_000;
const UUID_LENGTH = 36;

/** A session that has not ended, with its current account. */
export interface LiveSession {
  sessionId: string;
  user: User;
}

/** How the owner of an account signed in. A code of a second factor may have followed. */
export const signInMethods = ["password", "passkey", "oidc"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** What a device receives when it signs in or refreshes. */
export interface IssuedTokens extends LiveSession {
  accessToken: string;
  expiresInSeconds: number;
  /** Null if the device's current one stays in force. */
  refreshToken: string | null;
}

/** A session, as listed for its account. */
export interface SessionView {
  id: string;
  userAgent: string;
  createdAt: Date;
  lastUsedAt: Date;
}

interface SessionRow {
  sessionId: string;
  id: string;
  email: string;
  emailConfirmed: boolean;
  name: string;
  role: User["role"];
  locale: string | null;
}

interface FoundSession extends SessionRow {
  isCurrent: boolean;
  isPrevious: boolean;
  rotatedAt: Date | null;
}

/**
 * Ends an account's sessions: all, all but `except`, or just `only`, in the caller's transaction; pass their ids to
 * {@link Sessions.forget} once it is committed. Other processes notice within 4 s.
 * @returns the ids of those that were ended.
 */
export async function endSessions(
  tx: Queryable,
  userId: string,
  { nowMs, except = null, only = null }: { nowMs: number; except?: string | null; only?: string | null },
): Promise<string[]> {
  const ended = await tx<{ id: string }[]>`
    update sessions set ended_at = ${new Date(nowMs)}
    where user_id = ${userId} and ended_at is null and id is distinct from ${except}::uuid
      and (${only}::uuid is null or id = ${only}::uuid)
    returning id`;
  return ended.map(({ id }) => id);
}

/** Deletes an account's sessions, for its erasure; like {@link endSessions} otherwise. */
export async function deleteSessions(tx: Transaction, userId: string): Promise<string[]> {
  const deleted = await tx<{ id: string }[]>`delete from sessions where user_id = ${userId} returning id`;
  return deleted.map(({ id }) => id);
}

/**
 * Deletes up to `limit` sessions that expired before a time; ended ones expire too, since they are no longer used.
 * @returns how many were deleted.
 */
export async function deleteExpiredSessions(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from sessions where id in (
      select id from sessions where expires_at < ${timeLiteral(sql, before)} limit ${limit}
    )`);
  return count;
}

export class Sessions {
  readonly #sql: Sql;
  readonly #now: () => number;
  readonly #refreshSecrets: readonly string[];
  readonly #accessTokens: AccessTokens;
  readonly #live = new BoundedMap<string, { session: Promise<LiveSession | null>; untilMs: number }>(
    LIVE_MAX,
  );
  /** When a sale opens, thousands of devices are new to this process within a second. */
  readonly #load = batchLookups((sessionIds: string[]) => this.#loadAll(sessionIds));

  constructor(
    options: { sql: Sql; secrets: Pick<Secrets, "jwtSecrets" | "cookieSecrets">; now: () => number },
  ) {
    this.#sql = options.sql;
    this.#now = options.now;
    this.#refreshSecrets = options.secrets.cookieSecrets;
    this.#accessTokens = new AccessTokens(options.secrets.jwtSecrets, options.now);
  }

  /**
   * Signs a device in, in a transaction if there is one. `method`: how its owner did; `hasProvedFactor`: whether an identity
   * provider vouches for a second factor.
   */
  async start(
    user: User,
    device: { userAgent: string; visitorId: string | null; address: string },
    { tx = this.#sql, method = "password", hasProvedFactor = false }: {
      tx?: Queryable;
      method?: SignInMethod;
      hasProvedFactor?: boolean;
    } = {},
  ): Promise<IssuedTokens> {
    const sessionId = uuidv7();
    const refreshToken = this.#newRefreshToken(sessionId);
    const now = this.#now();
    const expiresAt = new Date(now + SESSION_SECONDS * 1000);
    const signedIn = auditing(tx, {
      actor: { id: user.id, address: device.address },
      action: "account.signed-in",
      subject: { type: "account", id: user.id },
      detail: { session: sessionId, method },
    });
    await tx`
      with started as (
        insert into sessions
          (id, user_id, refresh_hash, user_agent, created_at, last_used_at, expires_at, factor_proved_at)
        values (${sessionId}, ${user.id}, ${hashOf(refreshToken)}, ${device.userAgent.slice(0, 200)},
                ${new Date(now)}, ${new Date(now)}, ${expiresAt}, ${hasProvedFactor ? new Date(now) : null})
        returning id
      )
      select ${signedIn} from started`;
    return this.#issue({ sessionId, user }, device.visitorId, refreshToken);
  }

  /** The session of an access token, or null if the token or the session is no longer valid. */
  async identify(accessToken: string): Promise<(LiveSession & { visitorId: string | null }) | null> {
    const claims = this.#accessTokens.verify(accessToken);
    if (!claims) return null;
    const session = await this.#liveSession(claims.sessionId);
    return session && { ...session, visitorId: claims.visitorId };
  }

  /** A new access token for a refresh token, which does not rotate. Null if the refresh token is no longer valid. */
  async renew(refreshToken: string, visitorId: string | null): Promise<IssuedTokens | null> {
    const session = await this.#find(refreshToken);
    if (!session) return null;
    const now = this.#now();
    await deadline(this.#sql`
      update sessions s set last_used_at = ${new Date(now)}, expires_at = ${expiryOf(this.#sql, now)}
      where s.id = ${session.sessionId}`);
    return this.#issue(session, visitorId, null);
  }

  /**
   * A new refresh token and access token for a refresh token. The old one remains valid for 30 s; after that, reuse
   * means that it was stolen and ends the session. Null if the refresh token is no longer valid.
   */
  async rotate(refreshToken: string, visitorId: string | null): Promise<IssuedTokens | null> {
    const sessionId = this.#sessionOf(refreshToken);
    if (!sessionId) return null;
    const next = this.#newRefreshToken(sessionId);
    const now = this.#now();
    const [row] = await this.#sql<SessionRow[]>`
      update sessions s
      set previous_hash = refresh_hash, refresh_hash = ${hashOf(next)}, rotated_at = ${new Date(now)},
          last_used_at = ${new Date(now)}, expires_at = ${expiryOf(this.#sql, now)}
      from users u
      where s.id = ${sessionId} and s.refresh_hash = ${hashOf(refreshToken)}
        and u.id = s.user_id and ${isLive(this.#sql, now)}
      returning s.id as session_id, ${userColumns(this.#sql)}`;
    if (row) return this.#issue(toSession(row), visitorId, next);
    // Another tab was first: its response has already set the new cookie.
    return await this.renew(refreshToken, visitorId);
  }

  /** An account's sessions that are in force, newest first. @throws {InvalidCursor} */
  async list(
    userId: string,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<SessionView>> {
    const list = ["sessions", userId] as const;
    const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
    const rows = await deadline(this.#sql<SessionView[]>`
      select s.id, s.user_agent, s.created_at, s.last_used_at from sessions s join users u on u.id = s.user_id
      where s.user_id = ${userId} and ${isLive(this.#sql, this.#now())}
        and (${after}::uuid is null or s.id < ${after}::uuid)
      order by s.id desc limit ${limit + 1}`);
    return pageOf(list, rows, limit, ({ id }) => [id]);
  }

  /** Drops sessions from the cache after they have ended or their account has changed. */
  forget(...sessionIds: string[]): void {
    for (const id of sessionIds) this.#live.delete(id);
  }

  /** Drops all sessions of an account from the cache after it has changed; other processes notice within 4 s. */
  async forgetAccount(userId: string): Promise<void> {
    const rows = await deadline(this.#sql<{ id: string }[]>`
      select id from sessions where user_id = ${userId} and ended_at is null`);
    this.forget(...rows.map(({ id }) => id));
  }

  #liveSession(sessionId: string): Promise<LiveSession | null> {
    const known = this.#live.get(sessionId);
    if (known && this.#now() < known.untilMs) return known.session;
    const session = this.#load(sessionId).then((found) => found ?? null);
    this.#live.set(sessionId, { session, untilMs: this.#now() + LIVENESS_MS });
    // A failed load is not cached; its callers get the error.
    session.catch(() => this.#live.delete(sessionId));
    return session;
  }

  /** Looks up sessions and records their use; `skip locked`, as another process may be recording the same. */
  async #loadAll(sessionIds: string[]): Promise<Map<string, LiveSession>> {
    const [sql, now] = [this.#sql, this.#now()];
    const rows = await deadline(
      sql<SessionRow[]>`
        with live as (
          select s.id as session_id, ${userColumns(sql)}
          from sessions s join users u on u.id = s.user_id
          where s.id = any(${sessionIds}) and ${isLive(sql, now)}
        ), used as (
          update sessions s set last_used_at = ${new Date(now)}, expires_at = ${expiryOf(sql, now)}
          where s.id in (
            select used.id from sessions used join live on live.session_id = used.id
            where used.last_used_at < ${new Date(now - USE_RECORDED_EVERY_MS)} for update of used skip locked
          )
        )
        select * from live`,
      LOOKUP_DEADLINE_MS,
    );
    return new Map(rows.map((row) => [row.sessionId, toSession(row)]));
  }

  /** The session of a refresh token. An old token past the grace period ends the session. */
  async #find(refreshToken: string): Promise<LiveSession | null> {
    const sessionId = this.#sessionOf(refreshToken);
    if (!sessionId) return null;
    const hash = hashOf(refreshToken);
    const now = this.#now();
    const [row] = await this.#sql<FoundSession[]>`
      select s.id as session_id, s.rotated_at, s.refresh_hash = ${hash} as is_current,
             s.previous_hash is not distinct from ${hash} as is_previous, ${userColumns(this.#sql)}
      from sessions s join users u on u.id = s.user_id
      where s.id = ${sessionId} and ${isLive(this.#sql, now)}`;
    if (!row) return null;
    if (row.isCurrent) return toSession(row);
    const inGrace = row.rotatedAt !== null && now - row.rotatedAt.getTime() <= ROTATION_GRACE_MS;
    if (!inGrace) {
      await deadline(endSessions(this.#sql, row.id, { nowMs: now, only: row.sessionId }));
      this.forget(row.sessionId);
    }
    return inGrace && row.isPrevious ? toSession(row) : null;
  }

  #issue(
    session: LiveSession,
    visitorId: string | null,
    refreshToken: string | null,
  ): IssuedTokens {
    const { sessionId, user } = session;
    const accessToken = this.#accessTokens.issue({
      userId: user.id,
      role: user.role,
      sessionId,
      visitorId,
    });
    return { ...session, accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, refreshToken };
  }

  #newRefreshToken(sessionId: string): string {
    const random = crypto.getRandomValues(new Uint8Array(32));
    const value = sessionId + random.toBase64({ alphabet: "base64url", omitPadding: true });
    return sign("refresh", value, this.#refreshSecrets);
  }

  #sessionOf(refreshToken: string): string | null {
    return verifySigned("refresh", refreshToken, this.#refreshSecrets)?.slice(0, UUID_LENGTH) ?? null;
  }
}

function toSession({ sessionId, id, email, emailConfirmed, name, role, locale }: SessionRow): LiveSession {
  return { sessionId, user: { id, email, emailConfirmed, name, role, locale } };
}

/** SQL: the columns of a `User` from a row `u` of `users`. */
export function userColumns(sql: Sql) {
  return sql`u.id, u.email, u.email_confirmed_at is not null as email_confirmed, u.name, u.role, u.locale`;
}

function hashOf(refreshToken: string): Uint8Array {
  return createHash("sha256").update(refreshToken).digest();
}
