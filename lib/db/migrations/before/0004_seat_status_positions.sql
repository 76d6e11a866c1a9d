-- How far other systems have been told of an event's seats, by the topic seat.status: the board's epoch and version that
-- the last message brought them to. Moved by compare-and-set together with the message, so several bridges do no harm.
create table seat_status_positions (
  event_id uuid primary key references events (id) on delete cascade,
  epoch text not null,
  version bigint not null
);
