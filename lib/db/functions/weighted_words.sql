-- The words of a line of search_text, all with the weight of that line. Their positions say nothing.
create or replace function weighted_words(line text, weight text) returns tsvector language sql immutable strict return
  regexp_replace(line, '([^ ]+)', '''\1'':1' || weight, 'g')::tsvector;
