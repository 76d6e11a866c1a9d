import assert from "node:assert/strict";
import { type AuditEntry, unknownAddress, writeAudit } from "@/lib/db/audit_log.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { testSecrets as secrets } from "@/lib/server/testing.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { auditQuery, listAudit } from "./audit_entries.ts";

const [eventId, otherId] = [crypto.randomUUID(), crypto.randomUUID()];

async function insertAdmin(sql: Sql, name: string): Promise<string> {
  const id = crypto.randomUUID();
  const email = `${name}@example.org`;
  await sql`insert into users ${sql({ id, email, emailKey: emailKey(email), name, role: "admin" })}`;
  return id;
}

async function list(sql: Sql, query: Record<string, string> = {}) {
  return (await listAudit({ sql, secrets }, auditQuery.parse(query))).items;
}

/** Ada publishes an event, Bob changes another, and someone tries an address without an account. */
async function withLog(test: (sql: Sql, ada: string) => Promise<void>): Promise<void> {
  await withDatabase(async (sql) => {
    const [ada, bob] = [await insertAdmin(sql, "ada"), await insertAdmin(sql, "bob")];
    const entries: AuditEntry[] = [
      {
        actor: { id: ada, address: "192.0.2.1" },
        action: "event.published",
        subject: { type: "event", id: eventId },
      },
      {
        actor: { id: bob, address: "192.0.2.2" },
        action: "event.changed",
        subject: { type: "event", id: otherId },
        detail: { before: { title: "A" }, after: { title: "B" } },
      },
      {
        actor: { id: null, address: "192.0.2.3" },
        action: "account.sign-in-failed",
        subject: unknownAddress(secrets.cookieSecrets[0], "nobody@example.org"),
      },
    ];
    for (const entry of entries) await writeAudit(sql, entry);
    await test(sql, ada);
  });
}

Deno.test("the log is read newest first, with the email address of whoever acted", () =>
  withLog(async (sql, ada) => {
    const [failed, changed, published] = await list(sql);
    assert.deepEqual([failed.action, failed.actor, failed.address, failed.subject.type], [
      "account.sign-in-failed",
      null,
      "192.0.2.3",
      "address",
    ]);
    assert.deepEqual(changed.detail, { before: { title: "A" }, after: { title: "B" } });
    assert.deepEqual(published.actor, { id: ada, email: "ada@example.org" });
    await sql`update users set email = null, email_key = null, deleted_at = now() where id = ${ada}`;
    assert.deepEqual((await list(sql)).at(-1)!.actor, { id: ada, email: null });
  }));

Deno.test("the log is filtered by actor, action, subject and time", () =>
  withLog(async (sql, ada) => {
    const today = new Date().toISOString().slice(0, 10);
    const rows: [query: Record<string, string>, found: string[]][] = [
      [{ actor: ada }, ["event.published"]],
      [{ actor: "ADA@example.org" }, ["event.published"]],
      [{ actor: "nobody@example.org" }, []],
      [{ action: "event.changed" }, ["event.changed"]],
      [{ action: "event" }, ["event.changed", "event.published"]],
      [{ action: "event.*" }, ["event.changed", "event.published"]],
      [{ action: "even" }, []],
      [{ subject: eventId }, ["event.published"]],
      [{ subject: "Nobody@example.org" }, ["account.sign-in-failed"]],
      [{ actor: ada, action: "account" }, []],
      [{ to: "2026-01-01" }, []],
      [{ from: today, action: "event.published" }, ["event.published"]],
      [{ from: "2999-01-01T00:00:00Z" }, []],
      [{ from: "2020-01-01", to: "2999-01-01", action: "event.changed" }, ["event.changed"]],
    ];
    for (const [query, found] of rows) {
      assert.deepEqual((await list(sql, query)).map(({ action }) => action), found, JSON.stringify(query));
    }
  }));

Deno.test("a day includes all of it, in UTC", async () => {
  await withDatabase(async (sql) => {
    for (const at of ["2026-05-01T23:59:59.999Z", "2026-05-02T00:00:00Z", "2026-05-02T23:59:59.9999Z"]) {
      await sql`
        insert into audit_log (id, at, action, subject_type, subject_id)
        values (${crypto.randomUUID()}, ${at}, 'event.created', 'event', 'e')`;
    }
    assert.equal((await list(sql, { from: "2026-05-02", to: "2026-05-02" })).length, 2);
    assert.equal((await list(sql, { to: "2026-05-02T00:00:00Z" })).length, 2);
  });
});

Deno.test("the pages of the log follow one another without gaps", () =>
  withLog(async (sql) => {
    const first = await listAudit({ sql, secrets }, auditQuery.parse({ limit: "2" }));
    const query = auditQuery.parse({ limit: "2", cursor: first.nextCursor });
    const second = await listAudit({ sql, secrets }, query);
    assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [2, 1, null]);
    assert.deepEqual([...first.items, ...second.items], await list(sql));
  }));

Deno.test("only times, days and actions can be searched for as such", () => {
  for (const query of [{ from: "0000-01-01" }, { to: "yesterday" }, { action: "%" }, { who: "me" }]) {
    assert.equal(auditQuery.safeParse(query).success, false, JSON.stringify(query));
  }
});
