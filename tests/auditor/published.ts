/** Keeps messages that have left the outbox, so that the auditor can check that each was handled. */
import type { Sql } from "@/lib/db/pool.ts";

/** Creates a trigger that restores, marked as published, each message deleted because another event log has it. */
export async function keepPublished(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create function keep_published() returns trigger language plpgsql as $$
    begin
      insert into outbox (seq, id, topic, key, traceparent, data, occurred_at, position) overriding system value
      select seq, id, topic, key, traceparent, data, occurred_at, seq from taken where position is null;
      return null;
    end $$;
    create trigger keep_published after delete on outbox
      referencing old table as taken for each statement execute function keep_published()`);
}
