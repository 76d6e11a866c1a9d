/** The data of the admin overview: what needs attention now, the sales, and the upcoming events. */
import type { User } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { attentionOf, readAttention } from "@/lib/bookings/attention.ts";
import { recordRead } from "@/lib/bookings/record_read.ts";
import { latestBookings, salesByDay, seatsSoldSince } from "@/lib/bookings/sales.ts";
import type { Actor } from "@/lib/db/audit_log.ts";
import { adminEvent, listForStaff, type PageNeeds, usualTimeZone } from "@/lib/events/admin_view.ts";
import { lastDays } from "@/lib/format/days.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { alarmsOf } from "./alarms.ts";
import { readSystem } from "./system.ts";

const LINES = 8;
const WEEK_MS = 7 * 86_400_000;

/** Loads the page for an organizer or admin, with the sales of the last `days` days. */
export async function loadOverview(
  needs: Parameters<typeof readSystem>[0] & PageNeeds,
  user: User & Actor,
  { days, words, locale }: { days: number; words: Words["admin"]; locale: string },
) {
  const { sql, catalog } = needs;
  const now = needs.now();
  const scope = { organizerId: may(user.role, "every-event") ? null : user.id };
  const timeZone = await usualTimeZone(sql, user);
  const [upcoming, sales, latest, facts, system] = await Promise.all([
    listForStaff(sql, user, { status: "published", period: "upcoming", limit: LINES }, now),
    salesByDay(sql, scope, lastDays(now, timeZone, days), timeZone),
    latestBookings(sql, scope, LINES),
    readAttention(sql, scope, now),
    may(user.role, "see-system") ? readSystem(needs) : null,
  ]);
  for (const eventId of new Set(latest.map(({ event }) => event.id))) {
    await recordRead(sql, user, "event", eventId);
  }
  const [counts, thisWeek] = await Promise.all([
    catalog.counts(upcoming.items),
    seatsSoldSince(sql, upcoming.items.map(({ id }) => id), new Date(now - WEEK_MS)),
  ]);
  return {
    /** Whether the person has no event yet. */
    isNew: upcoming.items.length === 0 &&
      (await listForStaff(sql, user, { limit: 1 }, now)).items.length === 0,
    events: upcoming.items.map((event) => ({
      ...adminEvent(event, counts.get(event.id)!, now),
      soldThisWeek: thisWeek.get(event.id) ?? 0,
    })),
    sales,
    latest,
    attention: attentionOf(facts, now, words.attention, locale),
    /** Null for users who do not run the system. */
    alarms: system && alarmsOf(system, words.health.alarm, locale),
    /** The time zone of most of the person's events; the days of `sales` are in it. */
    timeZone,
  };
}
