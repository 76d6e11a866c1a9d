-- The trigger that makes a table append-only, except within the functions that it is given as arguments. They are found in
-- the call stack, so there is no setting or flag with which other code could pass for them.
create or replace function audit_refuse_change() returns trigger language plpgsql as $$
declare
  stack text;
begin
  get diagnostics stack = pg_context;
  if stack !~ format('\nPL/pgSQL[^\n"]* (%s)\(', array_to_string(tg_argv, '|')) then
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
