-- Whoever created a venue or a chart owns it. Only admins write those without an owner.
alter table venues add column owner_id uuid references users (id);
alter table charts add column owner_id uuid references users (id);

update venues v set owner_id = a.actor_id
from audit_log a
where a.subject_type = 'venue' and a.action = 'venue.created' and a.subject_id = v.id::text;

-- Every version belongs to whoever wrote the first one.
update charts c set owner_id = a.actor_id
from audit_log a
where a.subject_type = 'chart' and a.action = 'chart.written' and a.detail ->> 'version' = '1'
  and a.subject_id = c.id::text;
