import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { ChoicePanel } from "@/components/map/ChoicePanel.tsx";
import { MapFrame } from "@/components/map/MapFrame.tsx";
import { Chooser, type MapEvent } from "@/lib/map/chooser.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";

/** The live seat map and the panel of what is chosen: the two columns of an event's page. */
export default function SeatMap({ event, title, hold, locale, now, still, tools, best, plain, marks }: {
  event: MapEvent;
  title: string;
  /** The buyer's hold of the event when the page was rendered. */
  hold: HoldView | null;
  locale: string;
  /** The server's time then, milliseconds. */
  now: number;
  /** What the server drew once and no script changes: the map's place, the forms, the key to the marks. */
  still: ComponentChildren;
  tools: ComponentChildren;
  best: ComponentChildren;
  plain: ComponentChildren;
  marks: ComponentChildren;
}) {
  const chooser = useMemo(() => new Chooser(event, hold, locale), []);
  useEffect(() => {
    // Coming back from the checkout, the browser may show this page as it was left.
    const onShow = (shown: PageTransitionEvent) => shown.persisted && chooser.reload();
    addEventListener("pageshow", onShow);
    return () => removeEventListener("pageshow", onShow);
  }, []);
  return (
    <>
      <section class="event-map" aria-label="Seat map">
        <MapFrame chooser={chooser} title={title} still={still} tools={tools} />
      </section>
      <ChoicePanel
        chooser={chooser}
        event={event}
        locale={locale}
        now={now}
        best={best}
        plain={plain}
        marks={marks}
      />
    </>
  );
}
