-- Keeps every word of every event, to find the one that a mistyped word was meant to be. Pairs of letters of scripts
-- without spaces, which begin with a tilde, are not words.
create or replace function remember_search_words() returns trigger language plpgsql as $$
begin
  insert into search_words
  select word from unnest(tsvector_to_array(searched_words(new.search_text))) as of_event (word)
  where left(word, 1) <> '~' and not exists (select from search_words known where known.word = of_event.word)
  -- In order, so that of two who bring the same words one waits for the other, never each for the other.
  order by word
  on conflict do nothing;
  return null;
end $$;
