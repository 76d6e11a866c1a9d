import type { SeatBoard } from "@/lib/board/board.ts";
import { syncSeats } from "@/lib/board/sync_seats.ts";
import { deadline, type Queryable, type Sql } from "@/lib/db/pool.ts";

/** The first time a hold is reactivated after a declined payment, it lasts at least this long. */
const RETRY_TIME_MS = 60_000;

interface Needs {
  sql: Sql;
  board: SeatBoard;
}

interface Placed {
  id: string;
  eventId: string;
  holdId: string;
  attempt: number;
  status: string;
  failureReason: string | null;
  seats: number[];
}

/**
 * Brings the board in line with these bookings: a confirmed one has its seats booked, a declined one gets its hold back
 * for another attempt, and the hold of any other ended booking ends too. Idempotent.
 */
export async function syncBoard({ sql, board }: Needs, bookingIds: string[]): Promise<void> {
  const bookings = await readPlaced(sql, bookingIds);
  for (const [eventId, group] of Map.groupBy(bookings, (booking) => booking.eventId)) {
    const declined = group.filter((booking) => booking.failureReason === "payment-declined");
    for (const booking of declined) await board.reactivate(booking.holdId, booking.attempt, RETRY_TIME_MS);
    const ended = group.filter((booking) => booking.status !== "pending" && !declined.includes(booking));
    const seats = new Set(group.flatMap((booking) => booking.seats));
    await syncSeats({ sql, board }, eventId, [...seats], ended);
  }
}

function readPlaced(sql: Queryable, bookingIds: string[]): Promise<Placed[]> {
  return deadline(sql<Placed[]>`
    select id, event_id, hold_id, attempt, status, failure_reason,
      array(select seat_index from booking_seats s where s.booking_id = b.id order by seat_index) as seats
    from bookings b where id = any(${bookingIds}) order by id`);
}

/** Syncs the board with a booking that ended without the board knowing. False if the booking is pending or unknown. */
export async function releaseIfFinal(needs: Needs, bookingId: string): Promise<boolean> {
  const [booking] = await deadline(needs.sql<[{ status: string }?]>`
    select status from bookings where id = ${bookingId}`);
  if (!booking || booking.status === "pending") return false;
  await syncBoard(needs, [bookingId]);
  return true;
}

/**
 * Resolves a hold that was claimed long ago. If its attempt has a pending booking, nothing changes; if the booking is
 * no longer pending, the board is synced with it. If there is no booking, placing one never committed: a void placement
 * makes sure that it never will, and the hold is reactivated.
 */
export async function resolveStuckClaim(
  needs: Needs,
  claim: { holdId: string; attempt: number },
): Promise<void> {
  const { sql, board } = needs;
  const [placement] = await deadline(sql<[{ bookingId: string | null }]>`
    with void as (
      insert into placements (hold_id, attempt, booking_id) values (${claim.holdId}, ${claim.attempt}, null)
      on conflict do nothing returning booking_id
    )
    select booking_id from void
    union all
    select booking_id from placements where hold_id = ${claim.holdId} and attempt = ${claim.attempt}
    limit 1`);
  // Neither half returns a row if the placement commits between them: the next sweep sees it.
  if (!placement) return;
  if (placement.bookingId) await releaseIfFinal(needs, placement.bookingId);
  else await board.reactivate(claim.holdId, claim.attempt, 0);
}
