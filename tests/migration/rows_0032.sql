-- A row of every table, as the product wrote them when migration 0032 was its newest, for survival_int_test.ts. An event in a
-- week with five seats: Ada has booked two of them and given one back; Bob has one, which was admitted, and is paying for
-- another. Ada is signed in on two devices; the test knows the cookie of one.
insert into users (id, email, name, search_name, search_version, password_hash, role, locale) values
  -- The password is "correct horse battery".
  ('00000000-0000-7000-8000-000000000001', 'Ada@Example.org', 'Ada', 'ada', 1,
    '$argon2id$v=19$m=19456,t=2,p=1$htTdAbKLbpPiItfWT2jDGA$PnLrLPtasRPE3zKGn1UU20999cEbc0SM3NQYTOhZTu8', 'visitor', 'de-CH'),
  ('00000000-0000-7000-8000-000000000002', 'bob@example.org', 'Bob', 'bob', 1, null, 'visitor', null),
  ('00000000-0000-7000-8000-000000000003', 'olli@example.org', 'Olli', 'olli', 1, null, 'organizer', null),
  ('00000000-0000-7000-8000-000000000004', null, '', '', 1, null, 'visitor', null);
update users set deleted_at = now() where email is null;

insert into sessions (id, user_id, refresh_hash, previous_hash, rotated_at, user_agent, created_at, last_used_at, expires_at)
values
  ('00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000001',
    sha256('00000000-0000-7000-8000-000000000011-known-to-the-test.signature'), null, null, 'Firefox',
    now() - interval '5 days', now() - interval '1 day', now() + interval '29 days'),
  ('00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000001', sha256('another'), sha256('one before'),
    now() - interval '2 days', 'Safari', now() - interval '9 days', now() - interval '2 days', now() + interval '28 days');

insert into venues (id, name, city, country, address, time_zone, owner_id) values
  ('00000000-0000-7000-8000-000000000021', 'The Small Hall', 'Berlin', 'DE', 'Any street 1', 'Europe/Berlin',
    '00000000-0000-7000-8000-000000000003');
insert into charts (id, version, venue_id, name, seat_count, body, owner_id) values
  ('00000000-0000-7000-8000-000000000022', 1, '00000000-0000-7000-8000-000000000021', 'Rows', 5,
    '{"version":1,"seatCount":5,"width":200,"height":200,"zones":[{"id":"main","name":"Main","colour":1}],"sections":[{"id":"Stalls","name":"Stalls","labelAt":[100,150]}],"seats":[{"id":"A-1","x":30,"y":150,"zone":"main","section":"Stalls","row":"A","number":"1","flags":[]},{"id":"A-2","x":60,"y":150,"zone":"main","section":"Stalls","row":"A","number":"2","flags":[]},{"id":"A-3","x":90,"y":150,"zone":"main","section":"Stalls","row":"A","number":"3","flags":[]},{"id":"A-4","x":120,"y":150,"zone":"main","section":"Stalls","row":"A","number":"4","flags":[]},{"id":"A-5","x":150,"y":150,"zone":"main","section":"Stalls","row":"A","number":"5","flags":[]}],"areas":[],"shapes":[]}',
    '00000000-0000-7000-8000-000000000003');
insert into artworks (id, width, height, tint) values (repeat('ab', 32), 1, 1, '#aabbcc');
insert into artwork_pictures (artwork_id, width, type, bytes) values (repeat('ab', 32), 1, 'webp', '\x00');
insert into events (id, slug, type, title, description, venue_id, chart_id, chart_version, status, starts_at, ends_at,
  currency, max_seats_per_buyer, cancellation_allowed, seat_count, price_from, artwork_id, organizer_id, search_text,
  title_key, search_version) values
  ('00000000-0000-7000-8000-000000000031', 'a-concert', 'concert', 'A Concert', 'Music.',
    '00000000-0000-7000-8000-000000000021', '00000000-0000-7000-8000-000000000022', 1, 'published',
    now() + interval '7 days', now() + interval '7 days 2 hours', 'EUR', 6, true, 5, 2500, repeat('ab', 32),
    '00000000-0000-7000-8000-000000000003', E'a concert\nmusic\nthe small hall berlin', 'a concert', 1);
