/** Which floor of the hall is asked for; visitors read "level". */

/**
 * Calls `show` with the floor that is chosen, now and from now on; the empty string: all. One can choose before the script
 * runs. Answers with what ends it.
 */
export function followFloors(show: (floor: string) => void): () => void {
  const select = document.querySelector<HTMLSelectElement>("select[name=level]");
  const ask = () => show(select?.value ?? "");
  select?.addEventListener("change", ask);
  ask();
  return () => select?.removeEventListener("change", ask);
}
