/** What the seat map's page knows about an event and the buyer's seats. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import type { EventDetail, OrphanRule } from "@/lib/events/event.ts";
import { canChooseSeats } from "@/lib/events/sale_status.ts";
import { formatMoney } from "@/lib/format/money.ts";

export interface MapZone {
  id: string;
  name: string;
  colour: number;
  /** Marks the zone on the map where colour alone cannot tell zones apart. */
  letter: string;
  /** Minor units. */
  price: number;
  /** Formatted for the page's locale, short. */
  priceText: string;
}

/** What the map needs to know about an event. Plain data: it comes with the page. */
export interface MapEvent {
  id: string;
  slug: string;
  currency: string;
  maxSeatsPerBuyer: number;
  orphans: OrphanRule;
  zones: MapZone[];
  areas: { id: string; name: string; zone: string; left: number }[];
  /** False before the sale begins: the map is read-only. */
  canChoose: boolean;
}

export type ChosenSeat = HoldView["seats"][number];

/** A message in the panel, and what can be done about it with one tap. */
export interface Message {
  texts: string[];
  offer?: {
    text: string;
    /** Seats to take, by id. */
    take: string[];
    /** Seats to give back in exchange. */
    giveBack?: string[];
  };
}

/** The map's data for an event on this chart. `placesLeft` is keyed by standing area id. */
export function mapEventOf(
  { event, chart, placesLeft }: { event: EventDetail; chart: Chart; placesLeft: Map<string, number> },
  locale: string,
): MapEvent {
  const { id, slug, currency, maxSeatsPerBuyer, orphans } = event;
  const colours = new Map(chart.zones.map((zone) => [zone.id, zone.colour]));
  return {
    id,
    slug,
    currency,
    maxSeatsPerBuyer,
    orphans,
    zones: event.zones.map((zone, at) => ({
      ...zone,
      colour: colours.get(zone.id) ?? 1,
      letter: zoneLetter(at),
      priceText: formatMoney(zone.price, currency, locale, { short: true }),
    })),
    areas: chart.areas.map(({ id, name, zone }) => ({ id, name, zone, left: placesLeft.get(id) ?? 0 })),
    canChoose: canChooseSeats(event),
  };
}

/** A to Z, then AA to ZZ. */
function zoneLetter(at: number): string {
  return String.fromCharCode(65 + at % 26).repeat(1 + Math.floor(at / 26));
}
