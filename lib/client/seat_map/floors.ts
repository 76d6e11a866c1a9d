/** Which floor of the hall is shown ("level" to buyers). The map, its buttons and the seat list show the same one. */

/**
 * Calls `show` with the chosen floor, now and on every change; the empty string means all. A floor may have been chosen
 * before the script runs.
 */
export function followFloors(show: (floor: string) => void): void {
  // Radio buttons on the map, a select in the list.
  const fields = [...document.querySelectorAll<HTMLInputElement>("[name=level]")];
  const parts = document.querySelectorAll<HTMLElement>("[data-level]");
  const choose = (floor: string) => {
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === floor;
      else field.value = floor;
    }
    for (const part of parts) part.hidden = floor !== "" && part.dataset.level !== floor;
    show(floor);
  };
  document.addEventListener("change", ({ target }) => {
    const field = target as HTMLInputElement;
    if (fields.includes(field)) choose(field.value);
  });
  choose(fields.find(({ value, checked }) => value && checked !== false)?.value ?? "");
}
