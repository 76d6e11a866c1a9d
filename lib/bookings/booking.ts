import type { Transaction } from "@/lib/db/pool.ts";
import type { BookingFacts } from "./state.ts";

/** A booking with everything that a decision and its transition need. */
export interface Booking extends BookingFacts {
  id: string;
  eventId: string;
  buyerId: string;
  holdId: string;
  attempt: number;
  chartVersion: number;
  eventChartVersion: number;
  maxSeatsPerBuyer: number;
  seats: { index: number; id: string; price: number }[];
}

/**
 * Locks these bookings in id order, then reads them: a single statement would read the payment as it was before the
 * wait for the lock.
 */
export async function lockBookings(tx: Transaction, ids: string[]): Promise<Booking[]> {
  const [, bookings] = await Promise.all([
    tx`select id from bookings where id = any(${ids}) order by id for update`,
    tx<Booking[]>`
      select b.id, b.event_id, b.buyer_id, b.hold_id, b.attempt, b.chart_version, b.status, b.final, b.failure_reason,
        coalesce(p.status, 'none') as payment, b.deadline_at <= now() as overdue,
        e.status = 'cancelled' as event_cancelled, e.chart_version as event_chart_version, e.max_seats_per_buyer,
        (select json_agg(json_build_object('index', seat_index, 'id', seat_id, 'price', price)
          order by seat_index)
          from booking_seats s where s.booking_id = b.id) as seats
      from bookings b
      join events e on e.id = b.event_id
      left join payments p on p.booking_id = b.id
      where b.id = any(${ids}) order by b.id`,
  ]);
  return bookings;
}
