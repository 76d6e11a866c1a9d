import { KEY_LENGTH_MAX, ownText, type Weight } from "./bounded_map.ts";

interface Entry<T> {
  loadedAt: number;
  /** The number of the last question for it. */
  askedAt: number;
  value: Promise<T>;
  /** What `value` became, and what that weighs. */
  stored?: { value: T; weight: number };
}

export interface TimedCacheOptions<T> {
  maxAgeMs: number;
  maxEntries: number;
  now: () => number;
  weight?: Weight<T>;
}

/**
 * Keeps what was loaded for a short time. Whoever asks for the same key meanwhile shares the load; a load that fails is
 * forgotten at once. Holds at most `maxEntries` and what may weigh together; those not asked for the longest go first.
 */
export class TimedCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #questions = 0;

  constructor(private readonly options: TimedCacheOptions<T>) {}

  /** The value of a key, loaded at most `maxAgeMs` ago. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const { maxAgeMs, maxEntries, now } = this.options;
    const known = this.#entries.get(key);
    if (known && now() - known.loadedAt < maxAgeMs) {
      known.askedAt = ++this.#questions;
      return known.value;
    }
    if (key.length > KEY_LENGTH_MAX) return load();
    const entry = this.#start(key, load);
    this.#entries.set(ownText(key), entry);
    if (this.#entries.size > maxEntries) this.#dropOldest();
    return entry.value;
  }

  #start(key: string, load: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { loadedAt: this.options.now(), askedAt: ++this.#questions, value: load() };
    entry.value.then(
      (value) => this.#store(key, entry, value),
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    );
    return entry;
  }

  #store(key: string, entry: Entry<T>, value: T): void {
    const { weight } = this.options;
    entry.stored = { value, weight: weight?.of(value) ?? 0 };
    if (!weight || this.#entries.get(key) !== entry) return;
    const weighs = () => this.#entries.values().reduce((sum, { stored }) => sum + (stored?.weight ?? 0), 0);
    while (this.#entries.size > 1 && weighs() > weight.max) this.#dropOldest();
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
    for (const [key, { stored }] of this.#entries) {
      if (!stored || matches(stored.value)) this.#entries.delete(key);
    }
  }
}
