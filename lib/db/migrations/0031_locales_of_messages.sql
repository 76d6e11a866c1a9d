-- The locale that a message was written for: a mail is made when it is sent, in the same language as its text. Those from
-- before are in English.
alter table messages add column locale text not null default 'en';
