/** Seeded randomness for the sample data. */
import { v7 as uuidv7 } from "uuid";

/** Returns a number from 0 to under 1. */
export type Random = () => number;

/** Tommy Ettinger's mulberry32 generator: 32 bits of state, good enough for sample data. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A UUIDv7 with this timestamp. */
export function randomId(atMs: number, random: Random): string {
  return uuidv7({ msecs: atMs, random: randomBytes(16, random) });
}

/** This many bytes, each from 0 to 255. */
export function randomBytes(count: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

/** The same items in random order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list.map((item) => ({ item, rank: random() })).sort((a, b) => a.rank - b.rank).map(({ item }) =>
    item
  );
}
