/**
 * Batches the items that are submitted while the previous batch runs, or in the same turn of the event loop: the
 * busier, the larger the batches. Batches run one after another, each with its items in the order of submission.
 * @returns a function that submits items; it resolves when they are done, and rejects if their batch failed.
 */
export function batch<T>(work: (items: T[]) => Promise<void>): (...items: T[]) => Promise<void> {
  let waiting: { items: T[]; done: Promise<void> } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function runAfter(before: Promise<unknown>, items: T[]): Promise<void> {
    await before;
    // Includes items submitted later in this turn.
    await new Promise((resolve) => setImmediate(resolve));
    waiting = null;
    await work(items);
  }

  return (...items) => {
    if (!waiting) {
      const pending: T[] = [];
      waiting = { items: pending, done: runAfter(last, pending) };
      last = waiting.done.catch(() => {});
    }
    waiting.items.push(...items);
    return waiting.done;
  };
}

/**
 * Batches the lookups that are requested while the previous batch is being loaded.
 * @param load Returns the values found for distinct keys.
 * @returns a function that looks up one key; undefined if `load` found nothing for it.
 */
export function batchLookups<Key, Value>(
  load: (keys: Key[]) => Promise<Map<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  const submit = batch<{ key: Key; value?: Value }>(async (lookups) => {
    const found = await load([...new Set(lookups.map(({ key }) => key))]);
    for (const lookup of lookups) lookup.value = found.get(lookup.key);
  });
  return async (key) => {
    const lookup: { key: Key; value?: Value } = { key };
    await submit(lookup);
    return lookup.value;
  };
}
