/** What the map says. */
import type { SeatState } from "../canvas/scene.ts";

const stateLabels: Record<SeatState, string> = {
  a: "free",
  h: "in someone’s basket",
  b: "taken",
  x: "not for sale",
  m: "yours",
};

const flagLabels: Record<string, string> = {
  "accessible": "wheelchair place",
  "companion": "companion seat",
  "restricted-view": "restricted view",
  "aisle": "on the aisle",
};

/** What is special about a seat, in words: "wheelchair place, on the aisle"; empty when nothing is. */
export function featureLabels(flags: readonly string[]): string {
  return flags.map((flag) => flagLabels[flag]).join(", ");
}

/** The state of a seat in words. */
export function seatStateLabel(state: SeatState): string {
  return stateLabels[state];
}

/** When there was no answer, or none that can be understood. */
export const NOT_REACHED = "We did not get through, so nothing has changed. Try once more.";
