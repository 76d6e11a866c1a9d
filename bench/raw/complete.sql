-- The SQL of one booking end to end, as one client would issue it: the statements of the product in the same
-- transactions, but one booking at a time where the product uses batches. Variables: event, seats_each, clients;
-- counter starts at 0 in each client.
\set counter :counter + 1
\set n (:counter - 1) * :clients + :client_id
\set seat :n * :seats_each

-- POST /api/bookings: place it.
select booking_id from place_booking(format(
  '[{"booking_id": "%1$s", "code": "BENCH-%2$s", "account_id": "00000000-0000-7000-8000-%3$s", "event_id": "%4$s",
    "hold_id": "%5$s", "attempt": 1, "chart_version": 1, "key": "%1$s", "request_hash": "\\x%6$s",
    "payment_token": "tok_approve", "total": 5000, "locale": "en", "deadline_ms": 120000,
    "seat_indexes": [%7$s, %8$s], "seat_ids": ["A-%7$s", "B-%7$s"], "sections": ["Block", "Block"],
    "rows": ["1", "1"], "numbers": ["1", "2"], "zones": ["block", "block"], "prices": [2500, 2500],
    "message_id": "%9$s"}]',
  uuidv7(), :n::int, lpad(:n::text, 12, '0'), :event::text, replace(:event::text, '-', '') || lpad(:n::text, 20, '0'),
  repeat('0123456789abcdef', 4), :seat::int, :seat + 1, uuidv7()
)::json) \gset

-- Relay: booking.attempted.
delete from outbox
where seq = (select seq from outbox where position is null order by seq limit 1 for update skip locked);

-- Payments worker: start the payment.
begin;
insert into inbox (consumer_group, message_id) values ('payments', uuidv7());
insert into payments (booking_id, status, amount, currency, token, next_attempt_at)
select b.id, 'started', b.total, b.currency, b.payment_token, now()
from bookings b join events e on e.id = b.event_id
where b.id = :booking_id::uuid and b.status = 'pending' and b.deadline_at > now() and e.status <> 'cancelled'
on conflict (booking_id) do nothing;
commit;

-- Charger: lease the payment, charge it in the provider's books, write the result with payment.status.
update payments p
set attempts = attempts + 1, next_attempt_at = now() + interval '10 seconds', updated_at = now()
from bookings b where p.booking_id = :booking_id::uuid and b.id = p.booking_id
returning p.amount, p.currency, p.token, (extract(epoch from b.deadline_at - now()) * 1000)::float8 as ms;
insert into mock_provider.charges (key, amount, currency, token, status, decided_at)
values (:booking_id, 5000, 'EUR', 'tok_approve', 'approved', now());
with written as (
  update payments set status = 'approved', next_attempt_at = null, updated_at = now()
  where booking_id = :booking_id::uuid and status = 'started'
)
insert into outbox (id, topic, key, data)
select uuidv7(), 'payment.status', :booking_id, jsonb_build_object('bookingId', :booking_id::text);

-- Relay: payment.status.
delete from outbox
where seq = (select seq from outbox where position is null order by seq limit 1 for update skip locked);

-- Bookings worker: confirm the booking, with tickets and booking.confirmed.
begin;
insert into inbox (consumer_group, message_id) values ('bookings', uuidv7());
select id from bookings where id = :booking_id::uuid for update;
select b.id, b.event_id, b.buyer_id, b.hold_id, b.attempt, b.chart_version, b.status, b.final, b.failure_reason,
  p.status as payment, b.deadline_at <= now() as overdue, e.status = 'cancelled' as event_cancelled,
  e.chart_version as event_chart_version, e.max_seats_per_buyer,
  (select json_agg(json_build_object('index', seat_index, 'price', price) order by seat_index)
    from booking_seats s where s.booking_id = b.id) as seats
from bookings b join events e on e.id = b.event_id left join payments p on p.booking_id = b.id
where b.id = :booking_id::uuid;
update bookings set status = 'confirmed', final = true, updated_at = now()
where id = :booking_id::uuid and status = 'pending';
insert into tickets (id, booking_id, event_id, seat_index, seat_id)
select uuidv7(), b.id, b.event_id, s.seat_index, s.seat_id
from bookings b join booking_seats s on s.booking_id = b.id where b.id = :booking_id::uuid;
insert into outbox (id, topic, key, data)
values (uuidv7(), 'booking.confirmed', :booking_id, jsonb_build_object('bookingId', :booking_id::text));
commit;

-- Relay: booking.confirmed.
delete from outbox
where seq = (select seq from outbox where position is null order by seq limit 1 for update skip locked);

-- Seats worker: read the statuses that the board must have, before and after it is synced.
begin;
insert into inbox (consumer_group, message_id) values ('seats', uuidv7());
commit;
select id, event_id, hold_id, attempt, status, failure_reason,
  array(select seat_index from booking_seats s where s.booking_id = b.id order by seat_index) as seats
from bookings b where id = :booking_id::uuid;
select seat.index, seat.index = any (e.blocked_seats) as blocked, b.status, b.hold_id
from events e cross join unnest(array[:seat::int, :seat + 1]) as seat (index)
left join seat_claims c on c.event_id = e.id and c.seat_index = seat.index left join bookings b on b.id = c.booking_id
where e.id = :event::uuid;
select seat.index, seat.index = any (e.blocked_seats) as blocked, b.status, b.hold_id
from events e cross join unnest(array[:seat::int, :seat + 1]) as seat (index)
left join seat_claims c on c.event_id = e.id and c.seat_index = seat.index left join bookings b on b.id = c.booking_id
where e.id = :event::uuid;

-- Notifications worker: write the buyer's confirmation, with notifications.send.
begin;
insert into inbox (consumer_group, message_id) values ('notifications', uuidv7());
select b.id, b.buyer_id, b.code, b.status, b.final, b.failure_reason, b.total, b.currency, u.name, e.title, e.starts_at,
  v.name as venue_name, v.address as venue_address, v.city, v.time_zone,
  (select json_agg(json_build_object('section', s.section, 'row', s.row, 'number', s.number) order by s.seat_index)
    from booking_seats s where s.booking_id = b.id) as seats
from bookings b join users u on u.id = b.buyer_id
join events e on e.id = b.event_id join venues v on v.id = e.venue_id
where b.id = :booking_id::uuid;
insert into messages (id, buyer_id, booking_id, kind, subject, text)
values (uuidv7(), ('00000000-0000-7000-8000-' || lpad(:n::text, 12, '0'))::uuid, :booking_id::uuid, 'confirmation',
  'Your tickets for A Concert', repeat('A line of the message. ', 25));
insert into outbox (id, topic, key, data)
values (uuidv7(), 'notifications.send', :booking_id, jsonb_build_object('messageId', uuidv7()));
commit;

-- Relay: notifications.send. Delivery worker: the message is in the buyer's inbox.
delete from outbox
where seq = (select seq from outbox where position is null order by seq limit 1 for update skip locked);
begin;
insert into inbox (consumer_group, message_id) values ('delivery', uuidv7());
commit;
update messages set sent_at = now() where booking_id = :booking_id::uuid and sent_at is null;
