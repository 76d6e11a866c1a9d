import assert from "node:assert/strict";

const PATIENCE_MS = 60_000;

/** Reads repeatedly until the value is the wanted one, and returns it. Fails with the last value after `patienceMs`. */
export async function until<T>(
  read: () => T | Promise<T>,
  wanted: (value: T) => boolean,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (true) {
    const value = await read();
    if (wanted(value)) return value;
    assert.ok(Date.now() < deadline, `still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
