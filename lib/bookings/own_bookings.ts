/** A buyer's bookings as the account shows them: with their events, sorted by the event's date. */
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline } from "@/lib/db/pool.ts";
import type { EventType } from "@/lib/events/event.ts";
import { type Poster, posterOf } from "@/lib/posters/poster.ts";
import type { EarlierAttempt } from "./attempts.ts";
import { type BookingRow, type BookingView, type Needs, selectBookings, toView } from "./queries.ts";

/** What the account shows of a booking's event. */
export interface BookedEvent {
  id: string;
  slug: string;
  type: EventType;
  title: string;
  /** RFC 3339, UTC, like the other times. */
  startsAt: string;
  endsAt: string;
  doorsAt: string | null;
  venue: { name: string; city: string; timeZone: string };
  poster: Poster;
}

export interface OwnBooking extends BookingView {
  event: BookedEvent;
  /** Names of the event's zones by id. */
  zoneNames: Record<string, string>;
  /** Earlier attempts to pay for the same seats, oldest first. */
  earlierAttempts: EarlierAttempt[];
}

/** More upcoming bookings than anyone has. */
const UPCOMING_MAX = 100;

type OwnRow = BookingRow & {
  event: BookedEvent;
  zoneNames: Record<string, string>;
  earlierAttempts: EarlierAttempt[] | null;
};

/** Bookings, confirmed or still confirmable, for events that have not ended, soonest first. `now` in milliseconds. */
export async function listUpcoming(needs: Needs, userId: string, now: number): Promise<OwnBooking[]> {
  const { sql } = needs;
  const rows = await deadline(sql<OwnRow[]>`
    ${selectOwn(needs, userId)} where ${isUpcoming(needs, now)}
    order by e.starts_at, b.id limit ${UPCOMING_MAX}`);
  return rows.map((row) => toOwnBooking(needs, row));
}

/**
 * All other bookings, the latest event first.
 * @throws {InvalidCursor}
 */
export async function listPast(
  needs: Needs,
  userId: string,
  { now, limit, cursor }: { now: number; limit: number; cursor?: string },
): Promise<Page<OwnBooking>> {
  const { sql } = needs;
  const list: ListKey = ["past-bookings", userId];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const rows = await deadline(sql<OwnRow[]>`
    ${selectOwn(needs, userId)} where not ${isUpcoming(needs, now)}
      and (${after}::uuid is null or (e.starts_at, b.id) < (
        select f.starts_at, c.id from bookings c join events f on f.id = c.event_id
        where c.id = ${after}
      ))
    order by e.starts_at desc, b.id desc limit ${limit + 1}`);
  const { items, nextCursor } = pageOf(list, rows, limit, (last) => [last.id]);
  return { items: items.map((row) => toOwnBooking(needs, row)), nextCursor };
}

function isUpcoming({ sql }: Needs, now: number) {
  return sql`(e.ends_at > ${new Date(now)} and (b.status in ('pending', 'confirmed') or not b.final))`;
}

/** SQL: a user's bookings with their events; of several attempts for the same seats, only the latest. */
function selectOwn({ sql }: Needs, userId: string) {
  return sql`
    select b.*,
      json_build_object('id', e.id, 'slug', e.slug, 'type', e.type, 'title', e.title, 'startsAt', e.starts_at,
        'endsAt', e.ends_at, 'doorsAt', e.doors_at,
        'venue', json_build_object('name', v.name, 'city', v.city, 'timeZone', v.time_zone),
        'poster', ${posterOf(sql)}) as event,
      (select json_object_agg(z.id, z.name) from zones z where z.event_id = e.id) as zone_names,
      (select json_agg(json_build_object('at', t.created_at, 'reason', t.failure_reason) order by t.attempt)
        from bookings t where t.hold_id = b.hold_id and t.buyer_id = b.buyer_id and t.id <> b.id) as earlier_attempts
    from (${selectBookings(sql)} where b.buyer_id = ${userId} and not exists (
      select from bookings later
      where later.hold_id = b.hold_id and later.buyer_id = b.buyer_id and later.attempt > b.attempt
    )) b
    join events e on e.id = b.event_id join venues v on v.id = e.venue_id`;
}

function toOwnBooking(needs: Needs, row: OwnRow): OwnBooking {
  const instant = (text: string) => new Date(text).toISOString();
  const { startsAt, endsAt, doorsAt } = row.event;
  const event = {
    ...row.event,
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    doorsAt: doorsAt && instant(doorsAt),
  };
  const earlierAttempts = (row.earlierAttempts ?? []).map(({ at, reason }) => ({ at: instant(at), reason }));
  return { ...toView(needs, row), event, zoneNames: row.zoneNames, earlierAttempts };
}
