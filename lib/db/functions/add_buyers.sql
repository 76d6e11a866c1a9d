-- Makes each new account a buyer, under the account's id.
create or replace function add_buyers() returns trigger language plpgsql as $$
begin
  insert into buyers (id) select id from added order by id;
  return null;
end $$;
