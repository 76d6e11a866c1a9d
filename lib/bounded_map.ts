/** Maps with a bound on what they keep: for what is cheaper to find than to make again. */

export interface Weight<Value> {
  /** What a value counts for, such as its bytes. */
  of(value: Value): number;
  /** The most that all values may weigh together; a value that is heavier alone is not kept. */
  max: number;
}

/** Longer keys are not kept: they come from requests, and no cache needs them. */
export const KEY_LENGTH_MAX = 4_000;

/**
 * The same text in memory of its own. A piece of a longer text, such as of a header, otherwise keeps all of that in memory
 * for as long as the piece is kept.
 */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/** Keeps at most so many entries; when there is no room the oldest go. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #sizeMax: number;
  readonly #weight: Weight<Value> | undefined;
  #weighs = 0;

  constructor(sizeMax: number, weight?: Weight<Value>) {
    this.#sizeMax = sizeMax;
    this.#weight = weight;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets an entry, as the newest. One that is too large is not kept. */
  set(key: Key, value: Value): void {
    this.delete(key);
    if (typeof key === "string" && key.length > KEY_LENGTH_MAX) return;
    const weight = this.#weight?.of(value) ?? 0;
    const weightMax = this.#weight?.max ?? 0;
    if (weight > weightMax) return;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < this.#sizeMax && this.#weighs + weight <= weightMax) break;
      this.delete(oldest);
    }
    this.#entries.set(typeof key === "string" ? ownText(key) as Key : key, value);
    this.#weighs += weight;
  }

  delete(key: Key): void {
    const value = this.#entries.get(key);
    if (!this.#entries.delete(key)) return;
    this.#weighs -= this.#weight?.of(value as Value) ?? 0;
  }
}
