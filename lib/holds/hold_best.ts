/** Holding seats that the buyer did not name: the best together, or any places of a standing area. */
import type { SeatBoard } from "@/lib/board/board.ts";
import type { IsFree } from "@/lib/seats/best_available.ts";
import type { Wish } from "@/lib/seats/seat_choice.ts";

const TRIES_MAX = 3;

/**
 * The seats that are being taken for somebody at this moment, by event. Buyers who ask at once for the best seats would
 * all be given the same ones, and all but one would be refused; so each is offered what no other is about to get.
 */
const onOffer = new Map<string, Set<number>>();

interface TakeOptions {
  /** Chooses among free seats; as the wish does by default. */
  choose?: (isFree: IsFree, startFraction: number) => number[] | null;
  random?: () => number;
}

/**
 * Holds the best free seats that fulfil a wish, chosen again when someone else was quicker. `take` holds the seats of these
 * indexes. Returns `left`, how many of the kind are free, when they are not enough or were taken by others in each of a few
 * tries.
 */
export async function holdBest<Answer extends { ok: true } | { ok: false; code: string }>(
  board: Pick<SeatBoard, "snapshot">,
  event: { id: string },
  wish: Wish,
  take: (seats: number[]) => Promise<Answer>,
  { choose = wish.choose, random = Math.random }: TakeOptions = {},
): Promise<Answer | { ok: false; code: "seats-unavailable"; left: number }> {
  for (let tried = 0;; tried++) {
    const { statuses } = await board.snapshot(event.id);
    const isFree = (seat: number) => statuses[seat] === "a";
    const offered = onOffer.get(event.id);
    const start = random();
    // What is on offer to others may still be left over, when nothing else is.
    const seats = tried === TRIES_MAX
      ? null
      : (offered && choose((seat) => isFree(seat) && !offered.has(seat), start)) ?? choose(isFree, start);
    if (!seats) return { ok: false, code: "seats-unavailable", left: countWished(statuses, wish) };
    const answer = await whileOffered(event.id, seats, () => take(seats));
    if (answer.ok || answer.code !== "seats-unavailable") return answer;
  }
}

/** Runs `work` while these seats are on offer. */
async function whileOffered<T>(eventId: string, seats: number[], work: () => Promise<T>): Promise<T> {
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

function countWished(statuses: string, wish: Wish): number {
  let left = 0;
  for (let seat = 0; seat < statuses.length; seat++) {
    if (statuses[seat] === "a" && wish.includes(seat)) left++;
  }
  return left;
}
