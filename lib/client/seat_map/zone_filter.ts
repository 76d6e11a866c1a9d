/** Showing only some zones, by a button of the legend or a maximum price. Loaded on first use. */
import type { MapEvent } from "./map_event.ts";

export interface ZoneFilter {
  /** The zones to highlight; null for all. */
  zones: ReadonlySet<string> | null;
  /** Whether the map moves to them. */
  isZoomedIn: boolean;
}

/**
 * The filter set by pressing or changing `target` in the panel, whose legend is updated; null when `target` sets none.
 * Only one applies at a time: a zone, which is pressed again to see all, or a price.
 */
export function readFilter(event: MapEvent, target: Element, panel: Element): ZoneFilter | null {
  const pressed = target.closest<HTMLButtonElement>("button.legend-zone");
  const limit = panel.querySelector<HTMLSelectElement>("#price-limit");
  if (!pressed && target !== limit) return null;
  const isBack = pressed?.ariaPressed === "true";
  for (const button of panel.querySelectorAll("button.legend-zone")) {
    button.ariaPressed = String(button === pressed && !isBack);
  }
  if (pressed) {
    if (limit) limit.value = "";
    return { zones: isBack ? null : new Set([pressed.value]), isZoomedIn: true };
  }
  if (!limit?.value) return { zones: null, isZoomedIn: false };
  const affordable = event.zones.filter(({ price }) => price <= Number(limit.value));
  return { zones: new Set(affordable.map(({ id }) => id)), isZoomedIn: false };
}
