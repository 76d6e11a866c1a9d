-- People buy with an account, or as guests with an email address alone: see docs/decisions/0042-a-guest-is-a-buyer.md.
create table buyers (
  -- An account's own id, or a guest's.
  id uuid primary key,
  -- The normal form of a guest's address; null for an account, and for a guest who was erased.
  email_key text unique,
  created_at timestamptz not null default now()
);
insert into buyers (id) select id from users;

-- function add_buyers 85eb15c2fbcb2dc1
create trigger users_are_buyers after insert on users
  referencing new table as added for each statement execute function add_buyers();

alter table bookings rename column user_id to buyer_id;
alter table bookings drop constraint bookings_user_id_fkey;
alter table bookings add foreign key (buyer_id) references buyers (id);
alter index bookings_user rename to bookings_buyer;
-- The browser that placed a guest's booking, which may read it until it joins an account; and the version of the key in the
-- links to it: a new one voids those sent before.
alter table bookings add column visitor_id uuid;
alter table bookings add column key_version integer not null default 1;

-- Whom a guest's booking is for. Like the other rows that are written with a booking, it has no foreign key.
create table booking_contacts (
  booking_id uuid primary key,
  email text not null,
  -- Empty if not given.
  name text not null,
  -- As in users.
  search_name text not null,
  search_version integer not null
);
create index booking_contacts_search_version on booking_contacts (search_version);

alter table buyer_seats rename column user_id to buyer_id;

alter table messages rename column user_id to buyer_id;
alter table messages drop constraint messages_user_id_fkey;
alter table messages add foreign key (buyer_id) references buyers (id);
alter index messages_user rename to messages_buyer;

-- Keys belong to an account, or to the browser of a guest.
alter table idempotency_keys drop constraint idempotency_keys_user_id_fkey;
alter table idempotency_keys rename column user_id to owner_id;

-- function place_booking b9609820ff4e4928
