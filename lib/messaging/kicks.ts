/** What has been committed: rows of the outbox, payments that are due, bookings with another status. */
export type Committed = "messages" | "payments" | "bookings";

/** Wakes listeners when something has been committed. */
export interface Kicks {
  /** `what` is everything by default. */
  kick(what?: readonly Committed[]): void;
  /** Calls `listener` on every kick, or on those about `what`, until the returned function is called. */
  onKick(listener: () => void, what?: Committed): () => void;
}

export const EVERYTHING: readonly Committed[] = ["messages", "payments", "bookings"];

/** Kicks within one process. */
export function createKicks(): Kicks {
  const listeners = new Map<() => void, Committed | undefined>();
  return {
    kick(what = EVERYTHING) {
      for (const [listener, wanted] of listeners) {
        if (wanted === undefined || what.includes(wanted)) listener();
      }
    },
    onKick(listener, what) {
      const own = () => listener();
      listeners.set(own, what);
      return () => listeners.delete(own);
    },
  };
}
