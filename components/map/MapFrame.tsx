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
export function MapFrame({ chooser, label, still, tools }: {
  chooser: Chooser;
  /** What the map is called, and how it is used by keyboard. */
  label: string;
  /** Stands for the map until it can be drawn. */
  still: ComponentChildren;
  /** Buttons to zoom with, see `MapTools`. */
  tools: ComponentChildren;
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

  const zoom = (event: MouseEvent) => {
    const button = (event.target as Element).closest("button");
    if (button?.value) chooser.zoomBy(Number(button.value));
    else if (button) chooser.fit();
  };

  return (
    <div class="map-frame">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-roledescription="seat map"
        aria-label={label}
        onKeyDown={onKeyDown}
        onFocus={() => canvas.current!.matches(":focus-visible") && chooser.step(null)}
        onBlur={() => chooser.blur()}
      />
      {state === "loading" && still}
      <p class="map-status" data-state={state} role="status">{stateWords[state]}</p>
      <div onClick={zoom}>{tools}</div>
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
