-- A copy of an event has no times until somebody gives it some; whatever was announced has them.
alter table events
  alter column starts_at drop not null,
  alter column ends_at drop not null,
  add constraint events_dated check (status = 'draft' or (starts_at is not null and ends_at is not null));

-- Whether a hall is free at a time.
create index events_in_hall on events (chart_id, starts_at) where status = 'published';

-- What became of the time, doors or hall of an event that people had booked: how it was, how it is since, until when those
-- who had booked may cancel for free, and what they are told (null: nothing). Messages are written in batches, in the order
-- of the bookings' ids; `told_up_to` is the last that has one.
create table event_changes (
  id uuid primary key,
  event_id uuid not null references events (id) on delete cascade,
  at timestamptz not null default now(),
  was jsonb not null,
  became jsonb not null,
  cancel_until timestamptz,
  notice jsonb,
  told_up_to uuid,
  told_at timestamptz
);
create index event_changes_event on event_changes (event_id, at);
create index event_changes_untold on event_changes (at) where notice is not null and told_at is null;
