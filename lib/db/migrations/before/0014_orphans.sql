-- What becomes of a choice that needlessly leaves a single seat alone: the buyer is told, or it is refused.
alter table events add column orphans text not null default 'warn' check (orphans in ('warn', 'refuse'));
