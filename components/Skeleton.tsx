/** Placeholders in the shape of what is coming; they appear only after 200 ms, so that quick answers do not flicker. */
export function EventListSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div class="event-list skeleton-list" role="status" aria-label="Loading events">
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

/** The place of the seat map until its chart is here. */
export function MapSkeleton() {
  return (
    <div class="map-frame skeleton-list" role="status" aria-label="Loading the seat map">
      <svg
        viewBox="0 0 400 300"
        aria-hidden="true"
        fill="none"
        stroke="var(--map-line)"
        stroke-linecap="round"
      >
        <path d="M140 30H260" stroke-width="10" />
        {[0, 1, 2, 3, 4, 5].map((row) => (
          <path
            key={row}
            d={`M${90 - row * 8} ${84 + row * 34}Q200 ${104 + row * 36} ${310 + row * 8} ${84 + row * 34}`}
            stroke-width="11"
            stroke-dasharray="0 19"
          />
        ))}
      </svg>
    </div>
  );
}
