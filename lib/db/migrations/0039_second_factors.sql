-- Second factors: an authenticator app, and recovery codes for those who lose it.
create table totp_factors (
  user_id uuid primary key references users (id) on delete cascade,
  -- Encrypted with a key derived from COOKIE_SECRET; of several, the one with this id.
  secret bytea not null,
  key_id text not null,
  created_at timestamptz not null,
  -- Null until a first code has shown that the app has the secret: only then does signing in ask for codes.
  confirmed_at timestamptz,
  -- The steps of 30 s whose codes have been used; older ones than are still accepted are dropped.
  used_steps bigint[] not null default '{}'
);

create table recovery_codes (
  user_id uuid not null references users (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

-- The wrong codes of an account in a row, whatever network they came from.
create table wrong_codes (
  user_id uuid primary key references users (id) on delete cascade,
  count integer not null,
  since timestamptz not null
);
