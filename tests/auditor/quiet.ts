/** Telling when nothing moves any more, by what is in Postgres: only then can be judged. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";

interface Moving {
  bookings: number;
  payments: number;
  refunds: number;
  outbox: number;
  undelivered: number;
  confirmations: number;
}

/** What is still on its way, in words such as `3 bookings`; empty when all is quiet. */
export async function stillMoving(sql: Queryable): Promise<string[]> {
  const [counts] = await deadline(sql<[Moving]>`
    select
      (select count(*) from bookings where not final) as bookings,
      (select count(*) from payments where status = 'started') as payments,
      (select count(*) from refunds where status = 'pending') as refunds,
      (select count(*) from outbox where position is null) as outbox,
      (select count(*) from messages where sent_at is null) as undelivered,
      (select count(*) from bookings b where status = 'confirmed' and not exists (
        select from messages m where m.booking_id = b.id and m.kind = 'confirmation')) as confirmations`);
  return Object.entries(counts).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
}
