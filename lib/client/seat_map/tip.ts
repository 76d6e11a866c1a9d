/** The tooltip on the map. Loaded when a pointer first reaches the map. */
import { seatName } from "@/lib/charts/seats_in_words.ts";
import type { Position, Size } from "../canvas/viewport.ts";
import type { KnownSeats } from "./known_seats.ts";
import type { PointTarget } from "./map_view.ts";
import { featureLabels } from "./labels.ts";

export interface Tip {
  /** The CSS transform that puts it beside the pointer. */
  transform: string;
  title: string;
  facts: string[];
}

/** The tooltip's words: a seat's name, price and features, or those of a block. */
export function tipOf(
  known: KnownSeats,
  { seat: index, block, at, frame }: PointTarget,
): Tip {
  const transform = transformAt(at, frame);
  if (index === undefined) {
    const { name, lines } = known.labelOf(block!);
    return { transform, title: name, facts: lines };
  }
  const seat = known.hall!.chart.seats[index];
  const state = known.stateOf(index);
  const zone = known.zone(seat.zone);
  const { words } = known;
  const facts = state === "a" || state === "m"
    ? [zone.name, zone.priceText, featureLabels(seat.flags, words), seat.note ?? ""]
    : [words.seatChoice.state[state]];
  return { transform, title: seatName(seat, words.seats), facts: facts.filter(Boolean) };
}

/** Beside the pointer, on the sides that keep the tooltip in the frame. */
function transformAt({ x, y }: Position, { width }: Size): string {
  const [isRight, isTop] = [x > width / 2, y < 80];
  return `translate(${x}px, ${y}px) translate(${isRight ? "calc(-100% - 14px)" : "14px"}, ${
    isTop ? "14px" : "calc(-100% - 10px)"
  })`;
}
