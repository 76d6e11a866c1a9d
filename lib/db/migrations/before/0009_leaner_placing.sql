-- Placing a booking with less work, and with all in its answer that the buyer is told.
--
-- These keys repeated what the booking's own say: each of the rows is written with its booking or after it, and a booking
-- stays. Every placing locked the row of its event once for each of them, where all buyers of an on-sale meet.
alter table seat_claims drop constraint seat_claims_event_id_fkey;
alter table buyer_seats drop constraint buyer_seats_event_id_fkey;
alter table buyer_seats drop constraint buyer_seats_user_id_fkey;
alter table tickets drop constraint tickets_event_id_fkey;

-- As in 0003, with the currency and the time of a booking that was made; both are null when the key already had one.
drop function place_booking;
create function place_booking(
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
  p_deadline_ms integer,
  p_message_id uuid,
  p_traceparent text,
  p_seat_indexes integer[],
  p_seat_ids text[],
  p_sections text[],
  p_rows text[],
  p_numbers text[],
  p_zones text[],
  p_prices integer[]
) returns table (placed boolean, booking_id uuid, request_hash bytea, currency text, created_at timestamptz)
language plpgsql as $$
declare
  v_event record;
  v_created_at timestamptz;
  v_seats integer := cardinality(p_seat_indexes);
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
    id, code, event_id, user_id, hold_id, attempt, chart_version, status, final, total, currency, payment_token, deadline_at
  ) values (
    p_booking_id, p_code, p_event_id, p_user_id, p_hold_id, p_attempt, p_chart_version, 'pending', false,
    (select sum(price) from unnest(p_prices) as price), v_event.currency, p_payment_token,
    now() + p_deadline_ms * interval '1 millisecond'
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
  return query select true, p_booking_id, p_request_hash, v_event.currency, v_created_at;
end $$;
