/** The part of an event log that wakes those who wait for new outbox rows in the same process. */
export interface Kicks {
  kick(): void;
  onKick(listener: () => void): () => void;
}

/** A set of listeners, each called by every `kick`. */
export function createKicks(): Kicks {
  const listeners = new Set<() => void>();
  return {
    kick() {
      for (const listener of listeners) listener();
    },
    onKick(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
