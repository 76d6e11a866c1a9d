/**
 * Keeps the standing areas beside the map in step with it: how many places are chosen and how many are left. Loaded in
 * halls with such areas; without scripts they are plain forms.
 */
import type { KnownSeats } from "./known_seats.ts";

/** Ties the areas to the map. Returns a function to call when a status or the choice has changed. */
export function bindAreas(list: HTMLElement, known: KnownSeats): () => void {
  const { chart: { seats }, blocks } = known.hall!;
  const items = [...list.querySelectorAll<HTMLElement>("[data-area]")].map((item) => ({
    id: item.dataset.area!,
    block: blocks.find(({ area }) => area?.id === item.dataset.area),
    left: item.querySelector("[data-left]")!,
    count: item.querySelector("output")!,
    less: item.querySelector<HTMLButtonElement>(".stepper button")!,
  }));
  const update = () => {
    for (const { id, block, left, count, less } of items) {
      const chosen = [...known.mine].filter((seat) => seats[seat].area === id).length;
      if (known.statuses && block) {
        left.textContent = known.words.seatChoice.areaLeft({ left: block.free });
      }
      count.value = String(chosen);
      less.disabled = chosen === 0;
    }
  };
  update();
  return update;
}
