-- Places complete bookings with the product's statement, one at a time, each for a separate buyer. Nothing conflicts: the
-- n-th booking has the n-th seats of the hall. Variables: event, seats_each, clients; counter starts at 0 in each client.
\set counter :counter + 1
\set n (:counter - 1) * :clients + :client_id
\set seat :n * :seats_each
select * from place_booking(format(
  '[{"booking_id": "%1$s", "code": "BENCH-%2$s", "account_id": "00000000-0000-7000-8000-%3$s", "event_id": "%4$s",
    "hold_id": "%5$s", "attempt": 1, "chart_version": 1, "key": "%1$s", "request_hash": "\\x%6$s",
    "payment_token": "tok_approve", "total": 5000, "locale": "en", "deadline_ms": 120000,
    "seat_indexes": [%7$s, %8$s], "seat_ids": ["A-%7$s", "B-%7$s"], "sections": ["Block", "Block"],
    "rows": ["1", "1"], "numbers": ["1", "2"], "zones": ["block", "block"], "prices": [2500, 2500],
    "message_id": "%9$s"}]',
  uuidv7(), :n::int, lpad(:n::text, 12, '0'), :event::text, replace(:event::text, '-', '') || lpad(:n::text, 20, '0'),
  repeat('0123456789abcdef', 4), :seat::int, :seat + 1, uuidv7()
)::json);
