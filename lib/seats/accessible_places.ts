/**
 * Wheelchair places and companion seats are kept for those who need them until two days before the event, or until a
 * time that its organizer sets. Until then, buyers get one only by choosing that very seat, and the checkout asks
 * whether they need it; a yes is enough. After that, these seats are sold like all others.
 */
import type { Chart, ChartSeat } from "@/lib/charts/chart.ts";

const RELEASE_BEFORE_START_MS = 48 * 3_600_000;

/** What the rule needs to know about an event. */
interface ReleaseTimes {
  startsAt: Date;
  /** Null for two days before the start. */
  accessibleReleaseAt: Date | null;
}

/** When wheelchair places and companion seats are opened to everyone. */
export function accessibleRelease({ startsAt, accessibleReleaseAt }: ReleaseTimes): Date {
  return accessibleReleaseAt ?? new Date(startsAt.getTime() - RELEASE_BEFORE_START_MS);
}

/** Returns a test of whether the seat at an index is still kept at `now` (milliseconds). */
export function unreleasedPlaces(
  { seats }: Pick<Chart, "seats">,
  event: ReleaseTimes,
  now: number,
): (seatIndex: number) => boolean {
  if (now >= accessibleRelease(event).getTime()) return () => false;
  return (index) => isForWheelchairs(seats[index]);
}

function isForWheelchairs({ flags }: ChartSeat): boolean {
  return flags.includes("accessible") || flags.includes("companion");
}
