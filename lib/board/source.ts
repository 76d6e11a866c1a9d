/** Reads from Postgres what a seat board is built from. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { BoardSource, BoardTruth } from "./board.ts";

const READ_DEADLINE_MS = 5_000;

interface EventRow {
  seatCount: number;
  endsAt: Date;
  chartVersion: number;
  blockedSeats: number[];
  claims: BoardTruth["claims"] | null;
}

/** Returns a board source backed by Postgres. A single query reads seats and claims as of the same moment. */
export function boardSource(sql: Sql): BoardSource {
  return {
    async load(eventId) {
      const [event] = await deadline(
        sql<[EventRow?]>`
          select seat_count, ends_at, chart_version, blocked_seats, (
            select json_agg(json_build_object(
              'index', c.seat_index,
              'claim', case b.status when 'pending' then 'pending' else 'confirmed' end,
              'holdId', b.hold_id,
              'bookingId', b.id
            ) order by c.seat_index)
            from seat_claims c join bookings b on b.id = c.booking_id
            where c.event_id = e.id
          ) as claims
          from events e where id = ${eventId}`,
        READ_DEADLINE_MS,
      );
      if (!event) return null;
      const { seatCount, endsAt, chartVersion, blockedSeats, claims } = event;
      return {
        seatCount,
        endsAt: endsAt.getTime(),
        chartVersion,
        blocked: blockedSeats,
        claims: claims ?? [],
      };
    },
  };
}
