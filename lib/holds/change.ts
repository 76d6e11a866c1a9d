/** How a hold differs from what its buyer was shown. Pure: runs on the server and in the browser. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { NamedSeat } from "@/lib/charts/seats_in_words.ts";

/** A hold as shown to its buyer. */
export interface ShownHold {
  seats: (NamedSeat & { id: string })[];
  /** Minor units; null if unknown. */
  total: number | null;
}

export interface HoldChange {
  added: NamedSeat[];
  removed: NamedSeat[];
  /** Minor units; `before` is null if unknown. */
  total: { before: number | null; now: number };
}

/** Returns what has changed since the hold was shown, or null if nothing has. */
export function holdChange(shown: ShownHold, { seats, total }: HoldView): HoldChange | null {
  const [before, now] = [shown.seats, seats].map((list) => new Set(list.map(({ id }) => id)));
  const added = seats.filter(({ id }) => !before.has(id));
  const removed = shown.seats.filter(({ id }) => !now.has(id));
  const hasSameTotal = shown.total === null || shown.total === total;
  if (added.length === 0 && removed.length === 0 && hasSameTotal) return null;
  return { added, removed, total: { before: shown.total, now: total } };
}
