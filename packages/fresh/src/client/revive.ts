/** Reading props that JSON can't say; `render/scripts.ts` has the other side. */
import { computed, signal } from "@preact/signals";
import { parse } from "devalue";

/** The props of all islands of a page, from the text that the server made of them. */
export function revive(sent: string): Record<string, unknown>[] {
  return parse(sent, {
    Signal: ([value]: [unknown]) => signal(value),
    Computed: ([value]: [unknown]) => computed(() => value),
  });
}
