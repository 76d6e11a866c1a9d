-- The events whose seats may still change are read every second, however many there have been.
create index events_open on events (ends_at) where status <> 'draft';
