-- Single tickets are given back: their seats stay in the booking as its history, but are no longer part of it.
alter table booking_seats add column returned_at timestamptz;

-- A refund by ticket names its tickets and what the organiser keeps of their price. One of nothing (a free seat, or a fee
-- as high as the price) is done at once: no provider is asked.
alter table refunds
  add column tickets uuid[],
  add column fee integer not null default 0 check (fee >= 0),
  add column seats_kept boolean not null default false,
  add column note text,
  drop constraint refunds_amount_check,
  add constraint refunds_amount_check
    check (amount > 0 or (amount = 0 and tickets is not null and status = 'done'));

-- Besides the one message of each kind a booking has one for each fact of a kind that repeats, such as a refund.
alter table messages add column fact text not null default '';
update messages set fact = id::text where kind = 'partial-refund';
drop index messages_once;
create unique index messages_once on messages (booking_id, kind, fact);

-- Other writes than placing a booking take a key, too: they keep the answer that a repeat gets.
alter table idempotency_keys
  alter column booking_id drop not null,
  add column answer jsonb;
