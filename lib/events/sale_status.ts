/** The status of an event's sale, as a pure function of the event, its seats and the time. */

export const saleStatuses = ["not-yet", "on-sale", "sold-out", "ended", "cancelled"] as const;
export type SaleStatus = (typeof saleStatuses)[number];

/** Seats of an event by status: `left` are free, `held` are held or being paid for. */
export interface SeatCounts {
  left: number;
  held: number;
}

/** What the sale depends on. */
export interface SaleTimes {
  status: "draft" | "published" | "cancelled";
  endsAt: Date;
  /** Null: from publication. */
  salesOpenAt: Date | null;
  /** Null: until the event ends. */
  salesCloseAt: Date | null;
}

/**
 * The status of the sale at `now` (milliseconds). Sold out means that no seat is free and none is held that could
 * become free again.
 */
export function saleStatus(event: SaleTimes, counts: SeatCounts, now: number): SaleStatus {
  if (event.status === "cancelled") return "cancelled";
  if (now >= salesEnd(event)) return "ended";
  if (event.salesOpenAt && now < event.salesOpenAt.getTime()) return "not-yet";
  return counts.left + counts.held === 0 ? "sold-out" : "on-sale";
}

/** Whether seats of an event can be held and booked at `now` (milliseconds), if any are free. */
export function isOnSale(event: SaleTimes, now: number): boolean {
  return event.status === "published" && saleStatus(event, { left: 1, held: 0 }, now) === "on-sale";
}

/** Whether seats can be chosen: even while the event is sold out, since some may become free again. */
export function canChooseSeats({ saleStatus }: { saleStatus: SaleStatus }): boolean {
  return saleStatus === "on-sale" || saleStatus === "sold-out";
}

/** The lowest price in minor units, before and while seats are on sale; otherwise null. */
export function offeredFrom(
  { priceFrom, saleStatus }: { priceFrom: number | null; saleStatus: SaleStatus },
): number | null {
  return saleStatus === "on-sale" || saleStatus === "not-yet" ? priceFrom : null;
}

function salesEnd({ endsAt, salesCloseAt }: SaleTimes): number {
  return Math.min(endsAt.getTime(), salesCloseAt?.getTime() ?? Infinity);
}

/** Counts the status letters of a board. */
export function countSeats(statuses: string): SeatCounts {
  const counts = { left: 0, held: 0 };
  for (let index = 0; index < statuses.length; index++) {
    const letter = statuses[index];
    if (letter === "a") counts.left++;
    else if (letter === "h") counts.held++;
  }
  return counts;
}
