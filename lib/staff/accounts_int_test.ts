import assert from "node:assert/strict";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { Sessions } from "@/lib/auth/sessions.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import { beginTotp } from "@/lib/auth/second_factors.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { insertApp } from "@/lib/testing/fixtures.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { accountsQuery, changeAccount, findAccount, grantRole, listAccounts } from "./accounts.ts";

const now = Date.now;

async function insertPerson(sql: Sql, name: string, role: Role = "visitor"): Promise<string> {
  const id = crypto.randomUUID();
  const email = `${name.split(" ")[0].toLowerCase()}@example.org`;
  await sql`insert into users ${sql({ ...nameColumns(name), id, email, emailKey: emailKey(email), role })}`;
  return id;
}

function sessionsOf(sql: Sql): Sessions {
  return new Sessions({ sql, secrets: testSecrets, now });
}

async function signIn(sessions: Sessions, id: string, role: Role) {
  const user = { id, email: "", emailConfirmed: true, name: "", role, locale: null };
  return await sessions.start(user, { userAgent: "test", visitorId: null, address: "192.0.2.9" });
}

Deno.test("accounts are found by name, email and role, a page at a time, newest first", async () => {
  await withDatabase(async (sql) => {
    for (const name of ["Ada O’Connor", "Bob Łukasz", "Cleo Brook"]) await insertPerson(sql, name);
    await insertPerson(sql, "Dora Brook", "organizer");
    const find = async (query: Record<string, string>) => {
      const { items, nextCursor } = await listAccounts({ sql, now }, accountsQuery.parse(query));
      return { names: items.map(({ name }) => name.split(" ")[0]), nextCursor };
    };
    assert.deepEqual((await find({})).names, ["Dora", "Cleo", "Bob", "Ada"]);
    assert.deepEqual((await find({ q: "oconnor" })).names, ["Ada"]);
    assert.deepEqual((await find({ q: "lukasz" })).names, ["Bob"]);
    assert.deepEqual((await find({ q: "CLEO@" })).names, ["Cleo"]);
    assert.deepEqual((await find({ q: "brook", role: "organizer" })).names, ["Dora"]);
    const first = await find({ limit: "3" });
    assert.deepEqual(first.names, ["Dora", "Cleo", "Bob"]);
    assert.deepEqual((await find({ limit: "3", cursor: first.nextCursor! })).names, ["Ada"]);
  });
});

Deno.test("an account is listed with its second factors", async () => {
  await withDatabase(async (sql) => {
    const id = await insertPerson(sql, "Ada");
    const factors = async () => (await listAccounts({ sql, now }, accountsQuery.parse({}))).items[0].factors;
    assert.deepEqual(await factors(), []);
    await transaction(sql, (tx) => beginTotp(tx, id, { secrets: testSecrets, nowMs: now() }));
    assert.deepEqual(await factors(), [], "one that is being set up does not count");
    await insertApp(sql, id, now());
    assert.deepEqual(await factors(), ["totp"]);
  });
});

Deno.test("a new role takes effect at once, and who granted it is recorded", async () => {
  await withDatabase(async (sql) => {
    const admin = { id: await insertPerson(sql, "Ada", "admin"), address: "192.0.2.1" };
    const id = await insertPerson(sql, "Bob");
    const sessions = sessionsOf(sql);
    const { accessToken } = await signIn(sessions, id, "visitor");
    assert.equal((await sessions.identify(accessToken))!.user.role, "visitor");
    const changed = await changeAccount({ sql, sessions, now }, admin, id, { role: "organizer" });
    assert.equal(changed.ok && changed.account.role, "organizer");
    assert.equal((await sessions.identify(accessToken))!.user.role, "organizer");
    assert.ok((await changeAccount({ sql, sessions, now }, admin, id, { role: "organizer" })).ok);
    const entries = await sql`
      select actor_id, address, subject_id, detail from audit_log where action = 'account.role-changed'`;
    assert.deepEqual({ ...entries[0] }, {
      actorId: admin.id,
      address: admin.address,
      subjectId: id,
      detail: { before: { role: "visitor" }, after: { role: "organizer" } },
    });
    assert.equal(entries.length, 1, "a change that changes nothing is not recorded");
  });
});

