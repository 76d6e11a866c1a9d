/** The colours of the map, from the style sheet's custom properties, so that they follow light and dark mode. */

const properties = {
  ground: "--map-ground",
  ink: "--map-ink",
  line: "--map-line",
  green: "--map-green",
  stage: "--map-stage",
  onStage: "--on-stage",
  onZone: "--on-zone",
  mine: "--mine",
  onMine: "--on-mine",
  held: "--seat-held",
  booked: "--seat-booked",
  closed: "--seat-closed",
  focus: "--focus",
} as const;

/** `zones[1]` to `zones[6]` are the zones' colours. */
export type MapColours = Record<keyof typeof properties, string> & { zones: string[] };

/** The current colours of an element. */
export function readColours(element: Element): MapColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const named = Object.fromEntries(Object.entries(properties).map(([key, name]) => [key, read(name)]));
  const zones = Array.from({ length: 7 }, (_, number) => read(`--zone-${number}`));
  return { ...named as Record<keyof typeof properties, string>, zones };
}
