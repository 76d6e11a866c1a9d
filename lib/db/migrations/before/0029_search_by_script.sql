-- Scripts without spaces between words are searched by pairs of letters, and titles are sorted by a key of their own, since
-- the words of one are no longer its letters in order.
alter table events
  add column title_key text not null default '',
  -- Which rules made the columns that are searched: rows of older ones are written again, a few at a time.
  add column search_version integer not null default 0;
update events set title_key = split_part(search_text, E'\n', 1);
create index events_search_version on events (search_version);
alter table users add column search_version integer not null default 0;
create index users_search_version on users (search_version);

-- Pairs of letters, which begin with a tilde, are no words that a mistyped one was meant to be.
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
