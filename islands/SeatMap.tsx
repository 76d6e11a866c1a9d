import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { ChoicePanel } from "@/components/seat_map/ChoicePanel.tsx";
import { MapFrame } from "@/components/seat_map/MapFrame.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { Chooser } from "@/lib/client/seat_map/chooser.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";

/** The live seat map and the panel of what is chosen: the two columns of an event's page. */
export default function SeatMap({ label, hold, still, tools, ...panel }: {
  event: MapEvent;
  /** What the map is called, and how it is used by keyboard. */
  label: string;
  /** The buyer's hold of the event when the page was rendered. */
  hold: HoldView | null;
  locale: string;
  /** The server's time then, milliseconds. */
  now: number;
  /** What the server drew once and no script changes: the hall's picture, the forms, the key to the marks. */
  still: ComponentChildren;
  tools: ComponentChildren;
  chosen: ComponentChildren;
  hint: ComponentChildren;
  handle: string;
  children?: ComponentChildren;
}) {
  const chooser = useMemo(
    () =>
      new Chooser(panel.event, hold, panel.locale, () => import("@/components/seat_map/choosing_parts.ts")),
    [],
  );
  useEffect(() => {
    // Lets tickets open offline. Where it is refused (private windows, plain HTTP) everything else still works.
    navigator.serviceWorker?.register("/sw.js").catch(() => {});
  }, []);
  return (
    <>
      <section class="event-map" aria-label="Seat map">
        <MapFrame chooser={chooser} label={label} still={still} tools={tools} />
      </section>
      <ChoicePanel chooser={chooser} {...panel} />
    </>
  );
}
