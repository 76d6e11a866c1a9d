-- The whole schema of Aisle. Ids are UUIDv7 made in TypeScript; money is integer minor units; times are UTC.
-- Every status has a CHECK, so that a bug in the code cannot store a state the code does not know.

-- People ------------------------------------------------------------------------------------------------------

create table users (
  id uuid primary key,
  -- Null once the account is deleted: bookings stay, the person goes.
  email text,
  name text not null,
  password_hash text,
  role text not null check (role in ('visitor', 'checkin', 'organizer', 'admin')),
  locale text,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index users_email on users (lower(email));

-- One row per signed-in device: the family of refresh tokens that rotated out of one sign-in.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  refresh_hash bytea not null,
  -- The token before the last rotation is accepted for 30 s (two tabs), later use ends the family.
  previous_hash bytea,
  rotated_at timestamptz,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index sessions_refresh_hash on sessions (refresh_hash);
create index sessions_previous_hash on sessions (previous_hash) where previous_hash is not null;
create index sessions_user on sessions (user_id) where ended_at is null;

-- Halls and events ---------------------------------------------------------------------------------------------

create table venues (
  id uuid primary key,
  name text not null,
  city text not null,
  country text not null,
  address text not null default '',
  time_zone text not null,
  created_at timestamptz not null default now()
);

-- One immutable row per version of a hall's seat map. An event pins one.
create table charts (
  id uuid not null,
  version integer not null check (version > 0),
  venue_id uuid not null references venues (id),
  name text not null,
  seat_count integer not null check (seat_count between 1 and 60000),
  -- json, not jsonb: the text is served as it was written.
  body json not null,
  created_at timestamptz not null default now(),
  primary key (id, version)
);
create index charts_venue on charts (venue_id);

create table events (
  id uuid primary key,
  slug text not null unique,
  type text not null check (type in ('concert', 'film')),
  title text not null,
  description text not null,
  venue_id uuid not null references venues (id),
  chart_id uuid not null,
  chart_version integer not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'cancelled')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  doors_at timestamptz,
  sales_open_at timestamptz,
  sales_close_at timestamptz,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  max_seats_per_buyer integer not null check (max_seats_per_buyer between 1 and 100),
  cancellation_allowed boolean not null default false,
  cancellation_until timestamptz,
  -- Indexes of seats that are not for sale (status x).
  blocked_seats integer[] not null default '{}',
  seat_count integer not null,
  -- The lowest zone price: kept with the zones, so that lists sort by it.
  price_from integer,
  organizer_id uuid references users (id),
  -- Grows with every write: the ETag that If-Match is compared with.
  revision integer not null default 1,
  -- Title (first line), description, venue and city in words of lower case without accents, made in TypeScript.
  search_text text not null,
  -- Not by Postgres' own parser, which drops letters that the server's locale does not know.
  search tsvector generated always as
    (array_to_tsvector(array_remove(string_to_array(translate(search_text, E'\n', ' '), ' '), ''))) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (chart_id, chart_version) references charts (id, version)
);
create index events_search on events using gin (search);
create index events_listed on events (starts_at, id) where status <> 'draft';
create index events_organizer on events (organizer_id);
create index events_venue on events (venue_id);

create table zones (
  event_id uuid not null references events (id) on delete cascade,
  id text not null,
  name text not null,
  price integer not null check (price >= 0),
  position integer not null,
  primary key (event_id, id)
);

-- Bookings -----------------------------------------------------------------------------------------------------

create table bookings (
  id uuid primary key,
  code text not null unique,
  event_id uuid not null references events (id),
  user_id uuid not null references users (id),
  hold_id text not null,
  attempt integer not null,
  -- The chart that the seats' indexes belong to.
  chart_version integer not null,
  status text not null check (status in ('pending', 'confirmed', 'failed', 'cancelled', 'refunded')),
  -- False while the booking may still change by itself: pending, or failed with a payment that may yet arrive.
  final boolean not null,
  failure_reason text
    check (failure_reason in ('payment-declined', 'payment-timeout', 'seats-lost', 'event-cancelled')),
  total integer not null check (total >= 0),
  currency text not null,
  payment_token text not null,
  -- When an unanswered payment makes the booking fail.
  deadline_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (final = (status in ('confirmed', 'cancelled', 'refunded')) or status = 'failed'),
  check ((status = 'failed') <= (failure_reason is not null))
);
create index bookings_user on bookings (user_id, created_at desc, id desc);
create index bookings_event on bookings (event_id, created_at desc, id desc);
create index bookings_unsettled on bookings (deadline_at) where not final;
create index bookings_hold on bookings (hold_id);
-- What changed lately, for the sweeper.
create index bookings_updated on bookings (updated_at);

