import { KEY_LENGTH_MAX, ownText, type Weight } from "./bounded_map.ts";

interface Entry<T> {
  loadedAt: number;
  /** The sequence number of the last access. */
  usedAt: number;
  value: Promise<T>;
  /** The resolved value and its weight. */
  stored?: { value: T; weight: number };
}

export interface TimedCacheOptions<T> {
  maxAgeMs: number;
  maxEntries: number;
  now: () => number;
  weight?: Weight<T>;
}

/**
 * Caches loaded values for a short time. Concurrent requests for a key share one load; a failed load is dropped at
 * once. Bounded by `maxEntries` and total weight; evicts the least recently used.
 */
export class TimedCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #accesses = 0;

  constructor(private readonly options: TimedCacheOptions<T>) {}

  /** The value of a key, loaded at most `maxAgeMs` ago. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const { maxAgeMs, maxEntries, now } = this.options;
    const known = this.#entries.get(key);
    if (known && now() - known.loadedAt < maxAgeMs) {
      known.usedAt = ++this.#accesses;
      return known.value;
    }
    if (key.length > KEY_LENGTH_MAX) return load();
    const entry = this.#start(key, load);
    this.#entries.set(ownText(key), entry);
    if (this.#entries.size > maxEntries) this.#dropLeastRecent();
    return entry.value;
  }

  #start(key: string, load: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { loadedAt: this.options.now(), usedAt: ++this.#accesses, value: load() };
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
    const totalWeight = () =>
      this.#entries.values().reduce((sum, { stored }) => sum + (stored?.weight ?? 0), 0);
    while (this.#entries.size > 1 && totalWeight() > weight.max) this.#dropLeastRecent();
  }

  /** Scans all entries, which is cheap next to a load; keeping them in order would cost on every access. */
  #dropLeastRecent(): void {
    let leastRecent = "";
    let usedAt = Infinity;
    for (const [key, entry] of this.#entries) {
      if (entry.usedAt < usedAt) [leastRecent, usedAt] = [key, entry.usedAt];
    }
    this.#entries.delete(leastRecent);
  }

  /** Drops every value that matches, and pending loads, which may have read the old state. */
  forget(matches: (value: T) => boolean = () => true): void {
    for (const [key, { stored }] of this.#entries) {
      if (!stored || matches(stored.value)) this.#entries.delete(key);
    }
  }
}
