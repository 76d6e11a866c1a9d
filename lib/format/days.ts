/** Calendar days, `YYYY-MM-DD`, without a time or time zone. */

import { instantsOf, utcOffset } from "./time_zones.ts";

/** From the first to the last day, inclusive. */
export interface DayRange {
  from: string;
  to: string;
}

const FRIDAY = 5;
const SUNDAY = 7;
/** No shorter than the time from the start of Monday to the end of Sunday, whatever the clock changes. */
const SOON_MAX_MS = 8 * 24 * 3_600_000;

/** The day in a time zone (primary name) at an instant in milliseconds. */
export function dayOf(instant: number, timeZone: string): string {
  return new Date(instant + utcOffset(timeZone, instant)).toISOString().slice(0, 10);
}

/** The instant, in milliseconds, at which a day begins in a time zone: usually midnight. */
export function startOfDay(day: string, timeZone: string): number {
  const { instants, around } = instantsOf(timeZone, Date.parse(day));
  // Where clocks go forward at midnight, the day begins with the change.
  return instants[0] ?? around[1];
}

/** The day `days` days later. */
export function daysAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The last `count` days in a time zone, up to and including the day of `now` (milliseconds). */
export function lastDays(now: number, timeZone: string, count: number): string[] {
  const today = dayOf(now, timeZone);
  return Array.from({ length: count }, (_, index) => daysAfter(today, index + 1 - count));
}

/** The rest of this week's Friday to Sunday. */
export function weekendOf(today: string): DayRange {
  const { dayOfWeek } = Temporal.PlainDate.from(today);
  return {
    from: daysAfter(today, Math.max(0, FRIDAY - dayOfWeek)),
    to: daysAfter(today, SUNDAY - dayOfWeek),
  };
}

/** Whether an event is today or this weekend, in its venue's time zone. `now` in milliseconds. */
export function isSoon(startsAt: Date, timeZone: string, now: number): boolean {
  // Computing days in a time zone is slow, and this runs for every upcoming event.
  if (startsAt.getTime() - now > SOON_MAX_MS) return false;
  const today = dayOf(now, timeZone);
  const day = dayOf(startsAt.getTime(), timeZone);
  const { from, to } = weekendOf(today);
  return day === today || (from <= day && day <= to);
}
