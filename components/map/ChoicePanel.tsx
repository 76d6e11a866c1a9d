import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Chooser } from "@/lib/map/chooser.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";
import { formatMoney } from "@/lib/events/money.ts";

interface PanelProps {
  chooser: Chooser;
  event: MapEvent;
  locale: string;
  /** The server's time when it rendered the page, milliseconds. */
  now: number;
  /** Stand for the chosen seats and for what is below them until the part of the program that shows them is loaded. */
  chosen: ComponentChildren;
  foot: ComponentChildren;
  /** What to do while nothing is chosen. */
  hint: ComponentChildren;
  /** The form for the best seats together; null in a hall without seats in rows. */
  best: ComponentChildren;
  /** Buttons of zones with their prices, see `ZoneButtons`. */
  zones: ComponentChildren;
  /** Stands for the standing areas until the script runs. */
  plain: ComponentChildren;
  /** What the marks on the map mean. */
  marks: ComponentChildren;
}

/**
 * The choice beside the map: seats as small tickets, the total, the clock and the one button. On phones it is a sheet at
 * the bottom; before the script runs it is an ordinary part of the page with forms that work.
 */
export function ChoicePanel(
  { chooser, event, locale, now, chosen, foot, hint, best, zones, plain, marks }: PanelProps,
) {
  const [sheet, setSheet] = useState<"peek" | "open" | undefined>(undefined);
  useEffect(() => setSheet("peek"), []);
  const find = (submit: SubmitEvent) => {
    submit.preventDefault();
    const form = new FormData(submit.target as HTMLFormElement);
    const zone = String(form.get("zone")) || undefined;
    chooser.choose((choice) => choice.takeBest(Number(form.get("quantity")), zone));
    // On a phone the sheet makes way, so that one sees where the seats are.
    setSheet("peek");
  };
  const filter = ({ target, currentTarget }: Event) =>
    chooser.filter(target as Element, currentTarget as Element);
  const seats = chooser.seats.value;
  const parts = chooser.chosenParts.value;
  const areas = chooser.areaParts.value;
  const total = seats.reduce((sum, seat) => sum + seat.price, 0);

  return (
    <aside class="event-panel" data-sheet={sheet} aria-label="Your seats">
      {sheet && (
        <button
          type="button"
          class="sheet-handle"
          aria-expanded={sheet === "open"}
          onClick={() => setSheet(sheet === "open" ? "peek" : "open")}
        >
          {seats.length === 0
            ? "Prices and quick choice"
            : `${seats.length === 1 ? "1 seat" : `${seats.length} seats`} · ${
              formatMoney(total, event.currency, locale, { short: true })
            }`}
          <span class="quiet small">{sheet === "open" ? "Close" : "Show"}</span>
        </button>
      )}
      <div role="status">{parts && <parts.PanelMessage chooser={chooser} />}</div>
      <div class="panel-body">
        <h2 class="panel-title">Your seats</h2>
        {seats.length === 0 && hint}
        {parts
          ? (
            <parts.ChosenSeats
              seats={seats}
              event={event}
              locale={locale}
              onRemove={(ids) => chooser.choose((choice) => choice.remove(ids))}
            />
          )
          : chosen}
        {areas ? <areas.StandingAreas chooser={chooser} event={event} locale={locale} /> : plain}
        <div onSubmit={find}>{best}</div>
        <div>
          <h3 class="panel-subtitle">Prices</h3>
          <div onClick={filter} onChange={filter}>
            {zones}
          </div>
        </div>
        {marks}
      </div>
      {seats.length > 0 &&
        (parts ? <parts.LiveFoot chooser={chooser} event={event} locale={locale} now={now} /> : foot)}
    </aside>
  );
}
