-- The mock payment provider's own books. It stands for another company's database: nothing of Aisle joins it,
-- and the auditor compares the two.
create schema mock_provider;

create table mock_provider.charges (
  -- The idempotency key of the caller: the booking id.
  key text primary key,
  amount integer not null,
  currency text not null,
  token text not null,
  -- processing: it may still approve at approves_at. closed: nothing was taken, and nothing ever will be.
  status text not null check (status in ('processing', 'approved', 'declined', 'closed')),
  approves_at timestamptz,
  created_at timestamptz not null default now(),
  decided_at timestamptz
);

create table mock_provider.refunds (
  key text primary key,
  charge_key text not null references mock_provider.charges (key),
  amount integer not null check (amount > 0),
  created_at timestamptz not null default now()
);
create index refunds_charge on mock_provider.refunds (charge_key);
