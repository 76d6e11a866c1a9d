interface Entry<T> {
  loadedAt: number;
  /** The number of the last question for it. */
  askedAt: number;
  value: Promise<T>;
  /** What `value` became. */
  settled?: { value: T };
}

/**
 * Keeps what was loaded for a short time. Whoever asks for the same key meanwhile shares the load; a load that fails is
 * forgotten at once. Holds at most `maxEntries`; those not asked for the longest go first.
 */
export class TimedCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #questions = 0;

  constructor(private readonly options: { maxAgeMs: number; maxEntries: number; now: () => number }) {}

  /** The value of a key, loaded at most `maxAgeMs` ago. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const { maxAgeMs, maxEntries, now } = this.options;
    const known = this.#entries.get(key);
    if (known && now() - known.loadedAt < maxAgeMs) {
      known.askedAt = ++this.#questions;
      return known.value;
    }
    const entry = this.#start(key, load);
    this.#entries.set(key, entry);
    if (this.#entries.size > maxEntries) this.#dropOldest();
    return entry.value;
  }

  #start(key: string, load: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { loadedAt: this.options.now(), askedAt: ++this.#questions, value: load() };
    entry.value.then(
      (value) => entry.settled = { value },
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    );
    return entry;
  }

  /** Looks at all of them, which costs little beside a load; keeping them in order would cost every question. */
  #dropOldest(): void {
    let oldest = "";
    let askedAt = Infinity;
    for (const [key, entry] of this.#entries) {
      if (entry.askedAt < askedAt) [oldest, askedAt] = [key, entry.askedAt];
    }
    this.#entries.delete(oldest);
  }

  /** Forgets every value that matches, and loads under way, because they may have read what was there before. */
  forget(matches: (value: T) => boolean = () => true): void {
    for (const [key, { settled }] of this.#entries) {
      if (!settled || matches(settled.value)) this.#entries.delete(key);
    }
  }
}
