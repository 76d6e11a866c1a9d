/** Chance for the sample data: the same for the same seed. */
import { v7 as uuidv7 } from "uuid";

/** A number from 0 to below 1. */
export type Random = () => number;

/** The generator mulberry32 by Tommy Ettinger: 32 bits of state, good enough for scenery. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A UUIDv7 of that instant. */
export function randomId(atMs: number, random: Random): string {
  return uuidv7({ msecs: atMs, random: randomBytes(16, random) });
}

export function randomBytes(count: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}
