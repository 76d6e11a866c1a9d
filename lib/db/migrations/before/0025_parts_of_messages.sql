-- The parts of a message's text, of which mails make HTML. Null for messages from before.
alter table messages add column body jsonb;
