-- Places bookings that arrive together in one statement, each for itself. p_placings is an array of objects with the members
-- named below; no two have a buyer, a hold or a seat in common, so that their order does not matter. The buyer is an account
-- (account_id), or a guest with an email address, whose keys are those of their browser (visitor_id): guests with the same
-- address (email_key) are one buyer, whose id is guest_id if there is none yet. Returns the outcome of each:
--
--   placed             the booking with its seats and claims, its key and attempt, the buyer's count, and the message that
--                      starts its payment are written
--   known              the key was used before, for known_booking_id with known_hash; nothing is written, as below
--   attempt-given-up   the attempt has a placement already
--   not-on-sale        the event is not on sale now
--   hold-expired       the seats are those of another version of the chart
--   limit-exceeded     the buyer would have more than seats_max seats
--   seats-unavailable  a seat has a claim
--
-- If another transaction writes the same meanwhile, this fails as a whole with a unique violation or a serialization failure,
-- and writes nothing: placed again, each booking gets the outcome that it has by then. With several bookings it waits only
-- briefly for a lock, because all of them wait for the one that needs it.
--
-- A booking that costs nothing is confirmed by the same statement, with the payment of nothing approved, a ticket a seat
-- (ticket_ids, in the order of the seats) and booking.confirmed in the outbox (confirmed_message_id); both are used for
-- nothing else. shown_total is what the buyer was shown. Money is in minor units.
--
-- Rows are found by index even while a table is so small that scanning it would be cheaper: the plan outlives that. They are
-- written in the order of their keys, so that two of these statements wait for each other instead of deadlocking.
create or replace function place_booking(p_placings json)
returns table (
  booking_id uuid, outcome text, known_booking_id uuid, known_hash bytea, seats_max integer, currency text,
  created_at timestamptz
)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_judged record;
begin
  if json_array_length(p_placings) > 1 then
    perform set_config('lock_timeout', '100ms', true);
  end if;
  for v_judged in
    with given as materialized (
      select * from json_to_recordset(p_placings) as entry (
        booking_id uuid, code text, account_id uuid, visitor_id uuid, guest_id uuid, email_key text, email text, name text,
        search_name text, search_version integer, event_id uuid, hold_id text, attempt integer, chart_version integer,
        key text, request_hash bytea, payment_token text, total integer, shown_total integer, locale text,
        deadline_ms integer, seat_indexes integer[], seat_ids text[], sections text[], rows text[], numbers text[],
        zones text[], prices integer[], traceparent text, message_id uuid, ticket_ids uuid[], confirmed_message_id uuid
      )
      cross join lateral (
        select coalesce(account_id, (select id from buyers where buyers.email_key = entry.email_key), guest_id) as buyer_id,
          coalesce(account_id, visitor_id) as owner_id
      ) as buyer
    ), judged as materialized (
      select given.booking_id, given.buyer_id, event.currency, event.max_seats_per_buyer,
        known.booking_id as known_booking_id, known.request_hash as known_hash,
        case
          when known.request_hash is not null then 'known'
          when (
            select true from placements p where p.hold_id = given.hold_id and p.attempt = given.attempt
          ) then 'attempt-given-up'
          when event.status is distinct from 'published'
            or now() < coalesce(event.sales_open_at, '-infinity')
            or now() >= least(coalesce(event.sales_close_at, 'infinity'), event.ends_at) then 'not-on-sale'
          when event.chart_version <> given.chart_version then 'hold-expired'
          when cardinality(given.seat_indexes) + coalesce((
            select seats from buyer_seats s where s.event_id = given.event_id and s.buyer_id = given.buyer_id
          ), 0) > event.max_seats_per_buyer then 'limit-exceeded'
          when (
            select true from seat_claims c
            where c.event_id = given.event_id and c.seat_index = any (given.seat_indexes) limit 1
          ) then 'seats-unavailable'
          else 'placed'
        end as outcome
      from given
      left join lateral (
        select e.status, e.sales_open_at, e.sales_close_at, e.ends_at, e.chart_version, e.max_seats_per_buyer, e.currency
        from events e where e.id = given.event_id limit 1
      ) as event on true
      left join lateral (
        select k.booking_id, k.request_hash from idempotency_keys k
        where k.owner_id = given.owner_id and k.key = given.key limit 1
      ) as known on true
    ), placed as materialized (
      select given.*, judged.currency from given join judged using (booking_id) where outcome = 'placed'
    ), seat as materialized (
      select placed.event_id, placed.booking_id, seat.*
      from placed cross join unnest(seat_indexes, seat_ids, sections, rows, numbers, zones, prices, ticket_ids)
        as seat (seat_index, seat_id, section, row, number, zone, price, ticket_id)
    ), guests as (
      insert into buyers (id, email_key)
      select guest_id, email_key from placed where buyer_id = guest_id order by email_key
    ), keys as (
      insert into idempotency_keys (owner_id, key, request_hash, booking_id)
      select owner_id, key, request_hash, booking_id from placed order by owner_id
    ), attempts as (
      insert into placements (hold_id, attempt, booking_id)
      select hold_id, attempt, booking_id from placed order by hold_id
    ), counted as (
      insert into buyer_seats as s (event_id, buyer_id, seats)
      select event_id, buyer_id, cardinality(seat_indexes) from placed order by event_id, buyer_id
      on conflict (event_id, buyer_id) do update set seats = s.seats + excluded.seats
      returning s.buyer_id, s.seats
    ), claims as (
      insert into seat_claims (event_id, seat_index, booking_id)
      select event_id, seat_index, booking_id from seat order by event_id, seat_index
    ), booked as (
      insert into bookings (
        id, code, event_id, buyer_id, visitor_id, hold_id, attempt, chart_version, status, final, total, shown_total, currency,
        locale, payment_token, deadline_at
      )
      select booking_id, code, event_id, buyer_id, visitor_id, hold_id, attempt, chart_version,
        case total when 0 then 'confirmed' else 'pending' end, total = 0, total, shown_total, currency, locale,
        case total when 0 then null else payment_token end, now() + deadline_ms * interval '1 millisecond'
      from placed
    ), contacts as (
      insert into booking_contacts (booking_id, email, name, search_name, search_version)
      select booking_id, email, name, search_name, search_version from placed where email is not null order by booking_id
    ), booked_seats as (
      insert into booking_seats (booking_id, seat_index, seat_id, section, row, number, zone, price)
      select booking_id, seat_index, seat_id, section, row, number, zone, price from seat
    ), paid as (
      insert into payments (booking_id, status, amount, currency)
      select booking_id, 'approved', 0, currency from placed where total = 0
    ), ticketed as (
      insert into tickets (id, booking_id, event_id, seat_index, seat_id)
      select ticket_id, booking_id, event_id, seat_index, seat_id from seat where ticket_id is not null
    ), reported as (
      insert into outbox (id, topic, key, traceparent, data)
      select message.id, message.topic, booking_id, traceparent, jsonb_build_object('bookingId', booking_id)
      from placed cross join lateral (
        values (message_id, 'booking.attempted'), (confirmed_message_id, 'booking.confirmed')
      ) as message (id, topic)
      where message.id is not null order by message.id
    )
    select judged.*, counted.seats > judged.max_seats_per_buyer as over_limit
    from judged left join counted using (buyer_id)
  loop
    if v_judged.over_limit then
      raise exception 'the buyer has booked other seats meanwhile' using errcode = 'serialization_failure';
    end if;
    booking_id := v_judged.booking_id;
    outcome := v_judged.outcome;
    known_booking_id := v_judged.known_booking_id;
    known_hash := v_judged.known_hash;
    seats_max := v_judged.max_seats_per_buyer;
    currency := v_judged.currency;
    created_at := now();
    return next;
  end loop;
end $$;
