-- Addresses that differ only in the case of A to Z are one account, in every locale and release of Postgres: the product
-- lowers what it looks for in the same way (lib/text/unicode_forms.ts). Without a collation, İ would be another I here
-- than there.
drop index users_email;
create unique index users_email on users (lower(email collate "C"));
