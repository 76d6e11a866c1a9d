import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";

/** "The best three together": a form that the server answers; where the script runs, the map does. */
export function BestTogether({ event }: { event: MapEvent }) {
  return (
    <form method="post" class="best-together">
      <h3 class="panel-subtitle">The best together</h3>
      <input type="hidden" name="choice" value="best" />
      <div class="field">
        <label for="best-quantity">Seats</label>
        <select id="best-quantity" name="quantity">
          {Array.from(
            { length: event.maxSeatsPerBuyer },
            (_, index) => <option key={index} value={index + 1} selected={index === 1}>{index + 1}</option>,
          )}
        </select>
      </div>
      <div class="field">
        <label for="best-zone">Where</label>
        <select id="best-zone" name="zone">
          <option value="">Anywhere</option>
          {event.zones.map((zone) => <option key={zone.id} value={zone.id}>{zone.name}</option>)}
        </select>
      </div>
      <button type="submit" class="button">Find</button>
    </form>
  );
}
