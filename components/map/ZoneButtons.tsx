import { Price } from "@/components/Price.tsx";
import type { MapEvent } from "@/lib/map/chooser.ts";

/** Prices by zone, the key to the map's colours. Drawn by the server; the island hears which is pressed, and shows that zone. */
export function ZoneButtons({ event, locale }: { event: MapEvent; locale: string }) {
  return (
    <ul class="legend" aria-label="Prices by zone">
      {event.zones.map((zone) => (
        <li key={zone.id}>
          <button
            type="button"
            class="legend-zone"
            value={zone.id}
            aria-pressed="false"
            style={{ "--zone": `var(--zone-${zone.colour})` }}
          >
            <span class="zone-dot" aria-hidden="true" />
            <span>{zone.name}</span>
            <Price amount={zone.price} currency={event.currency} locale={locale} short />
          </button>
        </li>
      ))}
    </ul>
  );
}
