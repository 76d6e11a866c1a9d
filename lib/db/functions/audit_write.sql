-- Appends an entry to the audit log. The same entry again within a minute is only counted, in audit_repeats.
create or replace function audit_write(
  new_id uuid, actor uuid, from_address text, what text, kind text, subject text, more jsonb
) returns void language plpgsql as $$
declare
  entry audit_log.id%type;
begin
  -- Of two equal entries at the same time, the second waits for the first and is counted.
  perform pg_advisory_xact_lock(
    hashtextextended(concat_ws(' ', 'audit', actor, from_address, what, kind, subject, more), 0));
  select id into entry from audit_log
  where subject_type = kind and subject_id = subject and at > now() - interval '1 minute' and action = what
    and actor_id is not distinct from actor and address is not distinct from from_address and detail = more
  order by at desc limit 1;
  if found then
    insert into audit_repeats (entry_id, count) values (entry, 2)
    on conflict (entry_id) do update set count = audit_repeats.count + 1;
  else
    insert into audit_log (id, actor_id, address, action, subject_type, subject_id, detail)
    values (new_id, actor, from_address, what, kind, subject, more);
  end if;
end $$;
