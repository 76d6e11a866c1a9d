-- The same device reading a ticket twice within seconds has read it once.
alter table checkins add column device text;
