/**
 * Keeps the seat list in step with the map: ticking a box takes the seat at once, and the boxes follow every change.
 * Loaded when the list shows seats; without scripts the list is a plain form.
 */
import type { KnownSeats } from "./known_seats.ts";

/** Ties the list to the map. Returns a function to call when a status or the choice has changed. */
export function bindList(
  list: HTMLElement,
  known: KnownSeats,
  onToggle: (index: number) => void,
): () => void {
  const boxes = [...list.querySelectorAll<HTMLInputElement>("input[name=seat]")].flatMap((box) => {
    const [index] = known.indexesOf([box.value]);
    return index === undefined ? [] : [{ box, index }];
  });
  const indexOf = new Map(boxes.map(({ box, index }) => [box, index]));
  list.addEventListener("change", ({ target }) => {
    const index = indexOf.get(target as HTMLInputElement);
    if (index !== undefined) onToggle(index);
  });
  const button = list.querySelector<HTMLElement>("button[type=submit]");
  if (button) button.hidden = true;
  const update = () => {
    for (const { box, index } of boxes) {
      const state = known.stateOf(index);
      box.checked = state === "m";
      box.disabled = state !== "m" && state !== "a";
    }
  };
  update();
  return update;
}
