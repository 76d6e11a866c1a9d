import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { ChoicePanel } from "@/components/seat_map/ChoicePanel.tsx";
import { IslandWords, useLocale, useWords } from "@/components/layout/words.tsx";
import { MapFrame } from "@/components/seat_map/MapFrame.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { Chooser } from "@/lib/client/seat_map/chooser.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import type { Spoken } from "@/lib/i18n/speak.ts";

interface SeatMapProps {
  event: MapEvent;
  /** The map's name, and how to use it by keyboard. */
  label: string;
  /** The buyer's hold for the event when the page was rendered. */
  hold: HoldView | null;
  /** The server's time then, in milliseconds. */
  now: number;
  /** Rendered by the server and never changed by scripts: the hall's picture, the forms, the legend. */
  still: ComponentChildren;
  tools: ComponentChildren;
  chosen: ComponentChildren;
  hint: ComponentChildren;
  handle: string;
  children?: ComponentChildren;
}

/** The live seat map and the panel with the choice: the two columns of an event's page. */
export default function SeatMap({ words, ...props }: SeatMapProps & { words: Spoken }) {
  return (
    <IslandWords words={words}>
      <MapAndPanel {...props} />
    </IslandWords>
  );
}

function MapAndPanel({ label, hold, still, tools, ...panel }: SeatMapProps) {
  const words = useWords("seatChoice");
  const seats = useWords("seats");
  const locale = useLocale();
  const chooser = useMemo(
    () =>
      new Chooser(
        panel.event,
        hold,
        locale,
        { seatChoice: words, seats },
        () => import("@/components/seat_map/choosing_parts.ts"),
      ),
    [],
  );
  useEffect(() => {
    // Makes tickets available offline. Where it is refused (private windows, plain HTTP), everything else still works.
    navigator.serviceWorker?.register("/sw.js").catch(() => {});
  }, []);
  return (
    <>
      <section class="event-map" aria-label={words.seatMap}>
        <MapFrame chooser={chooser} label={label} still={still} tools={tools} />
      </section>
      <ChoicePanel chooser={chooser} {...panel} />
    </>
  );
}
