-- Deletes up to 5,000 entries of the audit log that are older than a time, oldest first. Returns how many.
create or replace function audit_expire(before timestamptz) returns integer language plpgsql as $$
declare
  deleted integer;
begin
  delete from audit_log where id in (select id from audit_log where at < before order by at, id limit 5000);
  get diagnostics deleted = row_count;
  return deleted;
end $$;
