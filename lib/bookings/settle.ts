import { createHash } from "node:crypto";
import { newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import type { Config } from "@/lib/config.ts";
import type { Transaction } from "@/lib/db/pool.ts";
import { type Booking, lockBookings } from "./booking.ts";
import { decide, type Decision } from "./state.ts";
import { cancel, close, confirm, fail, refund, rescue } from "./transitions.ts";

/** The longest chain of changes without outside input: pending → failed → refunded. */
const ROUNDS_MAX = 3;

interface Needs {
  board: SeatBoard;
  config: Config;
}

/**
 * Moves each booking as far as the facts in Postgres allow, and writes the changes to the outbox. Any number of
 * messages about these bookings, in any order, lead to the same result. Rows are locked in id order.
 */
export async function settleBookings(needs: Needs, tx: Transaction, bookingIds: string[]): Promise<void> {
  const ids = [...new Set(bookingIds)].sort();
  for (let round = 0; round < ROUNDS_MAX && ids.length > 0; round++) {
    const bookings = await lockBookings(tx, ids);
    const decided = bookings.map((booking) => ({ booking, decision: decide(booking) }));
    const moving = decided.filter(({ decision }) => decision.kind !== "stay");
    if (moving.length === 0) return;
    await apply(needs, tx, moving);
    // Only a failure that is not final can lead to a further change.
    const open = moving.filter(({ decision }) => decision.kind === "fail" && !decision.final);
    ids.splice(0, ids.length, ...open.map(({ booking }) => booking.id));
  }
}

interface Decided {
  booking: Booking;
  decision: Decision;
}

async function apply(needs: Needs, tx: Transaction, decided: Decided[]): Promise<void> {
  const bookingsOf = (kind: Decision["kind"]) =>
    decided.filter(({ decision }) => decision.kind === kind).map(({ booking }) => booking);
  const failures = decided.flatMap(({ booking, decision }) =>
    decision.kind === "fail" ? [{ id: booking.id, reason: decision.reason, final: decision.final }] : []
  );
  await confirm(tx, bookingsOf("confirm"));
  await fail(tx, failures);
  await close(tx, bookingsOf("close"));
  await refund(tx, bookingsOf("refund"), "event-cancelled");
  await cancel(tx, bookingsOf("cancel"), "event-cancelled");
  for (const booking of bookingsOf("rescue")) await rescueOrRefund(needs, tx, booking);
}

/**
 * Gives a late payment its seats if they are still free: on the board first (a new claimed hold), then in Postgres.
 * If this transaction fails afterwards, the retry asks for the same hold id and finds that hold.
 */
async function rescueOrRefund({ board, config }: Needs, tx: Transaction, booking: Booking): Promise<void> {
  if (booking.chartVersion === booking.eventChartVersion) {
    const seed = createHash("sha256").update(`rescue ${booking.id}`).digest();
    const held = await board.hold({
      eventId: booking.eventId,
      holdId: newHoldId(booking.eventId, seed.subarray(0, 10)),
      owner: `u:${booking.buyerId}`,
      seats: booking.seats,
      chartVersion: booking.chartVersion,
      ttlMs: config.holdTtlMs,
      maxMs: config.holdMaxMs,
      claimedBy: { bookingId: booking.id },
    });
    if (held.ok) {
      if (await rescue(tx, booking, held.hold)) return;
      // The buyer is refunded, so these seats must not stay held.
      const ended = [{ holdId: held.hold.id, attempt: held.hold.attempt }];
      await board.sync({ eventId: booking.eventId, seats: [], ended });
    }
  }
  await refund(tx, [booking], "seats-lost");
}