create table booking_seats (
  booking_id uuid not null references bookings (id) on delete cascade,
  seat_index integer not null,
  seat_id text not null,
  section text not null,
  row text not null,
  number text not null,
  zone text not null,
  price integer not null check (price >= 0),
  primary key (booking_id, seat_index)
);

-- The proof that no seat is sold twice: one row per claimed seat of an event, and this primary key.
create table seat_claims (
  event_id uuid not null references events (id),
  seat_index integer not null,
  booking_id uuid not null references bookings (id),
  primary key (event_id, seat_index)
);
create index seat_claims_booking on seat_claims (booking_id);

-- How many seats of an event a buyer has in live bookings: the limit is checked here, in the placing statement.
create table buyer_seats (
  event_id uuid not null references events (id),
  user_id uuid not null references users (id),
  seats integer not null check (seats >= 0),
  primary key (event_id, user_id)
);

-- One row per attempt to book a hold: the booking it made, or void (null) when the attempt was given up.
-- Who inserts first wins, so an attempt that was given up can not be committed later.
create table placements (
  hold_id text not null,
  attempt integer not null,
  booking_id uuid,
  created_at timestamptz not null default now(),
  primary key (hold_id, attempt)
);

create table idempotency_keys (
  user_id uuid not null references users (id) on delete cascade,
  key text not null,
  -- SHA-256 of the canonical request body: another body under the same key is refused.
  request_hash bytea not null,
  booking_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Money --------------------------------------------------------------------------------------------------------

-- One row per booking decides about its money: the first insert wins. `started` may be charged, `voided` never.
-- The table is also the queue: due rows are leased by moving next_attempt_at on.
create table payments (
  booking_id uuid primary key references bookings (id),
  status text not null check (status in ('started', 'voided', 'approved', 'declined', 'closed')),
  amount integer not null check (amount >= 0),
  currency text not null,
  token text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'started') = (next_attempt_at is not null))
);
create index payments_due on payments (next_attempt_at) where status = 'started';

create table refunds (
  id uuid primary key,
  booking_id uuid not null references payments (booking_id),
  amount integer not null check (amount > 0),
  reason text not null check (reason in ('cancelled-by-buyer', 'event-cancelled', 'seats-lost', 'organizer')),
  status text not null check (status in ('pending', 'done')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  check ((status = 'pending') = (next_attempt_at is not null))
);
create index refunds_booking on refunds (booking_id);
create index refunds_due on refunds (next_attempt_at) where status = 'pending';

-- Tickets, the door, messages -----------------------------------------------------------------------------------

create table tickets (
  id uuid primary key,
  booking_id uuid not null references bookings (id),
  event_id uuid not null references events (id),
  seat_index integer not null,
  seat_id text not null,
  created_at timestamptz not null default now(),
  voided_at timestamptz,
  unique (booking_id, seat_index)
);

create table checkins (
  ticket_id uuid primary key references tickets (id),
  event_id uuid not null references events (id),
  by_user_id uuid references users (id),
  checked_in_at timestamptz not null default now()
);

-- The simulated e-mails. Written once per booking and kind; sent by SMTP where one is set.
create table messages (
  id uuid primary key,
  user_id uuid not null references users (id),
  booking_id uuid references bookings (id),
  kind text not null,
  subject text not null,
  text text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  unique (booking_id, kind)
);
create index messages_user on messages (user_id, created_at desc, id desc);
create index messages_unsent on messages (next_attempt_at) where sent_at is null;

-- Messaging ----------------------------------------------------------------------------------------------------

-- Written in the transaction that it tells of. `position` is set by the relay when it has published the row;
-- the embedded event log reads by it, and rows without one are still to be sent.
create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  topic text not null,
  key text not null,
  traceparent text,
  data jsonb not null,
  occurred_at timestamptz not null default now(),
  position bigint unique
);
create index outbox_unsent on outbox (seq) where position is null;
create index outbox_topic on outbox (topic, position) where position is not null;

-- Where each consumer group of the embedded event log stands.
create table consumer_offsets (
  consumer_group text not null,
  topic text not null,
  position bigint not null,
  primary key (consumer_group, topic)
);

create table inbox (
  consumer_group text not null,
  message_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (consumer_group, message_id)
);
create index inbox_received on inbox (received_at);

create table dead_letters (
  id uuid primary key,
  consumer_group text not null,
  topic text not null,
  message jsonb not null,
  error text not null,
  attempts integer not null default 1,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  resolved_at timestamptz
);
create index dead_letters_open on dead_letters (next_attempt_at) where resolved_at is null;

create table audit_log (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_id uuid references users (id),
  action text not null,
  subject_type text not null,
  subject_id text not null,
  detail jsonb not null default '{}'
);
create index audit_log_subject on audit_log (subject_type, subject_id, at desc);
