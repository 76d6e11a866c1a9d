/** The hall of an event: the rules of its venue and chart, and whether it is free at the event's time. */
import { keepsSeats } from "@/lib/charts/chart.ts";
import type { Queryable, Transaction } from "@/lib/db/pool.ts";
import { type EventInput, type Fault, zoneFaults } from "./admin_input.ts";
import type { EventCatalog } from "./catalog.ts";
import type { EditableEvent } from "./event.ts";
import type { HallConflict, WriteRefusal } from "./write_refusal.ts";

/** The venue and chart of an event; undefined if unknown. */
export interface EventHall {
  venue: { name: string; city: string; timeZone: string } | undefined;
  chart:
    | {
      version: number;
      name: string;
      venueId: string;
      seatCount: number;
      zones: { id: string; name: string }[];
    }
    | undefined;
}

/** Reads a venue and a chart: the chart in this version or, if `version` is null, in its newest. */
export async function readHall(
  tx: Transaction,
  { venueId, chartId }: Pick<EventInput, "venueId" | "chartId">,
  version: number | null,
): Promise<EventHall> {
  const [venue] = await tx<
    NonNullable<EventHall["venue"]>[]
  >`select name, city, time_zone from venues where id = ${venueId}`;
  const [chart] = await tx<NonNullable<EventHall["chart"]>[]>`
    select version, name, venue_id, seat_count, body -> 'zones' as zones from charts
    where id = ${chartId} and (version = ${version} or ${version}::integer is null)
    order by version desc limit 1`;
  return { venue, chart };
}

/** What is wrong with an event's venue, chart and prices. */
export function hallFaults(
  { venueId, zones }: Pick<EventInput, "venueId" | "zones">,
  { venue, chart }: EventHall,
): Fault[] {
  if (!venue) return [{ path: "venueId", message: "there is no such venue" }];
  if (!chart) return [{ path: "chartId", message: "there is no such chart" }];
  if (chart.venueId !== venueId) return [{ path: "chartId", message: "is a chart of another venue" }];
  return zoneFaults(zones, chart.zones);
}

/** Returns the event's blocked seats on the new chart, or why it can't move there. */
export async function blockedSeatsAfterMove(
  catalog: Pick<EventCatalog, "chart">,
  event: EditableEvent,
  to: Pick<EditableEvent, "chartId" | "chartVersion">,
  claimed: number[],
): Promise<number[] | WriteRefusal> {
  if (event.chartId === to.chartId && event.chartVersion === to.chartVersion) return event.blockedSeats;
  const [{ chart: oldChart }, { chart: newChart }] = [await catalog.chart(event), await catalog.chart(to)];
  if (!keepsSeats(oldChart, newChart, claimed)) return { ok: false, code: "seats-sold" };
  // The board and every open map use seat indexes of the old chart.
  const keepsAll = oldChart.seatCount === newChart.seatCount &&
    keepsSeats(oldChart, newChart, oldChart.seats.keys());
  if (event.status !== "draft" && !keepsAll) {
    const message = "a published event can only move to a chart with the same seats";
    return { ok: false, code: "validation", errors: [{ path: "chartId", message }] };
  }
  return event.blockedSeats.filter((index) => keepsSeats(oldChart, newChart, [index]));
}

/** The indexes of the seats that are sold or being paid for. */
export async function claimedSeats(tx: Transaction, eventId: string): Promise<number[]> {
  const rows = await tx<{ seatIndex: number }[]>`
    select seat_index from seat_claims where event_id = ${eventId}`;
  return rows.map((row) => row.seatIndex);
}

const CONFLICTS_MAX = 20;

/** Whether both are at the same time in the same hall. */
export function isSameSlot(
  a: { chartId: string; startsAt: Date | null; endsAt: Date | null },
  b: { chartId: string; startsAt: Date; endsAt: Date },
): boolean {
  return a.chartId === b.chartId && a.startsAt?.getTime() === b.startsAt.getTime() &&
    a.endsAt?.getTime() === b.endsAt.getTime();
}

/** Keeps others from publishing an event in this hall, or moving one to it, until the end of the transaction. */
export async function lockHall(tx: Transaction, chartId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${"hall " + chartId}, 0))`;
}

/**
 * The published events that overlap this one in the same hall, the earliest first. An event that ends when another
 * starts does not overlap it. `now` in milliseconds: past events do not count.
 */
export async function hallConflicts(
  sql: Queryable,
  { id, chartId, startsAt, endsAt }: { id: string; chartId: string; startsAt: Date; endsAt: Date },
  now: number,
): Promise<HallConflict[]> {
  return await sql<HallConflict[]>`
    select id, title, starts_at from events
    where chart_id = ${chartId} and status = 'published' and id <> ${id}
      and starts_at < ${endsAt} and ends_at > ${startsAt} and ends_at > ${new Date(now)}
    order by starts_at, id limit ${CONFLICTS_MAX}`;
}
