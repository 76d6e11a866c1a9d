-- Posters. A drawn one has a motif that the events beside it in lists don't have; artwork that organizers upload stands in
-- its place. Artwork is named by its content, so events share it, and its pictures never change.
create table artworks (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  -- Of the largest picture.
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  -- A colour that goes with it.
  tint text not null check (tint ~ '^#[0-9a-f]{6}$'),
  -- When it was last uploaded: what no event has is kept for a while, so that an upload can find its event.
  uploaded_at timestamptz not null default now()
);

create table artwork_pictures (
  artwork_id text not null references artworks on delete cascade,
  width integer not null,
  type text not null check (type in ('webp', 'jpg')),
  bytes bytea not null,
  primary key (artwork_id, width, type)
);
-- Pictures are compressed already.
alter table artwork_pictures alter column bytes set storage external;

alter table events
  add column poster_motif text,
  add column artwork_id text references artworks,
  add column artwork_alt text not null default '',
  add column artwork_x smallint not null default 50 check (artwork_x between 0 and 100),
  add column artwork_y smallint not null default 50 check (artwork_y between 0 and 100);
create index events_artwork on events (artwork_id) where artwork_id is not null;

-- Events that are announced already get motifs in turn, by date.
update events e set poster_motif = case e.type
    when 'concert' then (array['waves', 'strings', 'spotlight', 'record', 'crowd', 'skyline', 'keys', 'loudspeaker'])[turn]
    else (array['frames', 'projector', 'horizon', 'curtain', 'eye', 'letterforms', 'marquee', 'doorway'])[turn]
  end
from (
  select id, 1 + (row_number() over (partition by type order by starts_at, id) - 1) % 8 as turn
  from events where status <> 'draft'
) season
where season.id = e.id;
