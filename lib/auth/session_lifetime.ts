/** How long a session lives: after its last use, and in all. */
import type { Queryable } from "@/lib/db/pool.ts";
import { staffRoles } from "./permissions.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const buyers = { idleMs: 30 * DAY_MS, totalMs: 180 * DAY_MS };
/** Staff see other people's data. */
const staff = { idleMs: 12 * HOUR_MS, totalMs: 7 * DAY_MS };

/** How long a browser keeps its refresh cookie. */
export const SESSION_SECONDS = buyers.idleMs / 1000;

/** SQL: whether the session `s` of the account `u` is in force. Compares with the current role, which may be new. */
export function isLive(sql: Queryable, nowMs: number) {
  const after = (span: "idleMs" | "totalMs") =>
    sql`case when u.role = any(${staffRoles as string[]}) then ${new Date(nowMs - staff[span])}::timestamptz
      else ${new Date(nowMs - buyers[span])}::timestamptz end`;
  return sql`(s.ended_at is null and u.deleted_at is null and u.locked_at is null
    and s.last_used_at > ${after("idleMs")} and s.created_at > ${after("totalMs")})`;
}

/** SQL: when the session `s`, used now, can no longer be in force, so that its row may be deleted. */
export function expiryOf(sql: Queryable, nowMs: number) {
  return sql`least(s.created_at + ${buyers.totalMs} * interval '1 millisecond',
    ${new Date(nowMs + buyers.idleMs)}::timestamptz)`;
}
