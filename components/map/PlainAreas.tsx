import { Price } from "@/components/Price.tsx";
import { formatCount } from "@/lib/events/counts.ts";
import type { MapEvent } from "@/lib/map/map_event.ts";

/** Standing places by number, as forms that the server answers: what stands there until, or unless, the script runs. */
export function PlainAreas({ event, locale }: { event: MapEvent; locale: string }) {
  const zoneOf = (area: MapEvent["areas"][number]) => event.zones.find(({ id }) => id === area.zone);
  return (
    <ul class="standing-areas" aria-label="Standing areas">
      {event.areas.map((area) => (
        <li
          key={area.id}
          class="standing-area"
          style={{ "--zone": `var(--zone-${zoneOf(area)?.colour ?? 1})` }}
        >
          <span>
            <strong>{area.name}</strong>
            <br />
            <span class="quiet small">
              <Price amount={zoneOf(area)?.price ?? 0} currency={event.currency} locale={locale} short />
              {area.left === 0 ? ", sold out" : `, ${formatCount(area.left, locale)} left`}
            </span>
          </span>
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
        </li>
      ))}
    </ul>
  );
}
