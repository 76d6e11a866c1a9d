-- The words of an event, for the index alone: a stored column would be read row by row when a search has many results, and
-- unpacking it took most of the time. The cost tells the planner what the words take to make.
create or replace function searched_words(search_text text) returns tsvector
language plpgsql immutable strict parallel safe cost 100 as $$
begin
  return array_to_tsvector(array_remove(string_to_array(translate(search_text, E'\n', ' '), ' '), ''));
end $$;
