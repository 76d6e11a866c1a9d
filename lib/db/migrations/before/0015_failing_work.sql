-- What fails at the payment provider or the mail server waits for its next try, and was not to be seen meanwhile. Each row
-- keeps since when it fails and why, until a try succeeds.
alter table payments add column failing_since timestamptz, add column error text;
alter table refunds add column failing_since timestamptz, add column error text;
alter table messages add column failing_since timestamptz;
create index payments_failing on payments (failing_since) where status = 'started' and failing_since is not null;
create index refunds_failing on refunds (failing_since) where status = 'pending' and failing_since is not null;
create index messages_failing on messages (failing_since)
  where sent_at is null and failed_at is null and failing_since is not null;
-- Payments of the last hour, for their success rate.
create index payments_created on payments using brin (created_at) with (autosummarize = on);
