import { useLocale, useWords } from "@/components/layout/words.tsx";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import type { ChosenSeat, MapZone } from "@/lib/client/seat_map/map_event.ts";
import { formatMoney } from "@/lib/format/money.ts";

/**
 * The chosen seats as small tickets; places in one standing area share a ticket. Without `onRemove` they are read-only.
 */
export function ChosenSeats({ seats, event, onRemove }: {
  seats: ChosenSeat[];
  event: { zones: Pick<MapZone, "id" | "name" | "colour">[]; currency: string };
  onRemove?: (ids: string[]) => void;
}) {
  const locale = useLocale();
  const seatWords = useWords("seats");
  const words = seatWords.chosen;
  const tickets = Map.groupBy(
    seats,
    (seat) => seat.number === "" ? `${seat.section} ${seat.price}` : seat.id,
  );
  return (
    <ul class="seat-chips" aria-label={words.label}>
      {[...tickets].map(([key, group]) => {
        const [{ section, row, number, zone: zoneId, price }] = group;
        const total = formatMoney(price * group.length, event.currency, locale, { short: true });
        const zone = event.zones.find(({ id }) => id === zoneId);
        return (
          <li class="seat-chip" key={key} style={{ "--zone": `var(--zone-${zone?.colour ?? 1})` }}>
            <strong>
              {number === "" ? words.areaSeats({ count: group.length, area: section }) : (
                <>
                  <span class="seat-section">{section} ·</span>{" "}
                  {`${row}${/\d$/.test(row) ? "/" : "\u00a0"}${number}`}
                </>
              )}
            </strong>
            <small>
              {zone && zone.name !== section ? words.zoneAndPrice({ zone: zone.name, price: total }) : total}
            </small>
            {onRemove && (
              <button
                type="button"
                aria-label={words.giveBack({ seat: seatName(group[0], seatWords) })}
                // A double click gives back only this seat, not the one that has slid under the pointer as well.
                onClick={({ detail }) => (detail < 2 || group.length > 1) && onRemove([group.at(-1)!.id])}
              >
                ×
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
