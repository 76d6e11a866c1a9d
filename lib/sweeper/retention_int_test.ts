import assert from "node:assert/strict";
import postgres from "postgres";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { parseConfig } from "@/lib/config.ts";
import { expireAudit } from "@/lib/db/audit_log.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { type Kept, retentionRules, tidy } from "./retention.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const config = parseConfig({});

/** Inserts a row whose age is counted from `at`. */
type Write = (sql: Sql, at: Date, userId: string) => Promise<unknown>;

const writers: Record<string, Write> = {
  sessions: (sql, at, userId) =>
    sql`insert into sessions (id, user_id, refresh_hash, expires_at)
      values (gen_random_uuid(), ${userId}, decode(md5(random()::text), 'hex'), ${at})`,
  used_challenges: (sql, at) =>
    sql`insert into used_challenges (id, expires_at) values (gen_random_uuid(), ${at})`,
  one_time_links: (sql, at, userId) =>
    sql`insert into one_time_links (id, kind, user_id, email, created_at, expires_at)
      values (gen_random_uuid(), 'confirm-email', ${userId}, 'ada@example.org', ${at}, ${at})`,
  totp_factors: (sql, at, userId) =>
    sql`insert into totp_factors (user_id, secret, key_id, created_at) values (${userId}, '', '', ${at})`,
  wrong_codes: (sql, at, userId) =>
    sql`insert into wrong_codes (user_id, count, since) values (${userId}, 1, ${at})`,
  messages: (sql, at, userId) =>
    sql`insert into messages (id, buyer_id, kind, subject, text, created_at, sent_at)
      values (gen_random_uuid(), ${userId}, 'confirmation', 'Your tickets', 'Hello Ada', ${at}, ${at})`,
  audit_log: (sql, at, userId) =>
    sql`insert into audit_log (id, at, actor_id, action, subject_type, subject_id)
      values (gen_random_uuid(), ${at}, ${userId}, 'account.signed-in', 'account', ${userId})`,
  idempotency_keys: (sql, at, userId) =>
    sql`insert into idempotency_keys (owner_id, key, request_hash, created_at)
      values (${userId}, ${crypto.randomUUID()}, '', ${at})`,
  placements: (sql, at) =>
    sql`insert into placements (hold_id, attempt, created_at) values (${crypto.randomUUID()}, 1, ${at})`,
  "outbox, inbox": async (sql, at) => {
    await sql`insert into inbox (consumer_group, message_id, received_at) values ('g', gen_random_uuid(), ${at})`;
    await sql`insert into outbox (id, topic, key, data, occurred_at, position)
      select gen_random_uuid(), 'booking.failed', 'k', '{}', ${at}, coalesce(max(position), 0) + 1 from outbox`;
  },
  dead_letters: (sql, at) =>
    sql`insert into dead_letters (id, consumer_group, topic, message, error, resolved_at)
      values (gen_random_uuid(), 'g', 'booking.failed', '{}', 'TypeError', ${at})`,
  artworks: (sql, at) =>
    sql`insert into artworks (id, width, height, tint, uploaded_at)
      values (encode(sha256(${crypto.randomUUID()}::text::bytea), 'hex'), 1, 1, '#000000', ${at})`,
};

/** How many rows are left; of messages, how many still have their text. */
async function countRows(sql: Sql, data: string): Promise<number> {
  let count = 0;
  for (const table of data.split(", ")) {
    const isMessages = table === "messages";
    count += (await sql`select from ${sql(table)} ${isMessages ? sql`where subject <> ''` : sql``}`).length;
  }
  return count;
}

function keptMs(kept: Kept): number {
  if (kept === "until it expires") return 0;
  return "hours" in kept ? kept.hours * HOUR_MS : ("days" in kept ? kept.days : config[kept.daysIn]) * DAY_MS;
}

async function insertPerson(sql: Sql): Promise<string> {
  const id = crypto.randomUUID();
  await sql`insert into users (id, email, email_key, name, role) values (${id}, ${id}, ${id}, 'Ada', 'visitor')`;
  return id;
}

