import type { Transaction } from "@/lib/db/pool.ts";

/**
 * Puts the payments of these bookings into the charger's queue: only while a booking is pending and before its deadline,
 * and only where no row stands yet (the first insert decides).
 */
export async function startPayments(tx: Transaction, bookingIds: string[]): Promise<void> {
  await tx`
    insert into payments (booking_id, status, amount, currency, token, next_attempt_at)
    select id, 'started', total, currency, payment_token, now() from bookings
    where id = any(${bookingIds}) and status = 'pending' and deadline_at > now()
    order by id
    on conflict (booking_id) do nothing`;
}

/** Makes sure that bookings past their deadline whose payment was never started are never charged. Answers their ids. */
export async function voidLatePayments(tx: Transaction, limit: number): Promise<string[]> {
  const voided = await tx<{ bookingId: string }[]>`
    insert into payments (booking_id, status, amount, currency, token)
    select id, 'voided', total, currency, payment_token from bookings b
    where not final and status = 'pending' and deadline_at <= now()
      and not exists (select 1 from payments p where p.booking_id = b.id)
    order by id limit ${limit}
    on conflict (booking_id) do nothing
    returning booking_id`;
  return voided.map(({ bookingId }) => bookingId);
}
