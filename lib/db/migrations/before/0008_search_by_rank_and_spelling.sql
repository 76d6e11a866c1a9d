-- Search that ranks what it finds and forgives typing errors.

-- Trusted by PostgreSQL: whoever owns the database may create it.
create extension if not exists pg_trgm;

-- The words of a line of search_text, all with the weight of that line. Their positions say nothing.
create function weighted_words(line text, weight text) returns tsvector language sql immutable strict return
  regexp_replace(line, '([^ ]+)', '''\1'':1' || weight, 'g')::tsvector;

-- The lines of search_text are title (A), description (C), venue and city (B). Of events that were written before, the
-- second line has venue and city too: they are found as ever, and ranked by their titles until they are saved again.
alter table events drop column search;
alter table events add column search tsvector not null generated always as (
  weighted_words(split_part(search_text, E'\n', 1), 'A') ||
  weighted_words(split_part(search_text, E'\n', 2), 'C') ||
  weighted_words(split_part(search_text, E'\n', 3), 'B')) stored;
create index events_search on events using gin (search);
-- What relevance looks at. Apart because it is small: looking into the whole costs more than finding it.
alter table events add column search_head tsvector not null generated always as (
  weighted_words(split_part(search_text, E'\n', 1), 'A') ||
  weighted_words(split_part(search_text, E'\n', 3), 'B')) stored;

-- Every word of every event, to find the one that a mistyped word was meant to be. A word stays when its events go:
-- whoever offers one looks whether an event still has it.
create table search_words (word text primary key);
create index search_words_trigrams on search_words using gist (word gist_trgm_ops);

create function remember_search_words() returns trigger language plpgsql as $$
begin
  insert into search_words
  select word from unnest(tsvector_to_array(new.search)) as of_event (word)
  where not exists (select from search_words known where known.word = of_event.word)
  -- In order, so that of two who bring the same words one waits for the other, never each for the other.
  order by word
  on conflict do nothing;
  return null;
end $$;
create trigger events_search_words after insert or update of search_text on events
  for each row execute function remember_search_words();
insert into search_words select distinct unnest(tsvector_to_array(search)) from events;
