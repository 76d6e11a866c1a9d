import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import type { Chooser } from "@/lib/client/seat_map/chooser.ts";
import { mapPage } from "@/lib/client/seat_map/map_page.ts";
import { useSignalValue } from "./use_signal_value.ts";

/** Keys with a meaning on the map; see `lib/client/seat_map/keyboard.ts`. */
const KEYS = /^(Arrow(Left|Right|Up|Down)|Home|End|PageUp|PageDown|Enter|[ +=0-])$/;

/** The map's canvas with its buttons and tooltip. One tab stop; arrows move from seat to seat. */
export function MapFrame({ chooser, label, still, tools }: {
  chooser: Chooser<typeof import("./choosing_parts.ts")>;
  /** The map's name, and how to use it by keyboard. */
  label: string;
  /** Shown until the map can be drawn. */
  still: ComponentChildren;
  /** Floors to choose from and zoom buttons, see `MapTools`. */
  tools: ComponentChildren;
}) {
  const words = useWords("seatChoice");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => chooser.start(mapPage(canvas.current!)), []);
  const { state, parts, isZoomedIn, spoken } = useSignalValue(() => ({
    state: chooser.state.value,
    parts: chooser.parts.value,
    isZoomedIn: chooser.isZoomedIn.value,
    spoken: chooser.spoken.value,
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS.test(event.key)) return;
    chooser.press(event.key);
    event.preventDefault();
  };

  const zoom = (event: MouseEvent) => {
    const button = (event.target as Element).closest("button");
    if (button) chooser.zoomBy(Number(button.value));
  };

  return (
    <div class="map-frame" data-zoomed-in={isZoomedIn}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-roledescription={words.mapRole}
        aria-label={label}
        onKeyDown={onKeyDown}
        onFocus={() => canvas.current!.matches(":focus-visible") && chooser.press("")}
        onBlur={() => chooser.blur()}
        onPointerEnter={() => chooser.prepare()}
      />
      {/^(loading|failed|)$/.test(state) && still}
      <div class="map-overlay" onClick={zoom}>
        <p class="map-status" data-state={state} role="status">{state && words.mapState[state]}</p>
        {tools}
        <canvas class="map-inset" aria-hidden="true" hidden />
      </div>
      {parts && <parts.MapTip chooser={chooser} />}
      <p class="visually-hidden" aria-live="polite">{spoken}</p>
    </div>
  );
}