Deno.test("everything is kept as long as its rule says, to the second, by the given clock", async (t) => {
  await withDatabase(async (sql) => {
    const nowMs = Date.parse("2030-05-01T12:00:00Z");
    for (const { data, kept } of retentionRules) {
      await t.step(data, async () => {
        const sweep = (now: number) => tidy({ sql, config, now: () => now });
        const before = await countRows(sql, data);
        await writers[data](sql, new Date(nowMs - keptMs(kept) + 1_000), await insertPerson(sql));
        const rows = await countRows(sql, data) - before;
        assert.ok(rows > 0);
        await sweep(nowMs);
        assert.equal(await countRows(sql, data), before + rows, "a second too early");
        await sweep(nowMs + 1_001);
        assert.equal(await countRows(sql, data), before);
      });
    }
  });
});

Deno.test("everything is forgotten in batches, and the result says whether there may be more", async (t) => {
  await withDatabase(async (sql) => {
    const old = new Date("2020-01-01T12:00:00Z");
    for (const { data, forget } of retentionRules) {
      // Its batches are of a fixed size.
      if (data === "audit_log") continue;
      await t.step(data, async () => {
        for (let n = 0; n < 3; n++) await writers[data](sql, old, await insertPerson(sql));
        const each = await countRows(sql, data) / 3;
        assert.equal(await forget(sql, new Date(), 2), 2 * each);
        assert.equal(await forget(sql, new Date(), 2), each);
        assert.equal(await forget(sql, new Date(), 2), 0);
      });
    }
    const writeOld = async () => await writers.placements(sql, old, "");
    for (let n = 0; n < 3; n++) await writeOld();
    const sweep = () => tidy({ sql, config, now: Date.now }, 2);
    assert.deepEqual([await sweep(), await sweep()], [true, false]);
  });
});

