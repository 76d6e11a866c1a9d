import type { SeatBoard } from "@/lib/board/board.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";

/** Indexes of an event's seats where the board disagrees with the claims in Postgres; live holds are not compared. */
export async function misplacedSeats(
  { sql, board }: { sql: Sql; board: SeatBoard },
  eventId: string,
): Promise<number[]> {
  const { statuses } = await board.snapshot(eventId);
  const claims = await deadline(sql<{ seatIndex: number; confirmed: boolean }[]>`
    select c.seat_index, b.status = 'confirmed' as confirmed
    from seat_claims c join bookings b on b.event_id = c.event_id and b.id = c.booking_id where c.event_id = ${eventId}`);
  return compareWithClaims(statuses, new Map(claims.map((claim) => [claim.seatIndex, claim.confirmed])));
}

/** `claims`: seat index → whether its booking is confirmed (otherwise it is being paid for). */
export function compareWithClaims(statuses: string, claims: ReadonlyMap<number, boolean>): number[] {
  const misplaced: number[] = [];
  for (let index = 0; index < statuses.length; index++) {
    const confirmed = claims.get(index);
    const shown = statuses[index];
    const isRight = confirmed === undefined ? shown !== "b" : shown === (confirmed ? "b" : "h");
    if (!isRight) misplaced.push(index);
  }
  return misplaced;
}
