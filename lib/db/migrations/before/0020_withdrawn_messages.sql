-- A message that later events have made untrue before it was sent is withdrawn.
alter table messages
  add column withdrawn_at timestamptz,
  drop constraint messages_end_once,
  add constraint messages_end_once check (num_nonnulls(sent_at, failed_at, withdrawn_at) <= 1);
drop index messages_unsent;
create index messages_unsent on messages (next_attempt_at)
  where sent_at is null and failed_at is null and withdrawn_at is null;
