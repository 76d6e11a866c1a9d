import type { ComponentChildren } from "preact";

/** Renders a message's tagged part for screen readers only. */
export function hidden(inner: ComponentChildren) {
  return <span class="visually-hidden">{inner}</span>;
}
