-- Nobody can sign in to a locked account.
alter table users add column locked_at timestamptz;
-- When an account was last used, for the list of accounts.
create index sessions_last_used on sessions (user_id, last_used_at);

-- Venues and charts from before owners were recorded: see docs/decisions/0039-every-hall-has-an-owner.md.
update venues v set owner_id = coalesce(
  (select e.organizer_id from events e join users u on u.id = e.organizer_id
   where e.venue_id = v.id and u.deleted_at is null order by e.created_at, e.id limit 1),
  (select id from users where role = 'admin' and deleted_at is null order by created_at, id limit 1))
where owner_id is null;
update charts c set owner_id = coalesce(
  (select e.organizer_id from events e join users u on u.id = e.organizer_id
   where e.chart_id = c.id and u.deleted_at is null order by e.created_at, e.id limit 1),
  (select id from users where role = 'admin' and deleted_at is null order by created_at, id limit 1))
where owner_id is null;
