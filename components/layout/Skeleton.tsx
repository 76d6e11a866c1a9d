import { useWords } from "./words.tsx";

/** Placeholders in the shape of what is coming; they appear only after 200 ms, so that quick answers do not flicker. */
export function EventListSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div class="event-list skeleton-list" role="status" aria-label={useWords("layout").loadingEvents}>
      {Array.from({ length: rows }, (_, row) => (
        <div class="event-row" key={row}>
          <span class="skeleton" style={{ height: "4rem", width: "3rem" }} />
          <span class="skeleton poster" />
          <span class="skeleton" style={{ height: "1.5rem", width: "70%" }} />
        </div>
      ))}
    </div>
  );
}
