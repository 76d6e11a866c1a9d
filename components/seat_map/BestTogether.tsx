import { useWords } from "@/components/layout/words.tsx";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";

/** "The best three together": a form handled by the server, or by the map where the script runs. */
export function BestTogether({ event }: { event: MapEvent }) {
  const words = useWords("seatMap");
  return (
    <form method="post" class="best-together">
      <h3 class="panel-subtitle">{words.bestTogether}</h3>
      <input type="hidden" name="choice" value="best" />
      <div class="field">
        <label for="best-quantity">{words.seats}</label>
        <select id="best-quantity" name="quantity">
          {Array.from(
            { length: event.maxSeatsPerBuyer },
            (_, index) => <option key={index} value={index + 1} selected={index === 1}>{index + 1}</option>,
          )}
        </select>
      </div>
      <div class="field">
        <label for="best-zone">{words.where}</label>
        <select id="best-zone" name="zone">
          <option value="">{words.anywhere}</option>
          {event.zones.map((zone) => <option key={zone.id} value={zone.id}>{zone.name}</option>)}
        </select>
      </div>
      <button type="submit" class="button">{words.find}</button>
    </form>
  );
}
