-- The audit log also records from where, and nothing changes it but the functions that redact and expire it.
alter table audit_log add column address text;
create index audit_log_at on audit_log (at, id);
create index audit_log_actor on audit_log (actor_id, at);
create index audit_log_action on audit_log (action text_pattern_ops, at);

-- How often an entry happened, if more than once within a minute: entries themselves never change.
create table audit_repeats (
  entry_id uuid primary key references audit_log (id) on delete cascade,
  count integer not null check (count > 1)
);

-- function audit_write 2e1fe0279f4972b8
-- function audit_redact bdf5ce18584ddca4
-- function audit_expire f87fbb425106a90a
-- function audit_refuse_change dc8c8ad318e0ab3f
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function audit_refuse_change('audit_redact', 'audit_expire');
create trigger audit_repeats_append_only before update or delete or truncate on audit_repeats
  for each statement execute function audit_refuse_change('audit_write', 'audit_expire');
