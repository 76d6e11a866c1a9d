/** Holds seats that the buyer did not name: the best seats together, or any places of a standing area. */
import type { SeatBoard } from "@/lib/board/board.ts";
import type { IsFree } from "@/lib/seats/best_available.ts";
import type { Wish } from "@/lib/seats/seat_choice.ts";

const TRIES_MAX = 3;

/**
 * The seats being held for someone right now, by event. Without this, buyers asking for the best seats at the same time
 * would all be offered the same ones, and all but one would be refused.
 */
const onOffer = new Map<string, Set<number>>();

interface HoldBestOptions {
  /** Chooses among the free seats; by default, as the wish does. */
  choose?: (isFree: IsFree, startFraction: number) => number[] | null;
  random?: () => number;
}

/**
 * Holds the best free seats that fulfil a wish, choosing again if someone else was quicker. `hold` holds the seats with
 * these indexes. Returns `left`, how many seats of the kind are free, if there are too few or if others were quicker
 * every time.
 */
export async function holdBest<Outcome extends { ok: true } | { ok: false; code: string }>(
  board: Pick<SeatBoard, "snapshot">,
  event: { id: string },
  wish: Wish,
  hold: (seats: number[]) => Promise<Outcome>,
  { choose = wish.choose, random = Math.random }: HoldBestOptions = {},
): Promise<Outcome | { ok: false; code: "seats-unavailable"; left: number }> {
  for (let tried = 0;; tried++) {
    const { statuses } = await board.snapshot(event.id);
    const isFree = (seat: number) => statuses[seat] === "a";
    const offered = onOffer.get(event.id);
    const start = random();
    // If nothing else is left, try seats on offer to others, who might not get them.
    const seats = tried === TRIES_MAX
      ? null
      : (offered && choose((seat) => isFree(seat) && !offered.has(seat), start)) ?? choose(isFree, start);
    if (!seats) return { ok: false, code: "seats-unavailable", left: countWished(statuses, wish) };
    const outcome = await whileOffered(event.id, seats, () => hold(seats));
    if (outcome.ok || outcome.code !== "seats-unavailable") return outcome;
  }
}

/** Runs `work` while these seats are on offer. */
async function whileOffered<T>(eventId: string, seats: number[], work: () => Promise<T>): Promise<T> {
  const offered = onOffer.get(eventId) ?? new Set();
  onOffer.set(eventId, offered);
  const mine = seats.filter((seat) => !offered.has(seat));
  for (const seat of mine) offered.add(seat);
  try {
    return await work();
  } finally {
    for (const seat of mine) offered.delete(seat);
    if (offered.size === 0) onOffer.delete(eventId);
  }
}

function countWished(statuses: string, wish: Wish): number {
  let left = 0;
  for (let seat = 0; seat < statuses.length; seat++) {
    if (statuses[seat] === "a" && wish.includes(seat)) left++;
  }
  return left;
}