Deno.test("what is to be forgotten is found by an index", async () => {
  await withDatabase(async (sql, url) => {
    // Mostly recent rows, as on a site in use.
    const now = Date.now();
    for (const [data, write] of Object.entries(writers)) {
      for (const table of data.split(", ")) {
        await sql`alter table ${sql(table)} set (autovacuum_enabled = off)`;
      }
      await write(sql, new Date(now), await insertPerson(sql));
    }
    const copies = `generate_series(1, 20000) as n`;
    await sql`set session_replication_role = replica`;
    await sql`insert into users (id, name, role) select gen_random_uuid(), 'Ada', 'visitor' from ${
      sql.unsafe(copies)
    }`;
    await sql.unsafe(`
      insert into sessions (id, user_id, refresh_hash, expires_at)
        select gen_random_uuid(), id, sha256(id::text::bytea), now() + interval '1 day' from users;
      insert into used_challenges (id, expires_at)
        select gen_random_uuid(), now() + interval '5 minutes' from users;
      insert into one_time_links (id, kind, user_id, email, created_at, expires_at)
        select gen_random_uuid(), 'confirm-email', id, 'a', now(), now() from users;
      insert into totp_factors (user_id, secret, key_id, created_at, confirmed_at)
        select id, '', '', '2020-01-01', '2020-01-01' from users on conflict do nothing;
      insert into wrong_codes (user_id, count, since) select id, 1, now() from users on conflict do nothing;
      insert into messages (id, buyer_id, kind, subject, text, created_at, sent_at)
        select gen_random_uuid(), id, 'confirmation', case when random() < 0.5 then 'Tickets' else '' end, '',
          case when random() < 0.5 then now() else '2020-01-01' end, now() from users;
      update messages set created_at = now() where subject <> '';
      insert into idempotency_keys (owner_id, key, request_hash) select id, 'k', '' from users;
      insert into placements (hold_id, attempt) select id::text, 1 from users;
      insert into inbox (consumer_group, message_id) select 'g', id from users;
      insert into outbox (id, topic, key, data, position)
        select id, 'booking.failed', 'k', '{}', 10 + row_number() over () from users;
      insert into dead_letters (id, consumer_group, topic, message, error, resolved_at)
        select id, 'g', 'booking.failed', '{}', 'TypeError', now() from users;
      insert into audit_log (id, at, action, subject_type, subject_id)
        select gen_random_uuid(), now(), 'account.signed-in', 'account', id::text from users`);
    await sql`set session_replication_role = origin`;
    await sql.unsafe("vacuum analyze");

    const statements: { query: string; parameters: unknown[] }[] = [];
    const watched = postgres(url, {
      max: 1,
      debug: (_, query, parameters) => void statements.push({ query, parameters }),
    });
    try {
      for (const { data, kept, forget } of retentionRules) {
        // Few rows, without an index: an upload is rare.
        if (data === "artworks") continue;
        await forget(watched as unknown as Sql, new Date(now - keptMs(kept)), 5_000);
      }
    } finally {
      await watched.end();
    }
    const seen = statements.filter(({ query }) => /^\s*(delete|update)/.test(query));
    assert.equal(
      seen.length,
      retentionRules.length - 1,
      "one each; two for messages; the audit log's is inside a function",
    );
    const scans: string[] = [];
    for (const { query, parameters } of seen) {
      const plan = await sql.unsafe<{ "QUERY PLAN": string }[]>(`explain ${query}`, parameters as never[]);
      const lines = plan.map((row) => Object.values(row)[0]).join("\n");
      if (/Seq Scan on (?!consumer_offsets)/.test(lines)) scans.push(`${query}\n${lines}`);
    }
    assert.deepEqual(scans, []);
    const [{ "QUERY PLAN": audit }] = await sql<{ "QUERY PLAN": string }[]>`
      explain select id from audit_log where at < now() - interval '730 days' order by at, id limit 5000`
      .then((rows) => rows.slice(1).map((row) => ({ "QUERY PLAN": Object.values(row)[0] })));
    assert.match(audit, /audit_log_at/);
    assert.equal(await expireAudit(sql, new Date(now - DAY_MS)), 0);
  }, { statementTimeoutMs: 120_000, max: 1 });
});

/** Writes a message and makes it this old. */
async function messageOf(sale: Sale, state: "waiting" | "sent" | "failed"): Promise<string> {
  const [{ id }] = await sale.sql<[{ id: string }]>`
    insert into messages (id, buyer_id, kind, subject, text, body, recipient, created_at, sent_at, failed_at, error)
    values (gen_random_uuid(), ${await sale
    .buyer()}, 'new-device', 'New sign-in', 'Hello Ada', '[]', 'ada@example.org',
      now() - interval '366 days', ${state === "sent" ? new Date() : null}, ${
    state === "failed" ? new Date() : null
  },
      ${state === "failed" ? "550" : null}) returning id`;
  return id;
}

Deno.test("of an old message only its row remains, without text; one that waits to be sent keeps its text", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    const ids = [
      await messageOf(sale, "waiting"),
      await messageOf(sale, "sent"),
      await messageOf(sale, "failed"),
    ];
    await tidy({ sql, config, now: Date.now });
    const rows = await sql`
      select id, subject, text, recipient, error, sent_at is not null as sent, withdrawn_at is not null as withdrawn,
        failed_at is not null as failed from messages`;
    const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
    const empty = { subject: "", text: "", recipient: null, error: null, failed: false };
    assert.deepEqual(byId.get(ids[0]), {
      ...{ subject: "New sign-in", text: "Hello Ada", recipient: "ada@example.org" },
      ...{ error: null, sent: false, withdrawn: false, failed: false },
    });
    assert.deepEqual(byId.get(ids[1]), { ...empty, sent: true, withdrawn: false });
    // It can't be sent again on request.
    assert.deepEqual(byId.get(ids[2]), { ...empty, sent: false, withdrawn: true });
    await sql`delete from messages`;
  }));
