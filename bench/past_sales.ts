/** Years of sales, as they remain in the tables: confirmed, paid, with tickets and delivered messages. */
import type { Sql } from "@/lib/db/pool.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { SEATS_EACH } from "./bookings.ts";
import { insertEvents } from "./halls.ts";
import type { Progress } from "../tasks/progress.ts";

/** One event a day, whose bookings, of two seats each, were all made in the 24 hours before it. */
const EVENTS = 200;
const BOOKINGS_EACH = 5_000;
/** How many events' bookings a step inserts. */
const EVENTS_AT_ONCE = 25;
const ACCOUNTS = 50_000;
/** The latest booking was made this long ago: nothing is in progress. */
const QUIET = "interval '1 hour'";
/** The messages of a booking. */
const TOPICS = ["booking.attempted", "payment.status", "booking.confirmed", "notifications.send"];
const TABLES = [
  "users, events, bookings, booking_seats, seat_claims, buyer_seats, placements, idempotency_keys, payments",
  "mock_provider.charges, tickets, messages, outbox, inbox",
].join(", ");

export interface PastSalesOptions {
  /** Of each hall. */
  seatCount: number;
  /** The event log in use: Postgres keeps the messages of a day. */
  log: "kafka" | "postgres";
  progress: Pick<Progress, "step">;
  bookingsEach?: number;
}

/**
 * Inserts the bookings of 199 past events and of one on sale, a million by default, the latest an hour ago. Returns
 * the id of the event on sale.
 */
export async function insertPastSales(sql: Sql, options: PastSalesOptions): Promise<string> {
  const { seatCount, progress, bookingsEach = BOOKINGS_EACH } = options;
  const eventIds = await insertEvents(sql, seatCount, EVENTS);
  await progress.step("past sales: events and accounts", async () => {
    await sql`
      create unlogged table past_events as
      select id, place::integer, now() - ${
      sql.unsafe(QUIET)
    } - (${EVENTS} - place) * interval '1 day' as sold_until
      from unnest(${eventIds}::uuid[]) with ordinality as event (id, place)`;
    await sql`
      update events e set starts_at = p.sold_until, ends_at = p.sold_until + interval '1 minute'
      from past_events p where p.id = e.id and p.place < ${EVENTS}`;
    const { searchName, searchVersion } = nameColumns("A Buyer");
    await sql`
      insert into users (id, email, email_key, name, search_name, search_version, role, locale)
      select uuidv7(), 'past-' || n || '@example.org', 'past-' || n || '@example.org', 'A Buyer', ${searchName}, ${searchVersion}, 'visitor', 'en'
      from generate_series(1, ${ACCOUNTS}) as n`;
    await sql`
      create unlogged table past_users as
      select id, (row_number() over () - 1)::integer as place from users where email like 'past-%'`;
    await sql`create unique index on past_users (place)`;
    await sql`analyze past_users, past_events`;
  });
  for (let first = 1; first <= EVENTS; first += EVENTS_AT_ONCE) {
    const last = first + EVENTS_AT_ONCE - 1;
    const title = `past sales: ${(last * bookingsEach).toLocaleString("en")} bookings`;
    await progress.step(title, () => insertBookings(sql, first, last, options));
  }
  await progress.step("past sales: tables vacuumed", async () => {
    await sql`drop table past_events, past_users`;
    // Autovacuum would do this too, but it must not run during a measurement.
    await sql.unsafe(`vacuum (analyze) ${TABLES}`);
    await sql`checkpoint`;
  });
  return eventIds[EVENTS - 1];
}

