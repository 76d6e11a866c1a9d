/** Whether messages are still true, and whom they are for, as SQL about a message `m`. */
import type { Sql } from "@/lib/db/pool.ts";

/** SQL: whether `m` is about a failed payment followed by another attempt for the same seats, with its own message. */
export function isSuperseded(sql: Sql) {
  return sql`(m.kind = 'payment-failed' and exists (
    select from bookings b join bookings later
      on later.hold_id = b.hold_id and later.buyer_id = b.buyer_id and later.attempt > b.attempt
    where b.id = m.booking_id))`;
}

/**
 * SQL: whether `m` can still be sent as written: a confirmation while the booking is confirmed, a failure while it is
 * failed; a later status has its own message. A message about a refund stays true, whatever follows. One with a one-time
 * link is of use while the link works.
 */
export function isCurrent(sql: Sql) {
  return sql`(not ${
    isSuperseded(sql)
  } and (m.booking_id is null or m.kind not in ('confirmation', 'payment-failed') or exists (
    select from bookings b where b.id = m.booking_id
      and b.status = case m.kind when 'confirmation' then 'confirmed' else 'failed' end))
    and case when m.kind in ('confirm-email', 'password-reset') then exists (
      select from one_time_links l where l.id = m.fact::uuid and l.used_at is null and l.expires_at > now())
    else true end)`;
}

/**
 * SQL: the address that `m` is sent to: its own, that of a guest's booking, or the account's. Null once its reader has
 * been erased.
 */
export function recipientOf(sql: Sql) {
  return sql`coalesce(m.recipient, (select email from booking_contacts where booking_id = m.booking_id),
    (select email from users where id = m.buyer_id))`;
}
