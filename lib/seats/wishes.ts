/** Taking any seats of a kind: choosing by what is free now, and again when someone else was quicker. */
import type { HoldAnswer, SeatBoard } from "./board.ts";
import type { Wish } from "./seat_choice.ts";

const TRIES_MAX = 3;

/**
 * The seats that are being taken for somebody at this moment, by event. Buyers who ask at once for the best seats would
 * all be given the same ones, and all but one would be refused; so each is offered what no other is about to get.
 */
const onOffer = new Map<string, Set<number>>();

/**
 * Takes free seats that fulfil a wish. `take` holds the seats of these indexes. Answers `left`, how many of the kind
 * are free, when they are not enough or were taken by others in each of a few tries.
 */
export async function takeWished(
  board: Pick<SeatBoard, "snapshot">,
  event: { id: string },
  wish: Wish,
  take: (seats: number[]) => Promise<HoldAnswer>,
  random: () => number = Math.random,
): Promise<HoldAnswer | { ok: false; code: "seats-unavailable"; left: number }> {
  for (let tried = 0;; tried++) {
    const { statuses } = await board.snapshot(event.id);
    const isFree = (seat: number) => statuses[seat] === "a";
    const seats = tried < TRIES_MAX ? choose(wish, isFree, onOffer.get(event.id), random()) : null;
    if (!seats) return { ok: false, code: "seats-unavailable", left: countFree(statuses, wish) };
    const answer = await offered(event.id, seats, () => take(seats));
    if (answer.ok || answer.code !== "seats-unavailable") return answer;
  }
}

function choose(
  wish: Wish,
  isFree: (seat: number) => boolean,
  offered: Set<number> | undefined,
  startFraction: number,
): number[] | null {
  const seats = offered && wish.choose((seat) => isFree(seat) && !offered.has(seat), startFraction);
  // What is on offer to others may still be left over, when nothing else is.
  return seats ?? wish.choose(isFree, startFraction);
}

/** Runs `work` while these seats are on offer. */
async function offered<T>(eventId: string, seats: number[], work: () => Promise<T>): Promise<T> {
  const ofEvent = onOffer.get(eventId) ?? new Set();
  onOffer.set(eventId, ofEvent);
  const mine = seats.filter((seat) => !ofEvent.has(seat));
  for (const seat of mine) ofEvent.add(seat);
  try {
    return await work();
  } finally {
    for (const seat of mine) ofEvent.delete(seat);
    if (ofEvent.size === 0) onOffer.delete(eventId);
  }
}

function countFree(statuses: string, wish: Wish): number {
  let left = 0;
  for (let seat = 0; seat < statuses.length; seat++) {
    if (statuses[seat] === "a" && wish.includes(seat)) left++;
  }
  return left;
}