insert into zones (event_id, id, name, price, position) values
  ('00000000-0000-7000-8000-000000000031', 'main', 'Main', 2500, 0);
insert into event_changes (id, event_id, was, became, notice, told_at) values
  ('00000000-0000-7000-8000-000000000032', '00000000-0000-7000-8000-000000000031',
    '{"startsAt": "2026-12-04T19:00:00.000Z", "endsAt": "2026-12-04T21:00:00.000Z", "doorsAt": null, "chartId": "00000000-0000-7000-8000-000000000022", "hall": "Rows", "venue": {"name": "The Small Hall", "city": "Berlin", "timeZone": "Europe/Berlin"}}',
    '{"startsAt": "2026-12-05T19:00:00.000Z", "endsAt": "2026-12-05T21:00:00.000Z", "doorsAt": null, "chartId": "00000000-0000-7000-8000-000000000022", "hall": "Rows", "venue": {"name": "The Small Hall", "city": "Berlin", "timeZone": "Europe/Berlin"}}', null, null);
insert into seat_status_positions (event_id, epoch, version) values ('00000000-0000-7000-8000-000000000031', 'e1', 3);

insert into bookings (id, code, event_id, user_id, hold_id, attempt, chart_version, status, final, total, shown_total,
  currency, payment_token, locale, deadline_at) values
  ('00000000-0000-7000-8000-000000000041', 'K7QX-2MVD', '00000000-0000-7000-8000-000000000031',
    '00000000-0000-7000-8000-000000000001', 'hold-1', 1, 1, 'confirmed', true, 5000, 5000, 'EUR', 'tok_approve', 'de-CH',
    now() - interval '1 day'),
  ('00000000-0000-7000-8000-000000000042', 'P3HW-9RTC', '00000000-0000-7000-8000-000000000031',
    '00000000-0000-7000-8000-000000000002', 'hold-2', 1, 1, 'pending', false, 2500, 2500, 'EUR', 'tok_approve', null,
    now() + interval '1 day'),
  ('00000000-0000-7000-8000-000000000044', 'D5NB-4XJL', '00000000-0000-7000-8000-000000000031',
    '00000000-0000-7000-8000-000000000002', 'hold-3', 1, 1, 'confirmed', true, 2500, null, 'EUR', 'tok_approve', 'en',
    now() - interval '1 day');
insert into booking_seats (booking_id, seat_index, seat_id, section, row, number, zone, price, returned_at) values
  ('00000000-0000-7000-8000-000000000041', 0, 'A-1', 'Stalls', 'A', '1', 'main', 2500, null),
  ('00000000-0000-7000-8000-000000000041', 1, 'A-2', 'Stalls', 'A', '2', 'main', 2500, now()),
  ('00000000-0000-7000-8000-000000000042', 2, 'A-3', 'Stalls', 'A', '3', 'main', 2500, null),
  ('00000000-0000-7000-8000-000000000044', 3, 'A-4', 'Stalls', 'A', '4', 'main', 2500, null);
insert into seat_claims (event_id, seat_index, booking_id) values
  ('00000000-0000-7000-8000-000000000031', 0, '00000000-0000-7000-8000-000000000041'),
  ('00000000-0000-7000-8000-000000000031', 2, '00000000-0000-7000-8000-000000000042'),
  ('00000000-0000-7000-8000-000000000031', 3, '00000000-0000-7000-8000-000000000044');
insert into buyer_seats (event_id, user_id, seats) values
  ('00000000-0000-7000-8000-000000000031', '00000000-0000-7000-8000-000000000001', 1),
  ('00000000-0000-7000-8000-000000000031', '00000000-0000-7000-8000-000000000002', 2);
