-- Erases a person's network addresses from the audit log: those of what they did, and of failed attempts at their account.
create or replace function audit_redact(person uuid) returns void language plpgsql as $$
begin
  update audit_log set address = null
  where address is not null
    and (actor_id = person or actor_id is null and subject_type = 'account' and subject_id = person::text);
end $$;
