import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { ChoicePanel } from "@/components/map/ChoicePanel.tsx";
import { MapFrame } from "@/components/map/MapFrame.tsx";
import { Chooser } from "@/lib/map/chooser.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";

/** The live seat map and the panel of what is chosen: the two columns of an event's page. */
export default function SeatMap(
  { event, label, hold, locale, now, still, tools, chosen, foot, hint, best, zones, plain, marks }: {
    event: MapEvent;
    /** What the map is called, and how it is used by keyboard. */
    label: string;
    /** The buyer's hold of the event when the page was rendered. */
    hold: HoldView | null;
    locale: string;
    /** The server's time then, milliseconds. */
    now: number;
    /** What the server drew once and no script changes: the map's place, the forms, the key to the marks. */
    still: ComponentChildren;
    tools: ComponentChildren;
    chosen: ComponentChildren;
    foot: ComponentChildren;
    hint: ComponentChildren;
    best: ComponentChildren;
    zones: ComponentChildren;
    plain: ComponentChildren;
    marks: ComponentChildren;
  },
) {
  const chooser = useMemo(() => new Chooser(event, hold, locale), []);
  useEffect(() => {
    // Coming back from the checkout, the browser may show this page as it was left.
    const onShow = (shown: PageTransitionEvent) =>
      shown.persisted && chooser.choose((choice) => choice.reload());
    addEventListener("pageshow", onShow);
    return () => removeEventListener("pageshow", onShow);
  }, []);
  return (
    <>
      <section class="event-map" aria-label="Seat map">
        <MapFrame chooser={chooser} label={label} still={still} tools={tools} />
      </section>
      <ChoicePanel
        chooser={chooser}
        event={event}
        locale={locale}
        now={now}
        chosen={chosen}
        foot={foot}
        hint={hint}
        best={best}
        zones={zones}
        plain={plain}
        marks={marks}
      />
    </>
  );
}
