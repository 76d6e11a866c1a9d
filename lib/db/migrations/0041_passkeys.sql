-- Passkeys: they sign in without a password, or are the second factor after it.
create table passkeys (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  -- What its authenticator calls it.
  credential_id bytea not null unique,
  -- In COSE.
  public_key bytea not null,
  -- Of signatures, as the authenticator counts them; those that synchronize their keys say 0.
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);

-- Challenges that a passkey has signed, until they expire: each counts once. Those that nobody has answered are signed
-- texts, stored nowhere.
create table used_challenges (
  id uuid primary key,
  expires_at timestamptz not null
);
create index used_challenges_expires on used_challenges (expires_at);
