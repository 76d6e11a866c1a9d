import type { Caller } from "@/lib/auth/caller.ts";
import type { Services } from "@/lib/services.ts";
import { changeHold, createHold, type HoldResult, listHolds } from "./holds.ts";
import { keptPlaces } from "./kept_places.ts";
import { readWish, type SeatChoice } from "./seat_choice.ts";

type Needs = Pick<Services, "board" | "catalog" | "sql" | "bookedSeats" | "config" | "now">;

/**
 * Holds what a form asks for: in the hold that the buyer has of the event already, else in a new one. So who chooses in
 * several steps pays once. Seats that the hold has are kept, unless the choice `replaces` them; asked for again they are
 * no error.
 */
export async function addToHold(
  needs: Needs,
  buyer: Pick<Caller, "user" | "visitorId" | "address">,
  eventId: string,
  choice: SeatChoice,
  { replaces = false } = {},
): Promise<HoldResult> {
  const holds = await listHolds(needs, buyer, eventId);
  const hold = holds?.find(({ status }) => status === "active");
  const event = hold && await needs.catalog.publicEvent(eventId);
  if (!event) return await createHold(needs, buyer, eventId, choice);
  const own = hold.seats.map(({ id }) => id);
  if ("seats" in choice) {
    const kept = replaces ? [] : own;
    return await changeHold(needs, buyer, hold.id, [...new Set([...kept, ...choice.seats])]);
  }
  const { chart, index } = await needs.catalog.chart(event);
  const asked = readWish(index, choice, keptPlaces(chart, event, needs.now()));
  if (!asked.ok) return asked;
  const { statuses } = await needs.board.snapshot(event.id);
  const isFree = (seat: number) => statuses[seat] === "a";
  const chosen = asked.wish.choose(isFree, Math.random());
  if (!chosen) {
    const left = chart.seats.keys().filter((seat) => asked.wish.includes(seat) && isFree(seat));
    return { ok: false, code: "seats-unavailable", left: left.reduce((count) => count + 1, 0) };
  }
  const seats = [...own, ...chosen.map((seat) => chart.seats[seat].id)];
  return await changeHold(needs, buyer, hold.id, seats, { checksOrphans: false });
}
