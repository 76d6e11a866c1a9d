/** Which messages still say what is, asked in SQL of a message `m`. */
import type { Sql } from "@/lib/db/pool.ts";

/** A failed attempt to pay is no longer news once the same seats were tried again: how that ends has its own message. */
export function isSuperseded(sql: Sql) {
  return sql`(m.kind = 'payment-failed' and exists (
    select from bookings b join bookings later
      on later.hold_id = b.hold_id and later.user_id = b.user_id and later.attempt > b.attempt
    where b.id = m.booking_id))`;
}

/**
 * Whether a message can still be sent as it was written: tickets while the booking is confirmed, a failure while it has
 * failed. What came instead has its own message. That money goes back stays true, whatever follows.
 */
export function isCurrent(sql: Sql) {
  return sql`(not ${
    isSuperseded(sql)
  } and (m.booking_id is null or m.kind not in ('confirmation', 'payment-failed') or exists (
    select from bookings b where b.id = m.booking_id
      and b.status = case m.kind when 'confirmation' then 'confirmed' else 'failed' end)))`;
}