Deno.test("locking an account ends its sessions, and unlocking does not revive them", async () => {
  await withDatabase(async (sql) => {
    const admin = { id: await insertPerson(sql, "Ada", "admin"), address: null };
    const id = await insertPerson(sql, "Bob");
    const sessions = sessionsOf(sql);
    const { accessToken } = await signIn(sessions, id, "visitor");
    assert.equal((await findAccount({ sql, now }, id))!.sessions, 1);
    const locked = await changeAccount({ sql, sessions, now }, admin, id, { locked: true });
    assert.deepEqual(locked.ok && [locked.account.locked, locked.account.sessions], [true, 0]);
    assert.equal(await sessions.identify(accessToken), null);
    const late = await signIn(sessions, id, "visitor");
    assert.equal(await sessions.identify(late.accessToken), null, "a sign-in that was under way");
    assert.ok((await changeAccount({ sql, sessions, now }, admin, id, { locked: false })).ok);
    assert.equal(await sessions.identify(accessToken), null);
    const actions = await sql`select action from audit_log where actor_id = ${admin.id} order by at, id`;
    assert.deepEqual(actions.map(({ action }) => action), ["account.locked", "account.unlocked"]);
  });
});

Deno.test("there is always an admin, even if two demote each other at once", async () => {
  await withDatabase(async (sql) => {
    const [ada, bob] = [await insertPerson(sql, "Ada", "admin"), await insertPerson(sql, "Bob", "admin")];
    const sessions = sessionsOf(sql);
    const demote = (actor: string, id: string) =>
      changeAccount({ sql, sessions, now }, { id: actor, address: null }, id, { role: "visitor" });
    const results = await Promise.all([demote(ada, bob), demote(bob, ada)]);
    assert.deepEqual(results.map((result) => result.ok || result.code).sort(), ["last-admin", true]);
    const [{ id: left }, ...others] = await sql`select id from users where role = 'admin'`;
    assert.deepEqual(others, []);
    const itself = { id: left, address: null };
    for (const patch of [{ role: "organizer" }, { locked: true }] as const) {
      const refused = await changeAccount({ sql, sessions, now }, itself, left, patch);
      assert.deepEqual(refused, { ok: false, code: "last-admin" });
    }
    const unknown = await changeAccount({ sql, sessions, now }, itself, crypto.randomUUID(), {
      locked: true,
    });
    assert.deepEqual(unknown, { ok: false, code: "not-found" });
  });
});

Deno.test("a locked admin does not count as one", async () => {
  await withDatabase(async (sql) => {
    const ada = await insertPerson(sql, "Ada", "admin");
    const bob = await insertPerson(sql, "Bob", "admin");
    await sql`update users set locked_at = now() where id = ${bob}`;
    const patch = { role: "visitor" } as const;
    const needs = { sql, sessions: sessionsOf(sql), now };
    const refused = await changeAccount(needs, { id: ada, address: null }, ada, patch);
    assert.deepEqual(refused, { ok: false, code: "last-admin" });
  });
});

Deno.test("the server's operator appoints the first admin", async () => {
  await withDatabase(async (sql) => {
    const id = await insertPerson(sql, "Ada");
    const granted = await grantRole({ sql, now }, "ADA@example.org", "admin");
    assert.equal(granted.ok && granted.account.role, "admin");
    const [entry] = await sql`select actor_id, address, subject_id from audit_log`;
    assert.deepEqual({ ...entry }, { actorId: null, address: null, subjectId: id });
    const unknown = await grantRole({ sql, now }, "nobody@example.org", "admin");
    assert.deepEqual(unknown, { ok: false, code: "not-found" });
  });
});
