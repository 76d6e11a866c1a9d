/** Signing out: this device, another one, or all others. */
import { actorOf, type Caller } from "@/lib/auth/caller.ts";
import { endSessions, type Sessions } from "@/lib/auth/sessions.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";

interface Services {
  sql: Sql;
  sessions: Sessions;
  now: () => number;
}

/** Signs the caller's device out. Signing out twice is not an error. */
export async function signOut({ sql, sessions, now }: Services, caller: Caller): Promise<void> {
  const { user, sessionId } = caller;
  if (!user || !sessionId) return;
  await transaction(sql, async (tx) => {
    await endSessions(tx, user.id, { nowMs: now(), only: sessionId });
    const subject = { type: "session", id: sessionId } as const;
    await writeAudit(tx, { actor: actorOf(caller), action: "account.signed-out", subject });
  });
  sessions.forget(sessionId);
}

/** Ends one of the caller's sessions, which may have ended already. False if it is not the caller's. */
export async function endSession(
  { sql, sessions, now }: Services,
  caller: Caller,
  sessionId: string,
): Promise<boolean> {
  const actor = actorOf(caller);
  const isOwn = await transaction(sql, async (tx) => {
    const [ended] = await endSessions(tx, actor.id, { nowMs: now(), only: sessionId });
    if (ended) {
      await writeAudit(tx, { actor, action: "session.ended", subject: { type: "session", id: ended } });
      return true;
    }
    const { count } = await tx`select from sessions where id = ${sessionId} and user_id = ${actor.id}`;
    return count > 0;
  });
  sessions.forget(sessionId);
  return isOwn;
}

/** Ends all of the caller's sessions but this one. */
export async function endOtherSessions({ sql, sessions, now }: Services, caller: Caller): Promise<void> {
  const actor = actorOf(caller);
  const ended = await transaction(sql, async (tx) => {
    const ended = await endSessions(tx, actor.id, { nowMs: now(), except: caller.sessionId });
    if (ended.length > 0) {
      const subject = { type: "account", id: actor.id } as const;
      await writeAudit(tx, { actor, action: "session.ended", subject, detail: { sessions: ended.length } });
    }
    return ended;
  });
  sessions.forget(...ended);
}