/** The bookings of the `first` to the `last` event, with everything that confirming them has left behind. */
async function insertBookings(
  sql: Sql,
  first: number,
  last: number,
  { log, bookingsEach = BOOKINGS_EACH }: PastSalesOptions,
): Promise<void> {
  await sql.begin(async (tx) => {
    // Without checking the references, this takes a third of the time.
    await tx`set local session_replication_role = replica`;
    await tx`
      create temporary table past on commit drop as
      select uuidv7(at - now()) as id, event_id, u.id as buyer_id, at, n * ${SEATS_EACH} as seat
      from (
        select id as event_id, n, (place * ${bookingsEach} + n) % ${ACCOUNTS} as buyer,
          sold_until - (${bookingsEach} - n) * interval '1 day' / ${bookingsEach} as at
        from past_events, generate_series(0, ${bookingsEach} - 1) as n where place between ${first} and ${last}
      ) as planned join past_users u on u.place = planned.buyer
      order by at`;
    await tx`
      create temporary table past_seats on commit drop as
      select past.id as booking_id, event_id, at, seat + nth as seat_index
      from past, generate_series(0, ${SEATS_EACH} - 1) as nth`;
    const steps = "interval '100 milliseconds'";
    const after = (count: number) => tx.unsafe(`at + ${count} * ${steps}`);
    await tx`
      insert into bookings (id, code, event_id, buyer_id, hold_id, attempt, chart_version, status, final, total, currency,
        payment_token, locale, deadline_at, created_at, updated_at)
      select id, upper(left(md5(id::text), 12)), event_id, buyer_id,
        replace(event_id::text, '-', '') || left(md5(id::text), 20), 1, 1, 'confirmed', true, 5000, 'EUR',
        'tok_approve', 'en', at + interval '2 minutes', at, ${after(3)}
      from past`;
    await tx`
      insert into booking_seats (booking_id, seat_index, seat_id, section, row, number, zone, price)
      select booking_id, seat_index, seat_index / 100 + 1 || '-' || seat_index % 100 + 1, 'Block 1',
        seat_index / 100 + 1, seat_index % 100 + 1, 'block', 2500
      from past_seats`;
    await tx`insert into seat_claims (event_id, seat_index, booking_id) select event_id, seat_index, booking_id from past_seats`;
    await tx`insert into buyer_seats (event_id, buyer_id, seats) select event_id, buyer_id, ${SEATS_EACH} from past`;
    await tx`
      insert into payments (booking_id, status, amount, currency, token, attempts, created_at, updated_at)
      select id, 'approved', 5000, 'EUR', 'tok_approve', 1, ${after(1)}, ${after(2)} from past`;
    await tx`
      insert into mock_provider.charges (key, amount, currency, token, status, created_at, decided_at)
      select id, 5000, 'EUR', 'tok_approve', 'approved', ${after(2)}, ${after(2)} from past`;
    await tx`
      insert into tickets (id, booking_id, event_id, seat_index, seat_id, created_at)
      select uuidv7(at - now()), booking_id, event_id, seat_index, seat_index / 100 + 1 || '-' || seat_index % 100 + 1,
        ${after(3)}
      from past_seats`;
    await tx`
      insert into messages (id, buyer_id, booking_id, kind, subject, text, body, created_at, attempts, next_attempt_at,
        sent_at)
      select uuidv7(at - now()), buyer_id, id, 'confirmation', 'Your tickets for A Concert',
        repeat('A line of the message. ', 20),
        jsonb_build_array(jsonb_build_object('kind', 'text', 'text', repeat('A line of the message. ', 20))),
        ${after(4)}, 1, ${after(5)}, ${after(5)}
      from past`;
    // Rows of these tables are deleted once they are old.
    await tx`
      insert into placements (hold_id, attempt, booking_id, created_at)
      select hold_id, attempt, id, created_at from bookings
      where id in (select id from past where at > now() - interval '30 days')`;
    await tx`create temporary table late on commit drop as select * from past where at > now() - interval '1 day'`;
    await tx`
      insert into idempotency_keys (owner_id, key, request_hash, booking_id, created_at)
      select buyer_id, uuidv7()::text, sha256(id::text::bytea), id, at from late`;
    await tx`
      insert into inbox (consumer_group, message_id, received_at)
      select consumer_group, uuidv7(at - now()), ${after(4)}
      from late, unnest(${Object.keys(consumerGroups)}::text[]) as consumer_group`;
    if (log === "kafka") return;
    await tx`
      insert into outbox (id, topic, key, data, occurred_at, position)
      select uuidv7(at - now()), topic, id, jsonb_build_object('bookingId', id), at,
        row_number() over (order by at, nth) + (select coalesce(max(position), 0) from outbox)
      from late, unnest(${TOPICS}::text[]) with ordinality as topic (topic, nth)`;
    await tx`
      insert into consumer_offsets (consumer_group, topic, position)
      select consumer_group, topic, (select coalesce(max(position), 0) from outbox)
      from jsonb_each(${
      tx.json(consumerGroups)
    }) as reader (consumer_group, topics), jsonb_array_elements_text(topics) as topic
      on conflict (consumer_group, topic) do update set position = excluded.position`;
  });
}
