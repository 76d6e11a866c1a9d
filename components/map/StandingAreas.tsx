import { Price } from "@/components/Price.tsx";
import type { Chooser, MapEvent } from "@/lib/map/chooser.ts";

/** Standing places by number: − n +, or before the script runs a number to send. */
export function StandingAreas({ chooser, event, locale, isLive }: {
  chooser: Chooser;
  event: MapEvent;
  locale: string;
  isLive: boolean;
}) {
  return (
    <ul class="standing-areas" aria-label="Standing areas">
      {event.areas.map((area) => {
        const zone = event.zones.find(({ id }) => id === area.zone);
        const left = chooser.placesLeft.value[area.id] ?? 0;
        return (
          <li key={area.id} class="standing-area" style={{ "--zone": `var(--zone-${zone?.colour ?? 1})` }}>
            <span>
              <strong>{area.name}</strong>
              <br />
              <span class="quiet small">
                <Price amount={zone?.price ?? 0} currency={event.currency} locale={locale} short />
                {left === 0 ? ", sold out" : `, ${left.toLocaleString(locale)} left`}
              </span>
            </span>
            {isLive
              ? (
                <Stepper
                  name={area.name}
                  count={chooser.chosenIn(area.id)}
                  onChange={(by) => chooser.changeArea(area.id, by)}
                />
              )
              : (
                <form method="post" class="cluster">
                  <input type="hidden" name="choice" value="area" />
                  <input type="hidden" name="area" value={area.id} />
                  <input
                    class="quantity"
                    type="number"
                    name="quantity"
                    min="1"
                    max={event.maxSeatsPerBuyer}
                    value="2"
                    aria-label={`Places in ${area.name}`}
                  />
                  <button type="submit" class="button">Take</button>
                </form>
              )}
          </li>
        );
      })}
    </ul>
  );
}

function Stepper({ name, count, onChange }: { name: string; count: number; onChange: (by: 1 | -1) => void }) {
  return (
    <span class="stepper" role="group" aria-label={`Places in ${name}`}>
      <button
        type="button"
        class="button"
        aria-label="One less"
        disabled={count === 0}
        onClick={() => onChange(-1)}
      >
        −
      </button>
      <output>{count}</output>
      <button type="button" class="button" aria-label="One more" onClick={() => onChange(1)}>+</button>
    </span>
  );
}
