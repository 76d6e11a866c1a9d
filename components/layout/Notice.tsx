import type { ComponentChildren } from "preact";

/**
 * A message that the reader should see now. Danger and warning notices interrupt a screen reader; others wait.
 */
export function Notice({ kind = "info", title, children }: {
  kind?: "info" | "success" | "warning" | "danger";
  title?: string;
  children?: ComponentChildren;
}) {
  const urgent = kind === "danger" || kind === "warning";
  return (
    <div class="notice" data-kind={kind} role={urgent ? "alert" : "status"}>
      {title && <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}
