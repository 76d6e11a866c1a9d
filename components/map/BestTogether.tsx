import type { Chooser, MapEvent } from "@/lib/map/chooser.ts";

/** "The best three together": a form that the server understands too. */
export function BestTogether({ chooser, event }: { chooser: Chooser; event: MapEvent }) {
  const onSubmit = (submit: SubmitEvent) => {
    submit.preventDefault();
    const form = new FormData(submit.target as HTMLFormElement);
    chooser.takeBest(Number(form.get("quantity")), String(form.get("zone")) || undefined);
  };
  return (
    <form method="post" class="best-together" onSubmit={onSubmit}>
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
