/** Highlights some zones, chosen by a legend button or a maximum price. Loaded on first use. */
import type { MapEvent } from "./map_event.ts";

export interface ZoneFilter {
  /** The zones to highlight; null for all. */
  zones: ReadonlySet<string> | null;
  /** Whether the map should move to them. */
  shouldMove: boolean;
}

/**
 * The filter set by pressing or changing `target` in the panel, whose legend is updated; null when `target` sets none.
 * Only one filter applies at a time: a zone, whose button shows all zones when pressed again, or a price.
 */
export function readFilter(event: MapEvent, target: Element, panel: Element): ZoneFilter | null {
  const pressed = target.closest<HTMLButtonElement>("button.legend-zone");
  const limit = panel.querySelector<HTMLSelectElement>("#price-limit");
  if (!pressed && target !== limit) return null;
  const isReset = pressed?.ariaPressed === "true";
  for (const button of panel.querySelectorAll("button.legend-zone")) {
    button.ariaPressed = String(button === pressed && !isReset);
  }
  if (pressed) {
    if (limit) limit.value = "";
    return { zones: isReset ? null : new Set([pressed.value]), shouldMove: true };
  }
  if (!limit?.value) return { zones: null, shouldMove: false };
  const affordable = event.zones.filter(({ price }) => price <= Number(limit.value));
  return { zones: new Set(affordable.map(({ id }) => id)), shouldMove: false };
}
