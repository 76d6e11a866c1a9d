/** Which floor of the hall is asked for; visitors read "level". The map, its select and the list of seats show the same. */

/**
 * Calls `show` with the floor that is chosen, now and from now on; the empty string: all. One can choose before the script
 * runs. Answers with what ends it.
 */
export function followFloors(show: (floor: string) => void): () => void {
  const selects = [...document.querySelectorAll<HTMLSelectElement>("select[name=level]")];
  const parts = document.querySelectorAll<HTMLElement>("[data-level]");
  const ask = (floor: string) => {
    for (const select of selects) select.value = floor;
    for (const part of parts) part.hidden = floor !== "" && part.dataset.level !== floor;
    show(floor);
  };
  const onChange = ({ target }: Event) => {
    const select = target as HTMLSelectElement;
    if (selects.includes(select)) ask(select.value);
  };
  document.addEventListener("change", onChange);
  ask(selects.find(({ value }) => value)?.value ?? "");
  return () => document.removeEventListener("change", onChange);
}
