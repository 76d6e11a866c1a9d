-- When places for wheelchairs are open to everybody; null: two days before the event starts.
alter table events add column accessible_release_at timestamptz;
