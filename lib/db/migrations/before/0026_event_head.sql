-- From what age people are let in; null: from any.
alter table events add column minimum_age smallint check (minimum_age between 1 and 99);

-- An event's other dates are those of its title.
create index events_by_title on events (title, starts_at) where status = 'published';
