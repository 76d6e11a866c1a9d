/** What the page currently knows about the seats. Drawing, announcing and choosing all read it. */
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import type { Block, Hall } from "../canvas/hall.ts";
import type { BlockLabel, SeatState } from "../canvas/scene.ts";
import type { MapWords } from "./labels.ts";
import type { MapEvent, MapZone } from "./map_event.ts";

export class KnownSeats {
  readonly event: MapEvent;
  readonly locale: string;
  readonly words: MapWords;
  /** Null until the chart is loaded. */
  hall: Hall | null = null;
  /** Null until the stream's first event. */
  statuses: SeatStatus[] | null = null;
  /** The buyer's seats by index, including those not yet sent to the server. */
  mine: ReadonlySet<number> = new Set();
  /** The seat with the keyboard focus. */
  focused: number | null = null;
  /** The floor shown; null means all. */
  floor: string | null = null;

  constructor(event: MapEvent, locale: string, words: MapWords) {
    this.event = event;
    this.locale = locale;
    this.words = words;
  }

  stateOf(index: number): SeatState {
    return this.mine.has(index) ? "m" : this.statuses?.[index] ?? "a";
  }

  /** Whether a section is on the floor shown. */
  isOnFloor(section: string): boolean {
    return this.floor === null || this.hall?.floorOf.get(section) === this.floor;
  }

  /** Whether a seat is on the floor shown. */
  readonly isSeatOnFloor = (index: number): boolean => this.isOnFloor(this.hall!.chart.seats[index].section);

  readonly isFree = (index: number): boolean => this.stateOf(index) === "a";

  /** The indexes of those of these seats that the chart has; none before it is loaded. */
  indexesOf(seatIds: Iterable<string>): number[] {
    return [...seatIds].flatMap((id) => this.hall?.indexById.get(id) ?? []);
  }

  /** The standing area that a seat id belongs to, if any. */
  areaOf(seatId: string): string | undefined {
    const [index] = this.indexesOf([seatId]);
    return index === undefined ? undefined : this.hall!.chart.seats[index].area;
  }

  zone(id: string): MapZone {
    return this.event.zones.find((zone) => zone.id === id)!;
  }

  /** A block's name, price and number of seats left. */
  readonly labelOf = ({ name, id, zones, free }: Block): BlockLabel => {
    const [cheapest, ...others] = zones.map((zone) => this.zone(zone)).sort((a, b) => a.price - b.price);
    const { soldOut, priceFrom, left } = this.words.seatChoice.block;
    const { priceText } = cheapest;
    const lines = free === 0
      ? [soldOut]
      : [others.length > 0 ? priceFrom({ price: priceText }) : priceText, left({ count: free })];
    return { name, short: id, lines };
  };
}
