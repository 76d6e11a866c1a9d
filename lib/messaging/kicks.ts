/** Wakes listeners when something has been committed. */
export interface Kicks {
  kick(): void;
  /** Calls `listener` on every kick, until the returned function is called. */
  onKick(listener: () => void): () => void;
}

/** Kicks within one process: every `kick` calls every listener. */
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
