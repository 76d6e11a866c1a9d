/**
 * Makes one piece of work of what is asked for while the last one is under way, or in the same turn of the event loop: the
 * busier it is, the larger the pieces. Pieces run one after the other, each with its items in the order of the asking.
 * @returns a function that answers when its own items are done, and throws when their piece failed.
 */
export function batch<T>(work: (items: T[]) => Promise<void>): (...items: T[]) => Promise<void> {
  let waiting: { items: T[]; done: Promise<void> } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function runAfter(before: Promise<unknown>, items: T[]): Promise<void> {
    await before;
    // Who is about to ask in this turn comes along.
    await new Promise((resolve) => setImmediate(resolve));
    waiting = null;
    await work(items);
  }

  return (...items) => {
    if (!waiting) {
      const piece: T[] = [];
      waiting = { items: piece, done: runAfter(last, piece) };
      last = waiting.done.catch(() => {});
    }
    waiting.items.push(...items);
    return waiting.done;
  };
}

/**
 * Looks up together what is asked for while the last look-up is under way.
 * @param load Gives what there is of these keys, each of which is named once.
 * @returns a function that looks up one key; undefined when `load` had nothing for it.
 */
export function batchLookups<Key, Value>(
  load: (keys: Key[]) => Promise<Map<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  const ask = batch<{ key: Key; value?: Value }>(async (lookups) => {
    const found = await load([...new Set(lookups.map(({ key }) => key))]);
    for (const lookup of lookups) lookup.value = found.get(lookup.key);
  });
  return async (key) => {
    const lookup: { key: Key; value?: Value } = { key };
    await ask(lookup);
    return lookup.value;
  };
}
