-- Places a booking in one statement: the idempotency key, the attempt, what the event allows, the buyer's limit, the booking
-- with its seats and claims, and the message that starts its payment. A key used before changes nothing and returns its
-- booking. Refusals are errors AI001, whose message is the code: attempt-given-up, not-on-sale, hold-expired,
-- limit-exceeded (its detail is the limit). A seat that is claimed already fails on the primary key of seat_claims.
--
-- A booking that costs nothing is confirmed by the same statement, with the payment of nothing approved, a ticket a seat
-- (p_ticket_ids, in the order of the seats) and booking.confirmed in the outbox (p_confirmed_message_id); both are used for
-- nothing else. p_shown_total is what the buyer was shown, in minor units.
create or replace function place_booking(
  p_booking_id uuid,
  p_code text,
  p_user_id uuid,
  p_event_id uuid,
  p_hold_id text,
  p_attempt integer,
  p_chart_version integer,
  p_key text,
  p_request_hash bytea,
  p_payment_token text,
  p_shown_total integer,
  p_locale text,
  p_deadline_ms integer,
  p_message_id uuid,
  p_traceparent text,
  p_seat_indexes integer[],
  p_seat_ids text[],
  p_sections text[],
  p_rows text[],
  p_numbers text[],
  p_zones text[],
  p_prices integer[],
  p_ticket_ids uuid[],
  p_confirmed_message_id uuid
) returns table (placed boolean, booking_id uuid, request_hash bytea, currency text, created_at timestamptz)
language plpgsql as $$
declare
  v_event record;
  v_created_at timestamptz;
  v_seats integer := cardinality(p_seat_indexes);
  v_total integer := (select sum(price) from unnest(p_prices) as price);
begin
  insert into idempotency_keys as k (user_id, key, request_hash, booking_id)
  values (p_user_id, p_key, p_request_hash, p_booking_id)
  on conflict do nothing;
  if not found then
    return query
      select false, k.booking_id, k.request_hash, null::text, null::timestamptz from idempotency_keys k
      where k.user_id = p_user_id and k.key = p_key;
    return;
  end if;

  insert into placements (hold_id, attempt, booking_id) values (p_hold_id, p_attempt, p_booking_id)
  on conflict do nothing;
  if not found then
    raise exception 'attempt-given-up' using errcode = 'AI001';
  end if;

  select e.status, e.sales_open_at, e.sales_close_at, e.ends_at, e.chart_version, e.max_seats_per_buyer, e.currency
  into v_event from events e where e.id = p_event_id;
  if v_event.status is distinct from 'published'
    or now() < coalesce(v_event.sales_open_at, '-infinity')
    or now() >= least(coalesce(v_event.sales_close_at, 'infinity'), v_event.ends_at)
  then
    raise exception 'not-on-sale' using errcode = 'AI001';
  end if;
  if v_event.chart_version <> p_chart_version then
    raise exception 'hold-expired' using errcode = 'AI001';
  end if;

  insert into buyer_seats as s (event_id, user_id, seats)
  select p_event_id, p_user_id, v_seats where v_seats <= v_event.max_seats_per_buyer
  on conflict (event_id, user_id) do update set seats = s.seats + excluded.seats
    where s.seats + excluded.seats <= v_event.max_seats_per_buyer;
  if not found then
    raise exception 'limit-exceeded' using errcode = 'AI001', detail = v_event.max_seats_per_buyer::text;
  end if;

  insert into bookings as b (
    id, code, event_id, user_id, hold_id, attempt, chart_version, status, final, total, shown_total, currency,
    locale, payment_token, deadline_at
  ) values (
    p_booking_id, p_code, p_event_id, p_user_id, p_hold_id, p_attempt, p_chart_version,
    case v_total when 0 then 'confirmed' else 'pending' end, v_total = 0, v_total, p_shown_total, v_event.currency,
    p_locale, case v_total when 0 then null else p_payment_token end, now() + p_deadline_ms * interval '1 millisecond'
  ) returning b.created_at into v_created_at;
  insert into booking_seats (booking_id, seat_index, seat_id, section, row, number, zone, price)
  select p_booking_id, seat.* from unnest(
    p_seat_indexes, p_seat_ids, p_sections, p_rows, p_numbers, p_zones, p_prices
  ) as seat;
  -- In index order, so that two placings of overlapping seats wait for each other instead of deadlocking.
  insert into seat_claims (event_id, seat_index, booking_id)
  select p_event_id, i, p_booking_id from unnest(p_seat_indexes) as i order by i;
  insert into outbox (id, topic, key, traceparent, data) values (
    p_message_id, 'booking.attempted', p_booking_id, p_traceparent,
    jsonb_build_object('bookingId', p_booking_id)
  );
  if v_total = 0 then
    insert into payments (booking_id, status, amount, currency)
    values (p_booking_id, 'approved', 0, v_event.currency);
    insert into tickets (id, booking_id, event_id, seat_index, seat_id)
    select ticket.id, p_booking_id, p_event_id, ticket.seat_index, ticket.seat_id
    from unnest(p_ticket_ids, p_seat_indexes, p_seat_ids) as ticket (id, seat_index, seat_id);
    insert into outbox (id, topic, key, traceparent, data) values (
      p_confirmed_message_id, 'booking.confirmed', p_booking_id, p_traceparent,
      jsonb_build_object('bookingId', p_booking_id)
    );
  end if;
  return query select true, p_booking_id, p_request_hash, v_event.currency, v_created_at;
end $$;
