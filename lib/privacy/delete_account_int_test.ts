import assert from "node:assert/strict";
import { withAccounts } from "@/lib/account/testing.ts";
import { hashRecoveryCode } from "@/lib/auth/recovery_codes.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { insertMessages } from "@/lib/notifications/write.ts";
import { until } from "@/lib/testing/until.ts";

const EMAIL = "ada@example.org";
const CODE = "7K2M-Q0RZ-4W8D-N1PT";

Deno.test("the last admin cannot be deleted, and is told the way out; with another they can", () =>
  withAccounts(async ({ sql, newVisitor }) => {
    const ada = await newVisitor(EMAIL);
    const bob = await newVisitor("bob@example.org");
    await sql`update users set role = 'admin' where email = ${EMAIL}`;
    // Nobody can sign in to a locked account.
    await sql`update users set role = 'admin', locked_at = now() where email = 'bob@example.org'`;
    const proof = { password: ada.password };
    await ada.assertProblem("DELETE", "/api/me", proof, 409, "last-admin");
    const page = await ada.page("POST", "/account/delete", proof);
    assert.equal(page.status, 409);
    const html = await page.text();
    assert.match(html, /You are the only administrator/);
    assert.match(html, /href="\/admin\/accounts"/);
    assert.equal((await ada.get("/api/me")).status, 200);

    await sql`update users set locked_at = null where email = 'bob@example.org'`;
    assert.equal((await ada.call("DELETE", "/api/me", proof)).status, 204);
    await bob.assertProblem("DELETE", "/api/me", { password: bob.password }, 409, "last-admin");
  }));

Deno.test("of two admins who delete their accounts at once, one stays", () =>
  withAccounts(async ({ sql, newVisitor }) => {
    const admins = [await newVisitor(EMAIL), await newVisitor("bob@example.org")];
    await sql`update users set role = 'admin'`;
    const statuses = await Promise.all(
      admins.map(async (admin) =>
        (await admin.call("DELETE", "/api/me", { password: admin.password })).status
      ),
    );
    assert.deepEqual(statuses.toSorted(), [204, 409]);
  }));

Deno.test("a message that was composed before an erasure and is written after it has no words", () =>
  withAccounts(async ({ sql, newVisitor, mailsTo }) => {
    const ada = await newVisitor(EMAIL);
    const [{ id: userId }] = await sql<[{ id: string }]>`select id from users`;
    const message = {
      ...{
        kind: "new-device" as const,
        buyerId: userId,
        bookingId: null,
        fact: "",
        recipient: EMAIL,
        locale: "en",
      },
      ...{ subject: "New sign-in", text: "Hello Ada", body: [{ kind: "text" as const, text: "Hello Ada" }] },
    };
    const committed = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    // Written, but not committed yet: the erasure has to wait for it.
    const early = transaction(sql, async (tx) => {
      await insertMessages(tx, [message]);
      written.resolve();
      await committed.promise;
    });
    await written.promise;
    const deleting = ada.call("DELETE", "/api/me", { password: ada.password });
    await until(
      () => sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      (waiting) => waiting.length > 0,
    );
    committed.resolve();
    await early;
    assert.equal((await deleting).status, 204);
    await transaction(sql, (tx) => insertMessages(tx, [{ ...message, fact: "later" }]));
    const rows = await sql`select subject, text, body, recipient, sent_at from messages`;
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.deepEqual(row, { subject: "", text: "", body: null, recipient: null, sentAt: null });
    }
    assert.deepEqual(await mailsTo(EMAIL), []);
  }));

/** A row of each table whose rows belong to an account. */
const ownRows: Record<string, (sql: Sql, userId: string) => Promise<unknown>> = {
  sessions: (sql, userId) =>
    sql`insert into sessions (id, user_id, refresh_hash, expires_at, ended_at)
      values (gen_random_uuid(), ${userId}, 'x', now(), now())`,
  one_time_links: (sql, userId) =>
    sql`insert into one_time_links (id, kind, user_id, email, created_at, expires_at)
      values (gen_random_uuid(), 'change-email', ${userId}, ${EMAIL}, now(), now())`,
  totp_factors: (sql, userId) =>
    sql`insert into totp_factors (user_id, secret, key_id, created_at) values (${userId}, '', '', now())`,
  recovery_codes: (sql, userId) =>
    sql`insert into recovery_codes (user_id, hash) values (${userId}, ${hashRecoveryCode(CODE)})`,
  passkeys: (sql, userId) =>
    sql`insert into passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
      values (gen_random_uuid(), ${userId}, 'x', 'x', 0, '{}', 'my phone', now())`,
  wrong_codes: (sql, userId) =>
    sql`insert into wrong_codes (user_id, count, since) values (${userId}, 1, now())`,
  identities: (sql, userId) =>
    sql`insert into identities (issuer, subject, user_id, created_at) values ('i', 's', ${userId}, now())`,
  idempotency_keys: (sql, userId) =>
    sql`insert into idempotency_keys (owner_id, key, request_hash) values (${userId}, 'k', 'x')`,
};

Deno.test("nothing is left in any table whose rows belong to an account", () =>
  withAccounts(async ({ sql, newVisitor }) => {
    const ada = await newVisitor(EMAIL);
    const [{ id }] = await sql<[{ id: string }]>`select id from users`;
    const referring = await sql<{ name: string; column: string }[]>`
      select conrelid::regclass::text as name, attname as column
      from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where confrelid = 'users'::regclass and confdeltype = 'c' order by 1`;
    // Keys may also be a guest's, so they refer to nothing.
    const owned = [...referring, { name: "idempotency_keys", column: "owner_id" }];
    assert.deepEqual(
      owned.map(({ name }) => name).toSorted(),
      Object.keys(ownRows).toSorted(),
      "add a row of the new table",
    );
    for (const write of Object.values(ownRows)) await write(sql, id);
    const proof = { password: ada.password, code: CODE };
    assert.equal((await ada.call("DELETE", "/api/me", proof)).status, 204);
    for (const { name, column } of owned) {
      assert.equal((await sql`select from ${sql(name)} where ${sql(column)} = ${id}`).length, 0, name);
    }
  }));
