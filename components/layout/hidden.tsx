import type { ComponentChildren } from "preact";

/** Draws what is inside a tag for those who hear the page alone. */
export function hidden(inner: ComponentChildren) {
  return <span class="visually-hidden">{inner}</span>;
}
