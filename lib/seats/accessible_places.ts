/**
 * Places for wheelchairs and their companions are kept for those who need them, until two days before the event or as its
 * organizer says. Until then nobody is given one without having chosen it by name, and the checkout asks whether it is
 * needed; a word is enough. From then on they are sold like all others.
 */
import type { Chart, ChartSeat } from "@/lib/charts/chart.ts";

const KEPT_UNTIL_BEFORE_START_MS = 48 * 3_600_000;

/** What the rule needs to know of an event. */
interface ReleaseTimes {
  startsAt: Date;
  /** Null: two days before the start. */
  accessibleReleaseAt: Date | null;
}

/** When places for wheelchairs are open to everybody. */
export function accessibleRelease({ startsAt, accessibleReleaseAt }: ReleaseTimes): Date {
  return accessibleReleaseAt ?? new Date(startsAt.getTime() - KEPT_UNTIL_BEFORE_START_MS);
}

/** Says of a seat by its index whether it is kept at this moment (milliseconds). */
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
