-- Places complete bookings with the product's statement, each for a separate buyer. Nothing conflicts: the n-th booking
-- has the n-th seats of the hall. Variables: event, seats_each, clients; counter starts at 0 in each client.
\set counter :counter + 1
\set n (:counter - 1) * :clients + :client_id
\set seat :n * :seats_each
select placed, booking_id, request_hash, currency, created_at from place_booking(
  uuidv7(), 'BENCH-' || :n, ('00000000-0000-7000-8000-' || lpad(:n::text, 12, '0'))::uuid, :event::uuid,
  replace(:event::text, '-', '') || lpad(:n::text, 20, '0'), 1, 1,
  uuidv7()::text, sha256(int8send(:n::int8)), 'tok_approve',
  null, 'en', 120000, uuidv7(), null,
  array[:seat::int, :seat + 1], array['A-' || :seat, 'B-' || :seat],
  array['Block', 'Block'], array['1', '1'],
  array['1', '2'], array['block', 'block'],
  array[2500, 2500], '{}', null
);
