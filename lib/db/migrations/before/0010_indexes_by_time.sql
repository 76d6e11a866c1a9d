-- As placements already: rows that are written in the order of their time and looked for only to be forgotten by age are
-- found by ranges of blocks. Each booking writes one key and five rows of the inbox, and no entry of an index for them.
drop index idempotency_keys_created;
create index idempotency_keys_created on idempotency_keys using brin (created_at) with (autosummarize = on);
drop index inbox_received;
create index inbox_received on inbox using brin (received_at) with (autosummarize = on);
