/** What people had before a migration is still there and works after it. Every migration since 0032 is part of this. */
import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { migrate, readMigrations } from "@/lib/db/migrate.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { sign } from "@/lib/http/wire/cookies.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { createServices } from "@/lib/services.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

const BEFORE = 32;
const EMAIL = "ada@example.org";
const BOOKING = "00000000-0000-7000-8000-000000000041";
/** A refresh token that the product of that time issued, apart from its random part. */
const REFRESH_TOKEN = sign(
  "refresh",
  "00000000-0000-7000-8000-000000000011-known-to-the-test",
  testSecrets.cookieSecrets,
);

/** A database as it was when migration 0032 was the newest, with rows of every table. */
function withOldDatabase(test: (sql: Sql, url: string) => Promise<void>): Promise<void> {
  return withDatabase(async (sql, url) => {
    await sql.unsafe("drop schema public, mock_provider cascade; create schema public");
    await migrate(url, (await readMigrations()).filter(({ number }) => number <= BEFORE));
    const rows = await Deno.readTextFile(new URL("rows_0032.sql", import.meta.url));
    await sql.unsafe(
      rows.replace("00000000-0000-7000-8000-000000000011-known-to-the-test.signature", REFRESH_TOKEN),
    );
    await test(sql, url);
  });
}

/** The number of rows of each table. */
async function countRows(sql: Sql): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'mock_provider')
    order by 1`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [{ count }] = await sql<[{ count: number }]>`select count(*)::int as count from ${sql(name)}`;
    counts[name] = count;
  }
  return counts;
}

Deno.test("bookings, sessions and everything else from before the migrations are there and work after them", () =>
  withOldDatabase(async (sql, url) => {
    const before = await countRows(sql);
    assert.deepEqual(Object.keys(before).filter((table) => before[table] === 0), [], "tables without a row");
    await migrate(url);
    const after = await countRows(sql);
    for (const table of Object.keys(before).filter((name) => name !== "public.schema_migrations")) {
      assert.equal(after[table], before[table], table);
    }

    const config = { ...parseConfig({}), databaseUrl: url };
    const services = createServices(config, testSecrets);
    try {
      const app = await appOn(services);
      const browser = new PageClient(app);
      browser.cookies.set("aisle_refresh", REFRESH_TOKEN);
      const json = async (path: string) => {
        const response = await browser.get(path);
        assert.equal(response.status, 200, path);
        return await response.json();
      };
      const { email, locale } = await json("/api/me");
      assert.deepEqual([email, locale], ["Ada@Example.org", "de-CH"]);
      const { items: [booking] } = await json("/api/bookings");
      assert.deepEqual([booking.id, booking.status, booking.tickets.length], [BOOKING, "confirmed", 1]);
      assert.equal((await json("/api/messages")).items.length, 1);
      assert.equal((await json("/api/events/a-concert")).title, "A Concert");
      for (const path of [`/bookings/${BOOKING}`, "/account", "/account/security", "/events/a-concert"]) {
        assert.equal((await browser.get(path)).status, 200, path);
      }
      const signedIn = await new PageClient(app).call("/api/auth/login", {
        email: EMAIL,
        password: "correct horse battery",
      });
      assert.equal(signedIn.status, 200);
      const taken = await new PageClient(app).call("/api/auth/register", {
        email: EMAIL,
        password: "a quiet correct horse",
        name: "Ada",
      });
      assert.equal(taken.status, 409);
      const cancelled = await browser.call(`/api/bookings/${BOOKING}/cancel`, {});
      assert.equal((await cancelled.json()).status, "cancelled");
    } finally {
      await services.close();
    }
  }));

Deno.test("email addresses that can't get a key stop the migration, which names their accounts", () =>
  withOldDatabase(async (sql, url) => {
    const id = "00000000-0000-7000-8000-000000000002";
    await sql`update users set email = 'b\u00f6b@example.org' where id = ${id}`;
    await assert.rejects(migrate(url), (error: Error) => error.message.includes(id));
    await sql`update users set email = 'bob@example.org' where id = ${id}`;
    await migrate(url);
    const keys = await sql<
      { key: string }[]
    >`select email_key as key from users where email is not null order by id`;
    assert.deepEqual(keys.map(({ key }) => key), [EMAIL, "bob@example.org", "olli@example.org"]);
  }));
