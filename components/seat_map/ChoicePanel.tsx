import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import type { Chooser } from "@/lib/client/seat_map/chooser.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { useSignalValue } from "./use_signal_value.ts";

interface PanelProps {
  chooser: Chooser<typeof import("./choosing_parts.ts")>;
  event: MapEvent;
  /** The server's time when it rendered the page, in milliseconds. */
  now: number;
  /** The chosen seats, total and clock until the code that shows them live is loaded. */
  chosen: ComponentChildren;
  /** What to do while nothing is chosen. */
  hint: ComponentChildren;
  /** The label of the sheet's handle. */
  handle: string;
  /** Standing areas, prices, the form for the best seats together, the legend. */
  children?: ComponentChildren;
}

/** Tolerance in CSS pixels for where the sheet stops: it may still be moving. */
const STOP_PIXELS = 9;

/**
 * The choice beside the map: seats, total, clock and the one button, and below them aids to choosing. On phones it is a
 * sheet that scrolls up from below and stops at a peek, halfway and fully open: see `panel.css`.
 */
export function ChoicePanel({ chooser, event, now, chosen, hint, handle, children }: PanelProps) {
  const words = useWords("seatChoice");
  const sheet = useRef<HTMLElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  /** Where the sheet stops, as scroll positions. */
  const stops = () => {
    const { clientHeight, scrollHeight, lastElementChild } = sheet.current!;
    const peek = (lastElementChild as HTMLElement).offsetTop - head.current!.offsetHeight;
    return [0, peek - clientHeight / 2, peek - parseFloat(getComputedStyle(head.current!).top)].map((top) =>
      Math.min(top, scrollHeight - clientHeight)
    );
  };
  const moveTo = (top = 0) => sheet.current!.scrollTo({ top });
  const open = () => moveTo(stops().find((top) => top > sheet.current!.scrollTop + STOP_PIXELS));

  useEffect(() => {
    // The map ends where the sheet begins, whatever the sheet's content.
    const follow = () => {
      const { parentElement, scrollHeight, clientHeight } = sheet.current!;
      if (scrollHeight > clientHeight) {
        parentElement!.style.setProperty("--head", `${head.current!.offsetHeight}px`);
      }
    };
    new ResizeObserver(() => requestAnimationFrame(follow)).observe(head.current!);
    addEventListener("keydown", ({ key }) => {
      if (key === "Escape") moveTo(stops().findLast((top) => top < sheet.current!.scrollTop - STOP_PIXELS));
    });
  }, []);

  const find = (submit: SubmitEvent) => {
    const form = new FormData(submit.target as HTMLFormElement);
    if (form.get("choice") !== "best") return;
    submit.preventDefault();
    const zone = String(form.get("zone")) || undefined;
    chooser.choose((choice) => choice.takeBest(Number(form.get("quantity")), zone));
    // The sheet moves out of the way to show where the seats are.
    moveTo();
  };
  const press = ({ target, currentTarget }: Event) => {
    const step = (target as Element).closest<HTMLButtonElement>(".stepper button");
    if (step) chooser.choose((choice) => choice.changeArea(step.name, step.value === "1" ? 1 : -1));
    else chooser.filter(target as Element, currentTarget as Element);
  };
  const { parts, isEmpty } = useSignalValue(() => ({
    parts: chooser.parts.value,
    isEmpty: chooser.seats.value.length === 0,
  }));

  return (
    <aside
      class="event-panel"
      aria-label={words.yourSeats}
      ref={sheet}
      onScroll={() => setOpen(sheet.current!.scrollTop > STOP_PIXELS)}
    >
      <div class="sheet-head" ref={head}>
        <button type="button" class="sheet-handle" aria-expanded={isOpen} onClick={open}>
          <span>{handle}</span>
        </button>
        <h2 class="panel-title">{words.yourSeats}</h2>
        <div role="status">{parts && <parts.PanelMessage chooser={chooser} />}</div>
        {isEmpty ? hint : parts ? <parts.LiveChoice chooser={chooser} event={event} now={now} /> : chosen}
      </div>
      <div class="panel-body" onSubmit={find} onClick={press} onChange={press}>{children}</div>
    </aside>
  );
}
