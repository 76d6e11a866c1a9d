-- What the office of organizers looks for.

-- Sales of the last days, of all events. Rows stand in the order of time, so ranges of blocks are enough.
create index bookings_created on bookings using brin (created_at) with (autosummarize = on);

-- What is to be published, or goes on sale, within days.
create index events_drafts on events (starts_at) where status = 'draft';
create index events_sales_open on events (sales_open_at) where status = 'published' and sales_open_at is not null;

-- The words of a name as they are searched, made in TypeScript (foldText). Names from before only lose their capitals here.
alter table users add column search_name text not null default '';
update users set search_name = lower(name collate "C");
