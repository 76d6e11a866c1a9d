import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";

/**
 * Chooses standing places by number. Rendered by the server: − n + where scripts run (see `live_areas.ts`),
 * otherwise forms that the server handles.
 */
export function StandingAreas({ event, hold }: {
  event: MapEvent;
  hold: HoldView | null;
}) {
  const words = useWords("seatMap");
  const { areaLeft } = useWords("seatChoice");
  return (
    <ul class="standing-areas" aria-label={words.standingAreas}>
      {event.areas.map(({ id, name, zone: zoneId, left }) => {
        const zone = event.zones.find((zone) => zone.id === zoneId)!;
        const chosen = hold?.seats.filter(({ section, number }) =>
          number === "" && section === name
        ).length ?? 0;
        return (
          <li
            key={id}
            class="standing-area"
            data-area={id}
            style={{ "--zone": `var(--zone-${zone.colour})` }}
          >
            <span>
              <strong>{name}</strong>
              <br />
              <span class="quiet small">
                {words.areaOffer({
                  price: () => <Price amount={zone.price} currency={event.currency} short />,
                  left: () => <span data-left>{areaLeft({ left })}</span>,
                })}
              </span>
            </span>
            <span class="stepper" role="group" aria-label={words.placesIn({ area: name })}>
              <button
                type="button"
                class="button"
                name={id}
                value="-1"
                aria-label={words.oneLess}
                disabled={chosen === 0}
              >
                −
              </button>
              <output>{chosen}</output>
              <button type="button" class="button" name={id} value="1" aria-label={words.oneMore}>+</button>
            </span>
            <form method="post" class="cluster">
              <input type="hidden" name="choice" value="area" />
              <input type="hidden" name="area" value={id} />
              <input
                class="quantity"
                type="number"
                name="quantity"
                min="1"
                max={event.maxSeatsPerBuyer}
                value="2"
                aria-label={words.placesIn({ area: name })}
              />
              <button type="submit" class="button">{words.take}</button>
            </form>
          </li>
        );
      })}
    </ul>
  );
}
