/** What must be true of the database once no work is in progress, whatever happened before. Read-only. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";

interface Invariant {
  /** What is wrong with each row that `find` returns. */
  violation: string;
  find(sql: Queryable): PromiseLike<Record<string, unknown>[]>;
}

/** Bookings that own their seats. */
const LIVE = ["pending", "confirmed"];

const seats: Invariant[] = [
  {
    violation: "a seat is in two live bookings",
    find: (sql) =>
      sql`
        select b.event_id, s.seat_index, array_agg(b.id) as bookings
        from bookings b join booking_seats s on s.booking_id = b.id
        where b.status = any(${LIVE}) and s.returned_at is null
        group by b.event_id, s.seat_index having count(*) > 1`,
  },
  {
    violation: "a seat of a live booking has no claim",
    find: (sql) =>
      sql`
        select b.id as booking, s.seat_index from bookings b join booking_seats s on s.booking_id = b.id
        where b.status = any(${LIVE}) and s.returned_at is null and not exists (
          select from seat_claims c
          where c.event_id = b.event_id and c.seat_index = s.seat_index and c.booking_id = b.id)`,
  },
  {
    violation: "a claim has no live booking of that seat",
    find: (sql) =>
      sql`
        select c.event_id, c.seat_index, c.booking_id from seat_claims c
        where not exists (
          select from bookings b join booking_seats s on s.booking_id = b.id
          where b.id = c.booking_id and b.event_id = c.event_id and s.seat_index = c.seat_index
            and s.returned_at is null and b.status = any(${LIVE}))`,
  },
  {
    violation: "a seat of a confirmed booking has no valid ticket",
    find: (sql) =>
      sql`
        select b.id as booking, s.seat_index from bookings b join booking_seats s on s.booking_id = b.id
        where b.status = 'confirmed' and s.returned_at is null and not exists (
          select from tickets t
          where t.booking_id = b.id and t.seat_index = s.seat_index and t.voided_at is null)`,
  },
  {
    violation: "a valid ticket has no seat of a confirmed booking",
    find: (sql) =>
      sql`
        select t.id as ticket, b.id as booking, b.status, s.returned_at
        from tickets t left join bookings b on b.id = t.booking_id
        left join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
        where t.voided_at is null
          and (b.status is distinct from 'confirmed' or s.seat_index is null or s.returned_at is not null)`,
  },
  {
    violation: "a seat belongs to no booking",
    find: (sql) =>
      sql`
        select booking_id, seat_index from booking_seats s
        where not exists (select from bookings b where b.id = s.booking_id)`,
  },
  {
    violation: "a buyer's seat count differs from their claims or exceeds the limit",
    find: (sql) =>
      sql`
        with counted as (
          select c.event_id, b.buyer_id, count(*) as claims
          from seat_claims c join bookings b on b.id = c.booking_id group by c.event_id, b.buyer_id)
        select event_id, buyer_id, l.seats, c.claims, e.max_seats_per_buyer
        from buyer_seats l full join counted c using (event_id, buyer_id) join events e on e.id = event_id
        where coalesce(l.seats, 0) <> coalesce(c.claims, 0) or l.seats > e.max_seats_per_buyer`,
  },
];

