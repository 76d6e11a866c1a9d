/** Reads props that JSON cannot express; `render/scripts.ts` is the counterpart. */
import { computed, signal } from "@preact/signals";
import { parse } from "devalue";

/** The props of all islands of a page, from the string in which the server serialized them. */
export function revive(sent: string): Record<string, unknown>[] {
  return parse(sent, {
    Signal: ([value]: [unknown]) => signal(value),
    Computed: ([value]: [unknown]) => computed(() => value),
  });
}
