import { type Caller, userOf } from "@/lib/auth/caller.ts";
import type { Sessions, SessionView } from "@/lib/auth/sessions.ts";

const SHOWN_MAX = 100;

/** The caller's signed-in devices: this one first, then the most recently used. */
export async function loadDevices(
  { sessions }: { sessions: Sessions },
  caller: Caller,
): Promise<SessionView[]> {
  const { items } = await sessions.list(userOf(caller).id, { limit: SHOWN_MAX });
  const isOther = ({ id }: SessionView) => Number(id !== caller.sessionId);
  return items.toSorted((a, b) => isOther(a) - isOther(b) || b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
}
