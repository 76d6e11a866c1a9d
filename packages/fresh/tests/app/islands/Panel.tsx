import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";

/** Shows its children only after a click. */
export function Panel({ children, title }: { children?: ComponentChildren; title?: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="panel">
      <h2>{title}</h2>
      <button type="button" onClick={() => setOpen(!isOpen)}>{isOpen ? "close" : "open"}</button>
      {isOpen && <div class="content">{children}</div>}
    </section>
  );
}

/** Always shows its children. */
export function Frame({ children }: { children?: ComponentChildren }) {
  const [clicks, setClicks] = useState(0);
  return (
    <section class="frame">
      <button type="button" onClick={() => setClicks(clicks + 1)}>clicks: {clicks}</button>
      {children}
    </section>
  );
}
