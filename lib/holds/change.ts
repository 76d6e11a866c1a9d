/** How a hold differs from what its buyer was shown. Pure; pages use it on both sides. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { NamedSeat } from "@/lib/charts/seats_in_words.ts";

/** What somebody was shown of a hold. */
export interface ShownHold {
  seats: (NamedSeat & { id: string })[];
  /** Minor units; null when it is not known. */
  total: number | null;
}

export interface HoldChange {
  added: NamedSeat[];
  removed: NamedSeat[];
  /** Minor units; `before` is null when it is not known. */
  total: { before: number | null; now: number };
}

/** What is different now, or null when all is as it was shown. */
export function holdChange(shown: ShownHold, { seats, total }: HoldView): HoldChange | null {
  const [before, now] = [shown.seats, seats].map((list) => new Set(list.map(({ id }) => id)));
  const added = seats.filter(({ id }) => !before.has(id));
  const removed = shown.seats.filter(({ id }) => !now.has(id));
  const hasSameTotal = shown.total === null || shown.total === total;
  if (added.length === 0 && removed.length === 0 && hasSameTotal) return null;
  return { added, removed, total: { before: shown.total, now: total } };
}
