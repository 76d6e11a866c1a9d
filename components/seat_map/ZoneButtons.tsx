import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { formatMoney } from "@/lib/format/money.ts";

/**
 * Prices by zone, which are also the map's colour key, and the maximum price to pay. Rendered by the server; the island
 * reads which zone is pressed or which price is chosen, and shows that on the map.
 */
export function ZoneButtons({ event }: { event: MapEvent }) {
  const locale = useLocale();
  const words = useWords("seatMap");
  const prices = [...new Set(event.zones.map(({ price }) => price))].toSorted((a, b) => a - b).slice(0, -1);
  return (
    <>
      <ul class="legend" aria-label={words.pricesByZone}>
        {event.zones.map((zone) => (
          <li key={zone.id}>
            <button
              type="button"
              class="legend-zone"
              value={zone.id}
              aria-pressed="false"
              style={{ "--zone": `var(--zone-${zone.colour})` }}
            >
              <span class="zone-dot" data-letter={zone.letter} aria-hidden="true" />
              <span>{zone.name}</span>
              <Price amount={zone.price} currency={event.currency} short />
            </button>
          </li>
        ))}
      </ul>
      {prices.length > 0 && (
        <div class="field price-limit">
          <label for="price-limit">{words.showSeats}</label>
          <select id="price-limit" autocomplete="off">
            <option value="">{words.atAnyPrice}</option>
            {prices.map((price) => (
              <option key={price} value={price}>
                {words.upTo({ price: formatMoney(price, event.currency, locale, { short: true }) })}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}
