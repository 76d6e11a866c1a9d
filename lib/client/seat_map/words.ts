/** What the map says. */
import type { Look } from "../canvas/scene.ts";

const looks: Record<Look, string> = {
  a: "free",
  h: "in someone’s basket",
  b: "taken",
  x: "not for sale",
  m: "yours",
};

const flagWords: Record<string, string> = {
  "accessible": "wheelchair place",
  "companion": "companion seat",
  "restricted-view": "restricted view",
  "aisle": "on the aisle",
};

/** What is special about a seat, in words: "wheelchair place, on the aisle"; empty when nothing is. */
export function specialsOf(flags: readonly string[]): string {
  return flags.map((flag) => flagWords[flag]).join(", ");
}

/** The state of a seat in words. */
export function lookWords(look: Look): string {
  return looks[look];
}

/** When there was no answer, or none that can be understood. */
export const NOT_REACHED = "We did not get through, so nothing has changed. Try once more.";
