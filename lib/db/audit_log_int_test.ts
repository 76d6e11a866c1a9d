import assert from "node:assert/strict";
import {
  type AuditEntry,
  auditing,
  expireAudit,
  redactAudit,
  unknownAddress,
  writeAudit,
} from "./audit_log.ts";
import { type Sql, transaction } from "./pool.ts";
import { withDatabase } from "./testing.ts";

async function insertPerson(sql: Sql): Promise<string> {
  const id = crypto.randomUUID();
  await sql`
    insert into users (id, email, email_key, name, role)
    values (${id}, ${`${id}@example.org`}, ${`${id}@example.org`}, 'Ada', 'admin')`;
  return id;
}

function write(sql: Sql, entry: AuditEntry): Promise<void> {
  return transaction(sql, (tx) => writeAudit(tx, entry));
}

function read(sql: Sql) {
  return sql<{ action: string; address: string | null; count: number }[]>`
    select action, address, coalesce(count, 1) as count
    from audit_log left join audit_repeats on entry_id = id order by at, id`;
}

const someEntry: AuditEntry = {
  actor: { id: null, address: "192.0.2.7" },
  action: "account.sign-in-failed",
  subject: { type: "account", id: "0197" },
};

Deno.test("no statement can change the audit log", async () => {
  await withDatabase(async (sql) => {
    await write(sql, someEntry);
    await write(sql, someEntry);
    const changes = [
      "update audit_log set detail = '{}'",
      "update audit_log set at = now() where false",
      "delete from audit_log",
      "truncate audit_log cascade",
      "truncate users cascade",
      "insert into audit_log select * from audit_log on conflict (id) do update set action = 'other'",
      "merge into audit_log a using audit_log b on a.id = b.id when matched then delete",
      "update audit_repeats set count = 2",
      "delete from audit_repeats",
      "truncate audit_repeats",
      // Pretending to be one of the functions that may.
      `do $$ begin delete from audit_log /* PL/pgSQL function audit_expire(timestamptz) line 1 at x */; end $$`,
    ];
    for (const change of changes) {
      await assert.rejects(sql.unsafe(change), { code: "42501" }, change);
    }
    assert.equal((await read(sql)).length, 1);
  });
});

Deno.test("what is repeated within a minute is one entry with a count", async () => {
  await withDatabase(async (sql) => {
    await Promise.all(Array.from({ length: 8 }, () => write(sql, someEntry)));
    await write(sql, { ...someEntry, actor: { id: null, address: "192.0.2.8" } });
    await write(sql, { ...someEntry, detail: { why: "password" } });
    assert.deepEqual((await read(sql)).map(({ count }) => count), [8, 1, 1]);
  });
});

Deno.test("what happens again after a minute is another entry", async () => {
  await withDatabase(async (sql) => {
    await sql`
      insert into audit_log (id, at, action, address, subject_type, subject_id)
      values (${crypto.randomUUID()}, now() - interval '61 seconds', ${someEntry.action}, ${someEntry.actor.address},
              ${someEntry.subject.type}, ${someEntry.subject.id})`;
    await write(sql, someEntry);
    assert.deepEqual((await read(sql)).map(({ count }) => count), [1, 1]);
  });
});

Deno.test("an entry is written with its action or not at all", async () => {
  await withDatabase(async (sql) => {
    const failing = transaction(sql, async (tx) => {
      await writeAudit(tx, someEntry);
      throw new Error("the action failed");
    });
    await assert.rejects(failing, /the action failed/);
    await sql`with none as (select where false) select ${auditing(sql, someEntry)} from none`;
    assert.equal((await read(sql)).length, 0);
    await sql`with one as (select) select ${auditing(sql, someEntry)} from one`;
    assert.equal((await read(sql)).length, 1);
  });
});

Deno.test("redacting a person erases their network addresses, not those of others", async () => {
  await withDatabase(async (sql) => {
    const [person, admin] = [await insertPerson(sql), await insertPerson(sql)];
    const subject = { type: "account", id: person } as const;
    await write(sql, { action: "account.signed-in", actor: { id: person, address: "192.0.2.1" }, subject });
    await write(sql, {
      action: "account.sign-in-failed",
      actor: { id: null, address: "192.0.2.2" },
      subject,
    });
    await write(sql, { action: "account.locked", actor: { id: admin, address: "192.0.2.3" }, subject });
    await transaction(sql, (tx) => redactAudit(tx, person));
    assert.deepEqual((await read(sql)).map(({ address }) => address), [null, null, "192.0.2.3"]);
    await assert.rejects(sql`update audit_log set address = null`, { code: "42501" });
  });
});

Deno.test("old entries expire with their counts", async () => {
  await withDatabase(async (sql) => {
    await write(sql, someEntry);
    await write(sql, someEntry);
    const [{ at }] = await sql<[{ at: Date }]>`select at from audit_log`;
    assert.equal(await expireAudit(sql, at), 0);
    assert.equal(await expireAudit(sql, new Date(at.getTime() + 1)), 1);
    assert.equal((await read(sql)).length, 0);
    assert.equal((await sql`select from audit_repeats`).length, 0);
  });
});

Deno.test("an address without an account is recorded as a keyed digest", () => {
  const { type, id } = unknownAddress("key", "ada@example.org");
  assert.equal(type, "address");
  assert.match(id, /^[\w-]{43}$/);
  assert.notEqual(id, unknownAddress("other key", "ada@example.org").id);
  assert.notEqual(id, unknownAddress("key", "bob@example.org").id);
});
