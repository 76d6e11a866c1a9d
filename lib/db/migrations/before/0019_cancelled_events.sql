-- What the sweeper asks for every second.
create index events_cancelled on events (id) where status = 'cancelled';
