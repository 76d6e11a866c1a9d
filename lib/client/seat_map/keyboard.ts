/** The map by keyboard: moving along and between rows, and what is announced. Loaded on the first key. */
import type { KnownSeats } from "./known_seats.ts";
import { spokenSeat } from "./labels.ts";
import { type Direction, firstSeat, neighbour, nextSection, rowEnd } from "./neighbours.ts";

export interface KeyboardOptions {
  known: KnownSeats;
  /** The focus ring has moved to another seat. */
  onFocus(index: number): void;
  /** The buyer takes a seat, or gives it back. */
  onTake(index: number): void;
  /** Zooms in or out by a factor; 0 fits the whole hall. */
  onZoom(factor: number): void;
  announce(text: string): void;
}

const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const ZOOMS: Record<string, number> = { "+": 1.4, "=": 1.4, "-": 1 / 1.4, "0": 0 };

export class Keyboard {
  readonly #options: KeyboardOptions;

  constructor(options: KeyboardOptions) {
    this.#options = options;
  }

  /** Handles a key pressed on the map; the empty string means that the map gained focus. */
  press(key: string): void {
    const { known, onFocus, onTake, onZoom } = this.#options;
    if (key in ZOOMS) return onZoom(ZOOMS[key]);
    if (!known.hall) return;
    if (known.focused !== null && !known.isSeatOnFloor(known.focused)) known.focused = null;
    if (known.focused === null || key === "") return this.#go(this.#firstSeat());
    if (key === " " || key === "Enter") {
      // The map may have been dragged away from the seat.
      onFocus(known.focused);
      return onTake(known.focused);
    }
    const { edge } = known.words.seatChoice;
    const edgeText = key === "PageDown" ? edge.lastSection : key === "PageUp" ? edge.firstSection : edge.seat;
    this.#go(this.#seatAfter(key, known.focused), edgeText);
  }

  /** The last focused seat, otherwise a chosen one, otherwise a free one in the middle. */
  #firstSeat(): number {
    const { known } = this.#options;
    const [chosen] = [...known.mine].filter(known.isSeatOnFloor);
    return known.focused ?? chosen ?? firstSeat(known.hall!.chart, this.#isFree);
  }

  readonly #isFree = (index: number) => {
    const { known } = this.#options;
    return known.isFree(index) && known.isSeatOnFloor(index);
  };

  #seatAfter(key: string, from: number): number | null {
    const { known } = this.#options;
    const { chart, blocks, blockOf } = known.hall!;
    const canVisit = (index: number) => known.stateOf(index) !== "x" && known.isSeatOnFloor(index);
    switch (key) {
      case "Home":
      case "End":
        return rowEnd(chart.seats, from, key === "Home" ? "left" : "right", canVisit);
      case "PageDown":
      case "PageUp":
        return nextSection(
          blocks,
          blockOf[from],
          key === "PageDown" ? 1 : -1,
          this.#isFree,
          ({ id }) => known.isOnFloor(id),
        );
      default:
        return neighbour(chart.seats, from, DIRECTIONS[key], canVisit);
    }
  }

  #go(index: number | null, edgeText = ""): void {
    const { known, onFocus, announce } = this.#options;
    if (index === null) return announce(edgeText);
    const seat = known.hall!.chart.seats[index];
    if (seat.area !== undefined) {
      return announce(known.words.seatChoice.onlyStanding);
    }
    known.focused = index;
    onFocus(index);
    announce(spokenSeat(seat, known.zone(seat.zone).priceText, known.stateOf(index), known.words));
  }
}
