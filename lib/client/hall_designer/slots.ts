/** A list of objects with ids in which every object keeps its place, even while it is removed. */
export class Slots<Item extends { id: string }> {
  readonly #items: (Item | null)[] = [];
  readonly #slotOf = new Map<string, number>();
  /** The objects in order, until the next change. */
  #live: Item[] | null = null;

  constructor(items: readonly Item[]) {
    for (const item of items) this.put(item);
  }

  /** Puts an object in its place; a new one goes to the end. Returns its place and what was there before. */
  put(item: Item): { slot: number; before: Item | null } {
    const slot = this.#slotOf.get(item.id) ?? this.#items.length;
    const before = this.#items[slot] ?? null;
    this.#slotOf.set(item.id, slot);
    this.#items[slot] = item;
    this.#live = null;
    return { slot, before };
  }

  /** Removes an object, if it is there. Returns its place and what was there before. */
  remove(id: string): { slot: number; before: Item | null } {
    const slot = this.#slotOf.get(id) ?? -1;
    const before = this.#items[slot] ?? null;
    if (before) {
      this.#items[slot] = null;
      this.#live = null;
    }
    return { slot, before };
  }

  get(id: string): Item | undefined {
    return this.at(this.#slotOf.get(id) ?? -1);
  }

  at(slot: number): Item | undefined {
    return this.#items[slot] ?? undefined;
  }

  slotOf(id: string): number | undefined {
    return this.#slotOf.get(id);
  }

  /** How many places there are, empty ones included. */
  get length(): number {
    return this.#items.length;
  }

  /** The objects in order. */
  live(): Item[] {
    return this.#live ??= this.#items.filter((item) => item !== null);
  }
}
