-- A mail that its server refuses for good, or that was tried for days, is given up: failed, with what was said. Its text
-- stays in the buyer's inbox in the app.
alter table messages
  add column failed_at timestamptz,
  add column error text,
  add constraint messages_end_once check (sent_at is null or failed_at is null),
  add constraint messages_error_told check ((failed_at is null) or (error is not null));

drop index messages_unsent;
create index messages_unsent on messages (next_attempt_at) where sent_at is null and failed_at is null;
create index messages_failed on messages (failed_at) where failed_at is not null;

-- Placements are forgotten by age. They are written in the order of their time, so ranges of blocks are index enough,
-- and placing a booking writes no other.
create index placements_created on placements using brin (created_at);
