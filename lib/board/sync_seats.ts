/** Makes the seat board match Postgres. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { SeatBoard, SyncRequest } from "./board.ts";

const READ_DEADLINE_MS = 5_000;
const ROUNDS_MAX = 5;

interface SeatRow {
  index: number;
  blocked: boolean;
  /** Null if the seat has no claim. */
  status: string | null;
  holdId: string | null;
}

/**
 * Syncs seats of an event, across any number of its bookings. When it returns, the board and Postgres have agreed on
 * each of these seats at some moment since the call. `ended` lists claimed holds whose booking is over.
 *
 * A booking may end between reading Postgres and writing the board, and its own sync may have run before this one. So
 * Postgres is read again afterwards, and any difference is synced in another round.
 * @throws {Unavailable} if the board can't be reached, or the claims changed in every round.
 */
export async function syncSeats(
  { board, sql }: { board: Pick<SeatBoard, "sync">; sql: Sql },
  eventId: string,
  seatIndexes: number[],
  ended: SyncRequest["ended"],
): Promise<void> {
  let seats = await readSeats(sql, eventId, seatIndexes);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    await board.sync({ eventId, seats, ended });
    const after = await readSeats(sql, eventId, seatIndexes);
    if (JSON.stringify(after) === JSON.stringify(seats)) return;
    seats = after;
  }
  throw new Unavailable(`the claims on seats of ${eventId} changed in each of ${ROUNDS_MAX} rounds`);
}

async function readSeats(sql: Sql, eventId: string, indexes: number[]): Promise<SyncRequest["seats"]> {
  const rows = await deadline(
    sql<SeatRow[]>`
      select seat.index, seat.index = any (e.blocked_seats) as blocked, claim.status, claim.hold_id
      from events e
      cross join (select distinct index from unnest(${indexes}::integer[]) as index) as seat
      left join lateral (
        select b.status, b.hold_id from seat_claims c join bookings b on b.id = c.booking_id
        where c.event_id = e.id and c.seat_index = seat.index
        -- There is at most one; the limit keeps Postgres to one lookup per seat, whatever its estimates.
        limit 1
      ) as claim on true
      where e.id = ${eventId}
      order by seat.index`,
    READ_DEADLINE_MS,
  );
  return rows.map(({ index, blocked, status, holdId }) => {
    if (status === "pending" && holdId !== null) return { index, claim: "pending", holdId };
    if (status !== null) return { index, claim: "confirmed" };
    return { index, claim: blocked ? "blocked" : "none" };
  });
}
