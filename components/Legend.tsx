import { Price } from "@/components/Price.tsx";

/** A zone with its colour on the map (1 to 6) and its price. */
export interface LegendZone {
  id: string;
  name: string;
  colour: number;
  price: number;
}

/** Prices by zone, which is also the key to the map's colours. */
export function Legend(
  { zones, currency, locale }: { zones: LegendZone[]; currency: string; locale: string },
) {
  return (
    <ul class="legend" aria-label="Prices by zone">
      {zones.map((zone) => (
        <li class="legend-zone" key={zone.id} style={{ "--zone": `var(--zone-${zone.colour})` }}>
          <span class="zone-dot" aria-hidden="true" />
          <span>{zone.name}</span>
          <Price amount={zone.price} currency={currency} locale={locale} short />
        </li>
      ))}
    </ul>
  );
}

const signs = [
  ["mine", "Yours"],
  ["held", "In someone’s basket"],
  ["booked", "Taken"],
  ["accessible", "Wheelchair place"],
] as const;

/** What the marks on the map mean, besides the zones. */
export function SignLegend() {
  return (
    <ul class="legend small quiet" aria-label="Marks on the map">
      {signs.map(([sign, words]) => (
        <li class="legend-zone" key={sign}>
          <span class="zone-dot" data-sign={sign} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
