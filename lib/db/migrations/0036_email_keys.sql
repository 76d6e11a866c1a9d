-- The normal form of an email address (lib/text/email_address.ts), by which accounts are unique and found. All addresses so
-- far are ASCII, for which it is the address in lower case: exactly the expression of the index that it replaces.
do $$
declare
  ids text;
begin
  select string_agg(id::text, ', ' order by id) into ids from users where email ~ '[^ -~]';
  if ids is not null then
    raise exception 'email addresses that are not ASCII; correct those of the accounts %', ids;
  end if;
  select string_agg(ids_of_key, '; ') into ids from (
    select string_agg(id::text, ', ' order by id) as ids_of_key from users where email is not null
    group by lower(email collate "C") having count(*) > 1
  ) as collisions;
  if ids is not null then
    raise exception 'accounts with the same email address; merge or delete all but one of %', ids;
  end if;
end $$;

alter table users add column email_key text;
update users set email_key = lower(email collate "C") where email is not null;
alter table users add constraint users_email_has_key check ((email is null) = (email_key is null));
create unique index users_email_key on users (email_key);
drop index users_email;