const money: Invariant[] = [
  {
    violation: "a payment and the provider's charge disagree",
    find: (sql) =>
      sql`
        select p.booking_id, c.key, p.status as payment, c.status as charge, p.amount, c.amount as charged
        from payments p full join mock_provider.charges c on c.key = p.booking_id::text
        where (p.booking_id is null and c.status <> 'closed')
          or (p.amount > 0 and (p.status = 'approved') <> coalesce(c.status = 'approved', false))
          or (p.status = 'voided' and c.key is not null and c.status <> 'closed')
          or (p.status = 'declined' and c.status is distinct from 'declined')
          or (p.status <> 'started' and c.status = 'processing')
          or (c.status = 'approved' and (c.amount, c.currency) is distinct from (p.amount, p.currency))`,
  },
  {
    violation: "money taken is not accounted for by seats, fees and refunds",
    find: (sql) =>
      sql`
        select b.id as booking, b.status, b.total, p.status as payment, p.amount, r.*, s.live
        from bookings b left join payments p on p.booking_id = b.id
        cross join lateral (
          select coalesce(sum(amount), 0) as refunded, coalesce(sum(fee), 0) as fees,
            coalesce(sum(amount) filter (where tickets is null), 0) as without_tickets
          from refunds where booking_id = b.id) r
        cross join lateral (
          select coalesce(sum(price), 0) as live from booking_seats
          where booking_id = b.id and returned_at is null and b.status = 'confirmed') s
        -- Money taken and not refunded is the price of the remaining seats plus the fees retained, less what was
        -- refunded without tickets.
        where case
          when b.status = 'confirmed' and (p.status is distinct from 'approved' or p.amount <> b.total) then true
          when p.status = 'approved' then r.refunded > p.amount
            or p.amount - r.refunded not between s.live + r.fees - r.without_tickets and s.live + r.fees
          else r.refunded > 0
        end`,
  },
  {
    violation: "the seats returned and the refunds of their tickets disagree",
    find: (sql) =>
      sql`
        select s.booking_id, s.seat_index, s.returned_at, count(r.id) as refunds
        from booking_seats s
        left join tickets t on t.booking_id = s.booking_id and t.seat_index = s.seat_index
        left join refunds r on r.booking_id = s.booking_id and t.id = any(r.tickets)
        group by s.booking_id, s.seat_index
        having count(r.id) <> (case when s.returned_at is null then 0 else 1 end)`,
  },
  {
    violation: "the provider was asked to charge an amount of zero",
    find: (sql) =>
      sql`
        select p.booking_id, c.status as charge from payments p join mock_provider.charges c on c.key = p.booking_id::text
        where p.amount = 0`,
  },
  {
    violation: "a buyer was shown a total other than the one charged",
    find: (sql) =>
      sql`
        select b.id as booking, b.status, b.shown_total, b.total, p.amount, c.amount as charged
        from bookings b left join payments p on p.booking_id = b.id
        left join mock_provider.charges c on c.key = b.id::text and c.status <> 'closed'
        where b.shown_total is not null
          and (b.total <> b.shown_total or p.amount <> b.shown_total or c.amount <> b.shown_total)`,
  },
  {
    violation: "a refund and the provider's record of it disagree",
    find: (sql) =>
      sql`
        select r.id as refund, r.status, p.key, r.amount, p.amount as paid
        from refunds r full join mock_provider.refunds p on p.key = r.id::text
        where r.id is null
          or (r.status = 'done' and r.amount > 0 and p.key is null)
          or (p.key is not null and (p.amount, p.charge_key) is distinct from (r.amount, r.booking_id::text))`,
  },
];

const messages: Invariant[] = [
  {
    violation: "a confirmed booking does not have exactly one confirmation",
    find: (sql) =>
      sql`
        select b.id as booking, count(m.id) as messages
        from bookings b left join messages m on m.booking_id = b.id and m.kind = 'confirmation'
        where b.status = 'confirmed' group by b.id having count(m.id) <> 1`,
  },
  {
    violation: "a message was never published",
    find: (sql) => sql`select seq, topic, key from outbox where position is null`,
  },
];

/** The topic and consumer group of each reader. */
const readers = Object.entries(consumerGroups).flatMap(([group, topics]) =>
  topics.map((topic) => ({ group, topic }))
);

const work: Invariant[] = [
  {
    violation: "a booking is not final",
    find: (sql) => sql`select id as booking, status, updated_at from bookings where not final`,
  },
  {
    violation: "a payment or refund is unfinished",
    find: (sql) =>
      sql`
        select booking_id, 'payment' as what, next_attempt_at from payments where status = 'started'
        union all select booking_id, 'refund', next_attempt_at from refunds where status = 'pending'`,
  },
  {
    violation: "a published message never reached a consumer group",
    find: (sql) =>
      sql`
        select r.consumer_group, o.topic, o.seq, o.key from outbox o
        join unnest(${readers.map(({ group }) => group)}::text[], ${
        readers.map(({ topic }) => topic)
      }::text[])
          as r (consumer_group, topic) on r.topic = o.topic
        where o.position is not null and not exists (
          select from inbox i where i.consumer_group = r.consumer_group and i.message_id = o.id)`,
  },
  {
    violation: "a message became a dead letter",
    find: (sql) => sql`select consumer_group, topic, error from dead_letters where resolved_at is null`,
  },
];

const SHOWN_MAX = 5;

/**
 * The violations among seats, money and messages: a line for each kind, with the first rows; empty if there is none.
 * Valid only once no booking is in progress and the outbox is empty.
 */
export function databaseViolations(sql: Queryable): Promise<string[]> {
  return violationsOf([...seats, ...money, ...messages], sql);
}

/**
 * Unfinished work and lost messages, as above. Valid only once all workers have run until nothing was left to do.
 */
export function deliveryViolations(sql: Queryable): Promise<string[]> {
  return violationsOf(work, sql);
}

async function violationsOf(invariants: Invariant[], sql: Queryable): Promise<string[]> {
  const lines: string[] = [];
  for (const { violation, find } of invariants) {
    const rows = await deadline(find(sql));
    if (rows.length === 0) continue;
    const shown = rows.slice(0, SHOWN_MAX).map((row) => JSON.stringify(row)).join(" ");
    lines.push(`${violation} (${rows.length} times): ${shown}`);
  }
  return lines;
}
