/** Maps of bounded size: caches for values that are cheaper to look up than to compute again. */

export interface Weight<Value> {
  /** The weight of a value, such as its bytes. */
  of(value: Value): number;
  /** The maximum total weight of all values; a heavier value is not kept. */
  max: number;
}

/** Entries with longer keys are not kept: they come from requests, and no cache needs them. */
export const KEY_LENGTH_MAX = 4_000;

/**
 * A copy of the text in its own memory. Otherwise a slice of a longer text, such as a header, keeps all of that text in
 * memory.
 */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/** Keeps at most `sizeMax` entries and evicts the oldest. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #sizeMax: number;
  readonly #weight: Weight<Value> | undefined;
  #totalWeight = 0;

  constructor(sizeMax: number, weight?: Weight<Value>) {
    this.#sizeMax = sizeMax;
    this.#weight = weight;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets an entry, which becomes the newest. One that is too large is not kept. */
  set(key: Key, value: Value): void {
    this.delete(key);
    if (typeof key === "string" && key.length > KEY_LENGTH_MAX) return;
    const weight = this.#weight?.of(value) ?? 0;
    const weightMax = this.#weight?.max ?? 0;
    if (weight > weightMax) return;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < this.#sizeMax && this.#totalWeight + weight <= weightMax) break;
      this.delete(oldest);
    }
    this.#entries.set(typeof key === "string" ? ownText(key) as Key : key, value);
    this.#totalWeight += weight;
  }

  delete(key: Key): void {
    const value = this.#entries.get(key);
    if (!this.#entries.delete(key)) return;
    this.#totalWeight -= this.#weight?.of(value as Value) ?? 0;
  }
}
