-- The words of an event are looked for in the index alone. As a stored column they were also read row by row when a search
-- had many results, and unpacking them took most of its time. The cost tells the planner what the words take to make.
create function searched_words(search_text text) returns tsvector
language plpgsql immutable strict parallel safe cost 100 as $$
begin
  return array_to_tsvector(array_remove(string_to_array(translate(search_text, E'\n', ' '), ' '), ''));
end $$;
alter table events drop column search;
create index events_search on events using gin (searched_words(search_text));

create or replace function remember_search_words() returns trigger language plpgsql as $$
begin
  insert into search_words
  select word from unnest(tsvector_to_array(searched_words(new.search_text))) as of_event (word)
  where not exists (select from search_words known where known.word = of_event.word)
  -- In order, so that of two who bring the same words one waits for the other, never each for the other.
  order by word
  on conflict do nothing;
  return null;
end $$;
