-- What is forgotten when it is old is found by indexes of what is left to forget: see docs/privacy.md.
create index messages_worded on messages (created_at) where subject <> '';
create index dead_letters_resolved on dead_letters (resolved_at) where resolved_at is not null;
create index totp_factors_unconfirmed on totp_factors (created_at) where confirmed_at is null;
create index wrong_codes_since on wrong_codes (since);
