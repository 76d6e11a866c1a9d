import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Chooser } from "@/lib/map/chooser.ts";
import type { Direction } from "@/lib/map/neighbours.ts";

const directions: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

const stateWords = {
  live: "Live",
  reconnecting: "Reconnecting …",
  loading: "Loading …",
  failed: "The map could not be loaded",
};

/** The map on its canvas with its buttons and the words at the pointer. One tab stop; arrows go from seat to seat. */
export function MapFrame({ chooser, title, still }: {
  chooser: Chooser;
  title: string;
  /** Stands for the map until it can be drawn. */
  still: ComponentChildren;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => chooser.start(canvas.current!), []);
  const state = chooser.state.value;
  const tip = chooser.tip.value;

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (direction) chooser.step(direction);
    else if (event.key === " " || event.key === "Enter") chooser.toggleFocused();
    else if (event.key === "+" || event.key === "=") chooser.zoomBy(1.4);
    else if (event.key === "-") chooser.zoomBy(1 / 1.4);
    else if (event.key === "0") chooser.fit();
    else return;
    event.preventDefault();
  };

  return (
    <div class="map-frame">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-roledescription="seat map"
        aria-label={`Seats for ${title}. Arrow keys go from seat to seat, space takes one, plus and minus zoom.`}
        onKeyDown={onKeyDown}
        onFocus={() => canvas.current!.matches(":focus-visible") && chooser.step(null)}
        onBlur={() => chooser.blur()}
      />
      {state === "loading" && still}
      <p class="map-status" data-state={state} role="status">{stateWords[state]}</p>
      <div class="map-tools">
        <button type="button" aria-label="Zoom in" onClick={() => chooser.zoomBy(1.6)}>+</button>
        <button type="button" aria-label="Zoom out" onClick={() => chooser.zoomBy(1 / 1.6)}>−</button>
        <button type="button" aria-label="Show the whole hall" onClick={() => chooser.fit()}>
          <svg
            viewBox="0 0 20 20"
            width="18"
            height="18"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
          >
            <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
          </svg>
        </button>
      </div>
      {tip && (
        <div class="map-tip" style={{ transform: tipPlace(tip.at, canvas.current) }}>
          <strong>{tip.title}</strong>
          <br />
          {tip.text}
        </div>
      )}
      <p class="visually-hidden" aria-live="polite">{chooser.spoken.value}</p>
    </div>
  );
}

/** Above the pointer, and to its left in the right half, so that it stays in the frame. */
function tipPlace({ x, y }: { x: number; y: number }, canvas: HTMLCanvasElement | null): string {
  const isRight = canvas !== null && x > canvas.clientWidth / 2;
  const isTop = y < 80;
  return `translate(${x}px, ${y}px) translate(${isRight ? "calc(-100% - 14px)" : "14px"}, ${
    isTop ? "14px" : "calc(-100% - 10px)"
  })`;
}
