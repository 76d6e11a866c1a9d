import type { Transaction } from "@/lib/db/pool.ts";

/**
 * Queues the payments of these bookings for the charger: only those of bookings that are pending, before their deadline
 * and for an event that is not cancelled, and only if there is no row yet (the first insert wins).
 */
export async function startPayments(tx: Transaction, bookingIds: string[]): Promise<void> {
  await tx`
    insert into payments (booking_id, status, amount, currency, token, next_attempt_at)
    select b.id, 'started', b.total, b.currency, b.payment_token, now()
    from bookings b join events e on e.id = b.event_id
    where b.id = any(${bookingIds}) and b.status = 'pending' and b.deadline_at > now() and e.status <> 'cancelled'
    order by b.id
    on conflict (booking_id) do nothing`;
}

/**
 * Voids those payments of these bookings that were never started and no longer may be: the booking is pending, and its
 * deadline has passed or its event is cancelled. A voided payment is never charged.
 * @returns the ids of the bookings whose payments were voided.
 */
export async function voidUnstartedPayments(tx: Transaction, bookingIds: string[]): Promise<string[]> {
  const voided = await tx<{ bookingId: string }[]>`
    insert into payments (booking_id, status, amount, currency, token)
    select b.id, 'voided', b.total, b.currency, b.payment_token
    from bookings b join events e on e.id = b.event_id
    where b.id = any(${bookingIds}) and b.status = 'pending' and (b.deadline_at <= now() or e.status = 'cancelled')
      and not exists (select 1 from payments p where p.booking_id = b.id)
    order by b.id
    on conflict (booking_id) do nothing
    returning booking_id`;
  return voided.map(({ bookingId }) => bookingId);
}
