-- Accounts at an identity provider (OpenID Connect) that sign in to accounts here.
create table identities (
  -- Never found by its email: only the issuer and the subject are its own for good.
  issuer text not null,
  subject text not null,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  primary key (issuer, subject),
  unique (user_id, issuer)
);

alter table sessions
  -- When the owner last signed in again at the provider, to confirm what a stolen session must not do.
  add column proved_at timestamptz,
  -- When the provider last vouched for a second factor.
  add column factor_proved_at timestamptz;
