-- Links in mails that prove an email address, each good for one use. A token is signed and never stored: neither a backup
-- nor the queue of mails contains one (lib/auth/one_time_links.ts).
create table one_time_links (
  id uuid primary key,
  kind text not null check (kind in ('confirm-email', 'change-email', 'reset-password')),
  user_id uuid not null references users (id) on delete cascade,
  -- The address that the link is sent to, and that using it proves.
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_user on one_time_links (user_id, kind);
create index one_time_links_expires on one_time_links (expires_at);

-- Null until the owner has proved that the address is theirs. Nobody has, before links existed.
alter table users add column email_confirmed_at timestamptz;

-- Where the mail of a message goes, if not to the account's current address.
alter table messages add column recipient text;
