import { formatMoney } from "@/lib/events/money.ts";
import type { Chooser } from "@/lib/map/chooser.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";

/** Standing places by number: − n +. */
export function StandingAreas({ chooser, event, locale }: {
  chooser: Chooser;
  event: MapEvent;
  locale: string;
}) {
  return (
    <ul class="standing-areas" aria-label="Standing areas">
      {event.areas.map(({ id, name, zone: zoneId }) => {
        const zone = event.zones.find((zone) => zone.id === zoneId);
        const left = chooser.placesLeft.value[id] ?? 0;
        const count = chooser.chosenIn(id);
        return (
          <li key={id} class="standing-area" style={{ "--zone": `var(--zone-${zone?.colour ?? 1})` }}>
            <span>
              <strong>{name}</strong>
              <br />
              <span class="quiet small">
                <span class="number">
                  {formatMoney(zone?.price ?? 0, event.currency, locale, { short: true })}
                </span>
                {left === 0 ? ", sold out" : `, ${left.toLocaleString(locale)} left`}
              </span>
            </span>
            <span class="stepper" role="group" aria-label={`Places in ${name}`}>
              <button
                type="button"
                class="button"
                aria-label="One less"
                disabled={count === 0}
                onClick={() => chooser.choose((choice) => choice.changeArea(id, -1))}
              >
                −
              </button>
              <output>{count}</output>
              <button
                type="button"
                class="button"
                aria-label="One more"
                onClick={() => chooser.choose((choice) => choice.changeArea(id, 1))}
              >
                +
              </button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