insert into placements (hold_id, attempt, booking_id) values
  ('hold-1', 1, '00000000-0000-7000-8000-000000000041'), ('hold-2', 1, '00000000-0000-7000-8000-000000000042'),
  ('hold-3', 1, '00000000-0000-7000-8000-000000000044');
insert into idempotency_keys (user_id, key, request_hash, booking_id) values
  ('00000000-0000-7000-8000-000000000001', 'key-1', sha256('a request'), '00000000-0000-7000-8000-000000000041');
insert into payments (booking_id, status, amount, currency, token, next_attempt_at) values
  ('00000000-0000-7000-8000-000000000041', 'approved', 5000, 'EUR', 'tok_approve', null),
  ('00000000-0000-7000-8000-000000000042', 'started', 2500, 'EUR', 'tok_approve', now() + interval '1 day');
insert into payments (booking_id, status, amount, currency, token) values
  ('00000000-0000-7000-8000-000000000044', 'approved', 2500, 'EUR', 'tok_approve');
insert into refunds (id, booking_id, amount, reason, status, tickets, done_at) values
  ('00000000-0000-7000-8000-000000000043', '00000000-0000-7000-8000-000000000041', 2500, 'organizer', 'done',
    '{00000000-0000-7000-8000-000000000052}', now());
insert into mock_provider.charges (key, amount, currency, token, status, decided_at) values
  ('00000000-0000-7000-8000-000000000041', 5000, 'EUR', 'tok_approve', 'approved', now()),
  ('00000000-0000-7000-8000-000000000044', 2500, 'EUR', 'tok_approve', 'approved', now());
insert into mock_provider.refunds (key, charge_key, amount) values
  ('00000000-0000-7000-8000-000000000043', '00000000-0000-7000-8000-000000000041', 2500);
insert into tickets (id, booking_id, event_id, seat_index, seat_id, voided_at) values
  ('00000000-0000-7000-8000-000000000051', '00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000031',
    0, 'A-1', null),
  ('00000000-0000-7000-8000-000000000052', '00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000031',
    1, 'A-2', now()),
  ('00000000-0000-7000-8000-000000000053', '00000000-0000-7000-8000-000000000044', '00000000-0000-7000-8000-000000000031',
    3, 'A-4', null);
insert into checkins (ticket_id, event_id, by_user_id, device) values
  ('00000000-0000-7000-8000-000000000053', '00000000-0000-7000-8000-000000000031',
    '00000000-0000-7000-8000-000000000003', 'door 1');

insert into messages (id, user_id, booking_id, kind, locale, subject, text, body, sent_at) values
  ('00000000-0000-7000-8000-000000000061', '00000000-0000-7000-8000-000000000001',
    '00000000-0000-7000-8000-000000000041', 'confirmation', 'de-CH', 'Ihre Tickets', E'Guten Tag Ada,\n', '[]', now());
insert into outbox (id, topic, key, data, position) values
  ('00000000-0000-7000-8000-000000000071', 'booking.confirmed', '00000000-0000-7000-8000-000000000041',
    '{"bookingId": "00000000-0000-7000-8000-000000000041"}', 1);
insert into consumer_offsets (consumer_group, topic, position) values ('seats', 'booking.confirmed', 1);
insert into inbox (consumer_group, message_id) values ('seats', '00000000-0000-7000-8000-000000000071');
insert into dead_letters (id, consumer_group, topic, message, error) values
  ('00000000-0000-7000-8000-000000000081', 'seats', 'booking.confirmed', '{"key": "a", "envelope": {}}', 'an error');
insert into audit_log (id, actor_id, action, subject_type, subject_id, detail) values
  ('00000000-0000-7000-8000-000000000091', '00000000-0000-7000-8000-000000000003', 'event.published', 'event',
    '00000000-0000-7000-8000-000000000031', '{}');
