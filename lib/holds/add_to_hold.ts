import type { EventRecord } from "@/lib/events/event.ts";
import { findAgain } from "@/lib/seats/found_seats.ts";
import { unreleasedPlaces } from "@/lib/seats/accessible_places.ts";
import { readWish, type SeatChoice } from "@/lib/seats/seat_choice.ts";
import {
  type Buyer,
  changeHold,
  countResult,
  createHold,
  type HoldNeeds,
  type HoldResult,
  listHolds,
} from "./holds.ts";
import { holdBest } from "./hold_best.ts";

interface AddOptions {
  /** Named seats replace those already in the hold. */
  replaces?: boolean;
  /** The seats of a hold that were found for the buyer earlier; newly found ones replace them. */
  foundOf?: (holdId: string) => string[];
}

/**
 * Holds what a form asks for: in the hold that the buyer already has for the event, otherwise in a new one, so that
 * buyers who choose in several steps pay once. Seats in the hold stay, except those that the options replace; asking
 * for them again is not an error. Seats found by a wish come last in the hold.
 */
export async function addToHold(
  needs: HoldNeeds,
  buyer: Buyer,
  eventId: string,
  choice: SeatChoice,
  options: AddOptions = {},
): Promise<HoldResult> {
  const holds = await listHolds(needs, buyer, eventId);
  const hold = holds?.find(({ status }) => status === "active");
  const event = hold && await needs.catalog.publicEvent(eventId);
  if (!event) return await createHold(needs, buyer, eventId, choice);
  const own = hold.seats.map(({ id }) => id);
  return countResult(
    needs,
    "seats" in choice
      ? await changeHold(needs, buyer, hold.id, [
        ...new Set([...options.replaces ? [] : own, ...choice.seats]),
      ])
      : await addBest(needs, buyer, { id: hold.id, own, event }, choice, options),
  );
}

async function addBest(
  needs: HoldNeeds,
  buyer: Buyer,
  { id, own, event }: { id: string; own: string[]; event: EventRecord },
  choice: Exclude<SeatChoice, { seats: string[] }>,
  { foundOf = () => [] }: AddOptions,
): Promise<HoldResult> {
  const { chart, index } = await needs.catalog.chart(event);
  const requested = readWish(index, choice, unreleasedPlaces(chart, event, needs.now()));
  if (!requested.ok) return requested;
  const { wish } = requested;
  const wasFound = new Set("best" in choice ? foundOf(id) : []);
  const kept = own.filter((id) => !wasFound.has(id));
  const found = new Set(own.filter((id) => wasFound.has(id)).map((id) => index.indexById.get(id)!));
  const fulfils = found.size === wish.quantity && [...found].every(wish.includes);
  const holdSeats = (seats: number[]) =>
    changeHold(needs, buyer, id, [...kept, ...seats.map((seat) => chart.seats[seat].id)], {
      checksOrphans: false,
    });
  return await holdBest(needs.board, event, wish, holdSeats, {
    choose: (isFree, start) => findAgain((free) => wish.choose(free, start), isFree, found, fulfils),
  });
}
