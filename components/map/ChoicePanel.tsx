import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { HoldClock } from "@/components/HoldClock.tsx";
import { ChosenSeats } from "@/components/map/ChosenSeats.tsx";
import { StandingAreas } from "@/components/map/StandingAreas.tsx";
import type { Chooser, MapEvent } from "@/lib/map/chooser.ts";
import { formatMoney } from "@/lib/events/money.ts";

interface PanelProps {
  chooser: Chooser;
  event: MapEvent;
  locale: string;
  /** The server's time when it rendered the page, milliseconds. */
  now: number;
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
export function ChoicePanel({ chooser, event, locale, now, hint, best, zones, plain, marks }: PanelProps) {
  const [sheet, setSheet] = useState<"peek" | "open" | undefined>(undefined);
  useEffect(() => setSheet("peek"), []);
  const find = (submit: SubmitEvent) => {
    submit.preventDefault();
    const form = new FormData(submit.target as HTMLFormElement);
    chooser.takeBest(Number(form.get("quantity")), String(form.get("zone")) || undefined);
    // On a phone the sheet makes way, so that one sees where the seats are.
    setSheet("peek");
  };
  const seats = chooser.seats.value;
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
            : `${seatCount(seats.length)} · ${formatMoney(total, event.currency, locale, { short: true })}`}
          <span class="quiet small">{sheet === "open" ? "Close" : "Show"}</span>
        </button>
      )}
      <PanelMessage chooser={chooser} />
      <div class="panel-body">
        <h2 class="panel-title">Your seats</h2>
        {seats.length === 0 && hint}
        <ChosenSeats seats={seats} event={event} locale={locale} onRemove={(ids) => chooser.remove(ids)} />
        {sheet === undefined
          ? plain
          : event.canChoose && event.areas.length > 0 && (
            <StandingAreas chooser={chooser} event={event} locale={locale} />
          )}
        <div onSubmit={find}>{best}</div>
        <div>
          <h3 class="panel-subtitle">Prices</h3>
          <div onClick={(event) => showZone(chooser, event)}>{zones}</div>
        </div>
        {marks}
      </div>
      {seats.length > 0 && (
        <PanelFoot chooser={chooser} event={event} locale={locale} now={now} total={total} />
      )}
    </aside>
  );
}

function PanelMessage({ chooser }: { chooser: Chooser }) {
  const message = chooser.message.value;
  return (
    <div role="status">
      {message && (
        <div class="notice" data-kind="warning">
          <p>{message.text}</p>
          <div class="cluster">
            {message.offer && (
              <button
                type="button"
                class="button button-small"
                onClick={() => chooser.takeOffer(message.offer!.seats)}
              >
                {message.offer.text}
              </button>
            )}
            <button
              type="button"
              class="button button-small button-plain"
              onClick={() => chooser.message.value = null}
            >
              Close
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Shows the zone that was pressed, or all again, and which button is pressed now. */
function showZone(chooser: Chooser, { target, currentTarget }: MouseEvent): void {
  const pressed = (target as Element).closest("button");
  if (!pressed) return;
  chooser.showZone(pressed.value);
  for (const button of (currentTarget as Element).querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === chooser.zone.value));
  }
}

function PanelFoot(
  { chooser, event, locale, now, total }: Omit<PanelProps, "hint" | "best" | "zones" | "plain" | "marks"> & {
    total: number;
  },
) {
  const hold = chooser.hold.value;
  const isReady = hold !== null && !chooser.isWorking.value;
  const isPaid = hold?.status === "claimed";
  return (
    <div class="panel-foot">
      <span>
        <span class="quiet small">{seatCount(chooser.seats.value.length)}</span>
        <br />
        <span class="panel-total">{formatMoney(total, event.currency, locale)}</span>
      </span>
      {hold && !isPaid && (
        <HoldClock
          expiresAt={hold.expiresAt}
          maxExpiresAt={hold.maxExpiresAt}
          now={now}
          offsetMs={chooser.offsetMs.value}
          onExtend={() => chooser.extend()}
          onOver={() => chooser.reload()}
        />
      )}
      <a
        class="button button-main"
        href={isPaid ? `/bookings/${hold.bookingId}` : isReady ? `/checkout/${hold.id}` : undefined}
        role="link"
        aria-disabled={!isReady}
      >
        {isPaid ? "See the booking" : "Continue"}
      </a>
    </div>
  );
}

function seatCount(count: number): string {
  return count === 1 ? "1 seat" : `${count} seats`;
}
