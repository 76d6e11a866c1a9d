-- What is deleted once it is old is found without reading what is not.
create index sessions_expires on sessions (expires_at);
-- New ranges would else be read until the next vacuum.
alter index placements_created set (autosummarize = on);
