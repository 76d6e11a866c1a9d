import { v7 as uuidv7 } from "uuid";
import type { Queryable, Transaction } from "@/lib/db/pool.ts";
import type { DraftInput } from "./admin_input.ts";
import { type ChangeNotice, isChanged, type TimeAndPlace } from "./changes.ts";
import type { EditableEvent } from "./event.ts";
import type { WriteRefusal } from "./write_refusal.ts";

/** When and where an event with times takes place. */
export function timeAndPlaceOf(
  { startsAt, endsAt, doorsAt, chartId }: Pick<DraftInput, "startsAt" | "endsAt" | "doorsAt" | "chartId">,
  chart: { name: string },
  { name, city, timeZone }: TimeAndPlace["venue"],
): TimeAndPlace {
  if (startsAt === null || endsAt === null) throw new Error("a published event must have times");
  return {
    startsAt,
    endsAt,
    doorsAt: doorsAt ?? null,
    chartId,
    hall: chart.name,
    venue: { name, city, timeZone },
  };
}

/** When and where a published event takes place. */
export async function currentTimeAndPlace(tx: Queryable, event: EditableEvent): Promise<TimeAndPlace> {
  const { startsAt, endsAt, doorsAt, chartId, chartVersion, venue } = event;
  const [chart] = await tx<{ name: string }[]>`
    select name from charts where id = ${chartId} and version = ${chartVersion}`;
  const text = (date: Date | null) => date?.toISOString() ?? null;
  return timeAndPlaceOf(
    { startsAt: text(startsAt), endsAt: text(endsAt), doorsAt: text(doorsAt), chartId },
    chart,
    venue,
  );
}

/**
 * What a write would change for those who have booked a published event, and how many bookings are affected; null if
 * none.
 */
export async function plannedChange(
  sql: Queryable,
  event: EditableEvent,
  input: DraftInput,
  hall: { chartName: string; venueName: string; city: string; timeZone: string },
): Promise<{ was: TimeAndPlace; became: TimeAndPlace; bookings: number } | null> {
  if (event.status !== "published") return null;
  const venue = { name: hall.venueName, city: hall.city, timeZone: hall.timeZone };
  const [was, became] = [
    await currentTimeAndPlace(sql, event),
    timeAndPlaceOf(input, { name: hall.chartName }, venue),
  ];
  if (!isChanged(was, became)) return null;
  const [{ bookings }] = await sql<[{ bookings: number }]>`
    select count(distinct booking_id)::integer as bookings from seat_claims where event_id = ${event.id}`;
  return bookings > 0 ? { was, became, bookings } : null;
}

/**
 * Records that an event has changed its time or place after people had booked it, and the notice to them (`false` for
 * none). The sweeper writes the messages. Does nothing if no change affects them.
 */
export async function recordChange(
  tx: Transaction,
  event: EditableEvent,
  became: TimeAndPlace,
  notify: false | ChangeNotice,
  now: number,
): Promise<WriteRefusal | null> {
  const was = await currentTimeAndPlace(tx, event);
  if (!isChanged(was, became)) return null;
  const { cancelUntil, ...notice } = notify || {};
  if (cancelUntil !== undefined && !isBetween(cancelUntil, now, became)) {
    const message = "must be between now and the start";
    return { ok: false, code: "validation", errors: [{ path: "notify.cancelUntil", message }] };
  }
  await tx`
    insert into event_changes (id, event_id, was, became, cancel_until, notice)
    values (${uuidv7()}, ${event.id}, ${tx.json(was)}, ${tx.json(became)},
      ${cancelUntil === undefined ? null : new Date(cancelUntil)}, ${notify ? tx.json(notice) : null})`;
  return null;
}

function isBetween(time: string, now: number, { startsAt }: TimeAndPlace): boolean {
  return Date.parse(time) > now && Date.parse(time) <= Date.parse(startsAt);
}
