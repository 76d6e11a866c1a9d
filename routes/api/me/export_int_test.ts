import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { createRateLimits } from "@/lib/http/rate_limits.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { exportPdf, type PrintedData } from "@/lib/privacy/export_pdf.ts";
import { PAGE_SIZE, personalDataSchema } from "@/lib/privacy/personal_data.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

const ada = { name: "Ada", email: "ada@example.org", password: "a quiet correct horse" };

interface Site {
  sale: Sale;
  /** A browser in which Ada is signed in. */
  browser: PageClient;
  userId: string;
  /** What was printed. */
  printed: PrintedData[];
  newBrowser(): PageClient;
}

function withAda(test: (site: Site) => Promise<void>): Promise<void> {
  return withSale(async (sale) => {
    const printed: PrintedData[] = [];
    const rateLimits = createRateLimits({ logger: silentLogger });
    const exportPrinter = {
      print(data: PrintedData, locale: string) {
        printed.push(data);
        return exportPdf(data, locale);
      },
    };
    const app = await appOn({ ...sale.services, rateLimits, exportPrinter });
    const newBrowser = () => new PageClient(app);
    const browser = newBrowser();
    const { user } = await (await browser.call("/api/auth/register", ada)).json();
    await test({ sale, browser, userId: user.id, printed, newBrowser });
  });
}

async function exported(browser: PageClient) {
  const response = await browser.get("/api/me/export");
  assert.equal(response.status, 200);
  return await response.json();
}

Deno.test("an export has everything about a person, and nothing that admits or signs in", () =>
  withAda(async ({ sale, browser, userId, newBrowser }) => {
    const { sql, event } = sale;
    const place = async (seat: number) => {
      const placed = await sale.place(userId, await sale.hold(userId, seat));
      assert.ok(placed.ok);
      return placed.bookingId;
    };
    const bookingId = await place(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    await sale.assertConsistent();
    await sale.hold(userId, 5);
    const wrong = { email: ada.email, password: "a wrong password" };
    assert.equal((await newBrowser().call("/api/auth/login", wrong)).status, 401);
    const [{ id: admin }] = await sql<[{ id: string }]>`
      insert into users (id, email, email_key, name, role) values (gen_random_uuid(), 'x@y.example', 'x@y.example', 'X', 'admin')
      returning id`;
    await sql`
      insert into audit_log (id, actor_id, address, action, subject_type, subject_id)
      values (uuidv7(), ${admin}, '198.51.100.9', 'account.locked', 'account', ${userId})`;

    const response = await browser.get("/api/me/export");
    assert.equal(response.headers.get("cache-control"), "private, no-store");
    assert.equal(response.headers.get("content-disposition"), 'attachment; filename="aisle-data.json"');
    const text = await response.text();
    const data = personalDataSchema.parse(JSON.parse(text));
    const { id, email, name, factors } = data.account;
    assert.deepEqual({ id, email, name, factors }, {
      id: userId,
      email: ada.email,
      name: ada.name,
      factors: [],
    });
    assert.equal(data.sessions.length, 1);
    assert.deepEqual(data.links.map(({ kind, email }) => [kind, email]), [["confirm-email", ada.email]]);
    assert.deepEqual(data.holds.map(({ eventId, event }) => [eventId, event.title]), [[
      event.eventId,
      "A Concert",
    ]]);
    assert.deepEqual(data.bookings.map(({ id, event, tickets }) => [id, event.title, tickets.length]), [
      [bookingId, "A Concert", 1],
    ]);
    assert.deepEqual(data.messages.map(({ kind, recipient }) => [kind, recipient]), [
      ["confirmation", ada.email],
      ["confirm-email", ada.email],
    ]);
    const audit = data.audit.map(({ action, isOwn, address }) => [action, isOwn, address !== null]);
    assert.deepEqual(audit, [
      ["account.exported", true, true],
      ["account.signed-in", true, true],
      ["account.registered", true, true],
      // Someone else's network address is theirs, but that of an attempt to sign in is evidence.
      ["account.locked", false, false],
      ["account.sign-in-failed", false, true],
    ]);

    const [{ passwordHash }] = await sql<
      [{ passwordHash: string }]
    >`select password_hash from users where id = ${userId}`;
    const view = await sale.view(bookingId);
    for (
      const secret of [passwordHash, "token", view.tickets[0].token, "secret", "198.51.100.9", "x@y.example"]
    ) {
      assert.ok(!text.includes(secret), secret);
    }
  }));

Deno.test("an export is read page by page and has every row once", () =>
  withAda(async ({ sale, browser, userId }) => {
    const count = 2 * PAGE_SIZE;
    await sale.sql`
      insert into messages (id, buyer_id, kind, subject, text, created_at, sent_at)
      select uuidv7(), ${userId}, 'new-device', 'n' || n, 'Hello', now() - interval '1 day', now()
      from generate_series(1, ${count}) as n`;
    await sale.sql`
      insert into audit_log (id, at, actor_id, action, subject_type, subject_id)
      select uuidv7(), now() - n * interval '1 minute', ${userId}, 'session.ended', 'session', n::text
      from generate_series(1, ${count}) as n`;
    const { messages, audit } = await exported(browser);
    const subjects = new Set(messages.map(({ subject }: { subject: string }) => subject));
    assert.deepEqual([messages.length, subjects.size], [count + 1, count + 1]);
    assert.equal(new Set(audit.map(({ id }: { id: string }) => id)).size, audit.length);
    assert.equal(audit.length, count + 3);
  }));

Deno.test("the PDF has the latest of each list, and says that there are more", () =>
  withAda(async ({ sale, browser, userId, printed }) => {
    await sale.sql`
      insert into messages (id, buyer_id, kind, subject, text, created_at, sent_at)
      select uuidv7(), ${userId}, 'new-device', 'n' || n, 'Hello', now() - n * interval '1 hour', now()
      from generate_series(1, 250) as n`;
    const response = await browser.get("/api/me/export?format=pdf");
    assert.equal(response.headers.get("content-type"), "application/pdf");
    assert.equal(response.headers.get("content-disposition"), 'attachment; filename="aisle-data.pdf"');
    assert.equal(new TextDecoder().decode((await response.bytes()).slice(0, 5)), "%PDF-");
    const [{ lists: { messages, bookings } }] = printed;
    assert.deepEqual([messages.items.length, messages.hasMore, bookings.hasMore], [200, true, false]);
    assert.equal(messages.items[1].subject, "n1");
  }));

Deno.test("each export is recorded, and ten a minute are allowed", () =>
  withAda(async ({ sale, browser }) => {
    for (let n = 0; n < 10; n++) await exported(browser);
    const refused = await browser.get("/api/me/export");
    assert.deepEqual([refused.status, (await refused.json()).code], [429, "rate-limited"]);
    const rows = await sale.sql`
      select detail, count from audit_log join audit_repeats on entry_id = id where action = 'account.exported'`;
    assert.deepEqual([...rows], [{ detail: { format: "json" }, count: 10 }]);
  }));

Deno.test("a list that cannot be read fails the download, so that no file lacks it", () =>
  withAda(async ({ sale, browser }) => {
    await sale.sql`alter table bookings rename to bookings_elsewhere`;
    const response = await browser.get("/api/me/export");
    await assert.rejects(response.json());
    await sale.sql`alter table bookings_elsewhere rename to bookings`;
  }));
