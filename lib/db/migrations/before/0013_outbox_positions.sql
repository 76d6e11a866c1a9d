-- A row of the outbox has no position until it is published, and so needs no place among the positions until then.
alter table outbox drop constraint outbox_position_key;
create unique index outbox_position on outbox (position) where position is not null;
