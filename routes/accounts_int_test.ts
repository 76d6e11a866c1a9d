import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

const person = { name: "Ada", email: "ada@example.org", password: "correct horse" };

/** The site on its own database, with an event on sale. */
function withSite(test: (sale: Sale, newBrowser: () => PageClient) => Promise<void>): Promise<void> {
  return withSale(async (sale) => {
    const app = await appOn(sale.services);
    await test(sale, () => new PageClient(app));
  });
}

async function registered(browser: PageClient): Promise<PageClient> {
  await assertRedirect(browser.post("/register", person), "/account");
  return browser;
}

/** Gives a browser the cookies of another. */
function copyOf(browser: PageClient, copy: PageClient): PageClient {
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

async function assertRedirect(pending: Promise<Response>, location: string): Promise<void> {
  const response = await pending;
  await response.body?.cancel();
  assert.deepEqual([response.status, response.headers.get("location")], [303, location]);
}

/** The text of a page, without markup. Checks the status and type, and that the page loads no script. */
async function pageText(pending: Promise<Response>, status = 200): Promise<string> {
  const response = await pending;
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const html = await response.text();
  assert.doesNotMatch(html, /<script[^>]*(src=|module)/, "account pages work without scripts");
  return html.replace(/<[^>]+>/g, " ").replaceAll("&quot;", '"').replace(/\s+/g, " ");
}

/** The value of a field on the page. */
async function fieldValue(pending: Promise<Response>, name: string): Promise<string | undefined> {
  const [, main] = (await (await pending).text()).split("<main");
  const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(main)?.[0];
  return input && /value="([^"]*)"/.exec(input)?.[1];
}

Deno.test("registering signs in and returns to the page that led there", () =>
  withSite(async (_, newBrowser) => {
    const browser = newBrowser();
    const next = "/checkout/some-hold?step=2";
    assert.equal(await fieldValue(browser.get(`/register?next=${encodeURIComponent(next)}`), "next"), next);
    await assertRedirect(browser.post("/register", { ...person, next }), next);
    assert.match(await pageText(browser.get("/account")), /ada@example\.org/);
    await assertRedirect(browser.get(`/login?next=${encodeURIComponent(next)}`), next);
  }));

Deno.test("a guest's held seats stay theirs when they register and sign in", () =>
  withSite(async ({ event }, newBrowser) => {
    const browser = newBrowser();
    const held = await browser.call(`/api/events/${event.eventId}/holds`, { best: { quantity: 2 } });
    assert.equal(held.status, 201);
    const { id } = await held.json();
    const isMine = async () => (await (await browser.get(`/api/holds/${id}`)).json()).id === id;
    await registered(browser);
    assert.ok(await isMine());
    await assertRedirect(browser.post("/logout", {}), "/");
    assert.ok(!await isMine(), "after signing out, this device no longer has the seats");
  }));

Deno.test("signing in never redirects to another site", () =>
  withSite(async (_, newBrowser) => {
    await registered(newBrowser());
    for (const next of ["//evil.example/", "/\\evil.example", "https://evil.example"]) {
      await assertRedirect(newBrowser().post("/login", { ...person, next }), "/account");
    }
  }));

Deno.test("an invalid registration shows an error at each field, and keeps what was typed except the password", () =>
  withSite(async (_, newBrowser) => {
    const browser = newBrowser();
    const bad = { name: " ", email: "ada", password: "short" };
    const text = await pageText(browser.post("/register", bad), 422);
    assert.match(text, /Enter your name/);
    assert.match(text, /Enter your full email address/);
    assert.match(text, /Use 8 to 200 characters/);
    const empty = await pageText(browser.post("/register", { ...bad, password: "" }), 422);
    assert.match(empty, /Use 8 to 200 characters/);
    assert.equal(await fieldValue(browser.post("/register", bad), "email"), "ada");
    assert.equal(await fieldValue(browser.post("/register", bad), "password"), undefined);
    assert.match(
      await pageText(browser.post("/register", { ...person, password: "password123" }), 422),
      /This is one of the most common passwords\. Choose another one/,
    );
    assert.equal(browser.cookies.size, 0);
  }));

Deno.test("registering an existing email says so; with the account's password it signs in", () =>
  withSite(async (_, newBrowser) => {
    await registered(newBrowser());
    const other = newBrowser();
    const taken = { ...person, email: "ADA@example.org", password: "another quiet horse" };
    const text = await pageText(other.post("/register", taken), 422);
    assert.match(text, /There is already an account with this email/);
    assert.equal(other.cookies.size, 0);
    const again = await other.post("/register", { ...taken, password: person.password });
    assert.equal(again.status, 303);
    assert.match(await pageText(other.get("/account")), /Ada/);
  }));

Deno.test("a wrong password and an unknown email get the same message", () =>
  withSite(async (_, newBrowser) => {
    await registered(newBrowser());
    const browser = newBrowser();
    const wrong = await pageText(browser.post("/login", { ...person, password: "wrong horse" }), 422);
    const unknown = await pageText(browser.post("/login", { ...person, email: "eve@example.org" }), 422);
    assert.match(wrong, /Wrong email or password/);
    assert.equal(wrong, unknown);
    assert.equal(await fieldValue(browser.post("/login", { email: "eve@", password: "" }), "email"), "eve@");
    assert.equal(browser.cookies.size, 0);
  }));

Deno.test("after too many wrong passwords for an account, the sign-in page says how long to wait", () =>
  withSite(async (sale) => {
    const rateLimits: RateLimits = {
      consume: (keys) => {
        const allowed = keys.every(({ limit }) => limit !== "sign-in-network");
        return Promise.resolve({ allowed, retryAfterSeconds: allowed ? 0 : 30, headers: {} });
      },
      giveBack: () => Promise.resolve(),
    };
    const browser = new PageClient(await appOn({ ...sale.services, rateLimits }));
    assert.match(await pageText(browser.post("/login", person), 429), /Too many attempts Wait 30 seconds/);
  }));

Deno.test("signing out ends the session and gives the browser a new visitor cookie", () =>
  withSite(async (_, newBrowser) => {
    const browser = await registered(newBrowser());
    const before = new Map(browser.cookies);
    await assertRedirect(browser.post("/logout", {}), "/");
    assert.notEqual(browser.cookies.get("aisle_visitor"), before.get("aisle_visitor"));
    await assertRedirect(browser.get("/account"), "/login?next=%2Faccount");
    for (const [name, value] of before) browser.cookies.set(name, value);
    await assertRedirect(browser.get("/account/bookings?x=1"), "/login?next=%2Faccount%2Fbookings%3Fx%3D1");
    await assertRedirect(newBrowser().post("/logout", {}), "/");
  }));

Deno.test("name and language are saved; an empty name is rejected", () =>
  withSite(async (sale, newBrowser) => {
    const browser = await registered(newBrowser());
    await assertRedirect(browser.post("/account", { name: "Ada L.", locale: "fr" }), "/account?saved");
    assert.match(await pageText(browser.get("/account?saved")), /Ada L\..*Saved/);
    const [saved] = await sale.sql`select name, locale from users where email = ${person.email}`;
    assert.deepEqual({ ...saved }, { name: "Ada L.", locale: "fr" });
    await assertRedirect(browser.post("/account", { name: "Ada", locale: "browser" }), "/account?saved");
    const [reset] = await sale.sql`select locale from users where email = ${person.email}`;
    assert.equal(reset.locale, null);
    assert.match(await pageText(browser.post("/account", { name: "" }), 422), /Enter your name/);
  }));

Deno.test("an invisible name is rejected; an existing one is kept until it is changed", () =>
  withSite(async (sale, newBrowser) => {
    const invisible = { ...person, email: "eve@example.org", name: "\u200b" };
    assert.match(
      await pageText(newBrowser().post("/register", invisible), 422),
      /one visible character/,
    );
    const browser = await registered(newBrowser());
    assert.match(
      await pageText(browser.post("/account", { name: "\u202eAda" }), 422),
      /invisible characters/,
    );
    await sale.sql`update users set name = ${"\u3164"} where email = ${person.email}`;
    const again = newBrowser();
    await assertRedirect(again.post("/login", person), "/account");
    await assertRedirect(again.post("/account", { name: "\u3164", locale: "fr" }), "/account?saved");
    assert.match(
      await pageText(again.post("/account", { name: "\u2800" }), 422),
      /one visible character/,
    );
  }));

Deno.test("another device can be signed out from the list; another person's can't", () =>
  withSite(async (_, newBrowser) => {
    const browser = await registered(newBrowser());
    const phone = newBrowser();
    await assertRedirect(phone.post("/login", person), "/account");
    const stranger = newBrowser();
    await assertRedirect(stranger.post("/register", { ...person, email: "eve@example.org" }), "/account");

    const html = await (await browser.get("/account/security")).text();
    const [, device] = /action="\/account\/devices".*?value="([0-9a-f-]{36})"/s.exec(html)!;
    const list = "/account/security#devices";
    await assertRedirect(stranger.post("/account/devices", { device }), list);
    await pageText(phone.get("/account"));
    await assertRedirect(browser.post("/account/devices", { device }), list);
    await assertRedirect(phone.get("/account"), "/login?next=%2Faccount");
    assert.doesNotMatch(await pageText(browser.get("/account/security")), /all other devices/);

    const others = [newBrowser(), newBrowser()];
    for (const other of others) await assertRedirect(other.post("/login", person), "/account");
    assert.match(await pageText(browser.get("/account/security")), /Sign out all other devices/);
    await assertRedirect(browser.post("/account/devices", { device: "others" }), list);
    for (const other of others) await assertRedirect(other.get("/account"), "/login?next=%2Faccount");
    await pageText(browser.get("/account"));
    await pageText(stranger.get("/account"));
  }));

Deno.test("a page that renews the session replaces the refresh token; the old one is valid for 30 s", () =>
  withSite(async ({ clock }, newBrowser) => {
    const browser = await registered(newBrowser());
    const first = browser.cookies.get("aisle_refresh");
    const otherTab = copyOf(browser, newBrowser());
    const thief = copyOf(browser, newBrowser());
    await pageText(browser.get("/account"));
    assert.equal(browser.cookies.get("aisle_refresh"), first, "the access token is still valid");

    clock.now += 16 * 60_000;
    assert.equal((await browser.get("/api/me")).status, 200);
    assert.equal(browser.cookies.get("aisle_refresh"), first, "the API renews the access token only");
    clock.now += 16 * 60_000;
    await pageText(browser.get("/account"));
    assert.notEqual(browser.cookies.get("aisle_refresh"), first);

    clock.now += 29_000;
    await pageText(otherTab.get("/account"));
    assert.equal(otherTab.cookies.get("aisle_refresh"), first, "it has its own new cookie by now");
    clock.now += 2_000;
    await assertRedirect(thief.get("/account"), "/login?next=%2Faccount");
    await assertRedirect(browser.get("/account"), "/login?next=%2Faccount");
  }));

Deno.test("an account can only be deleted with its password", () =>
  withSite(async (_, newBrowser) => {
    const browser = await registered(newBrowser());
    const refused = await pageText(browser.post("/account/delete", { password: "wrong horse" }), 422);
    assert.match(refused, /Nothing was changed/);
    await assertRedirect(browser.post("/account/delete", { password: person.password }), "/");
    await assertRedirect(browser.get("/account"), "/login?next=%2Faccount");
    assert.match(await pageText(newBrowser().post("/login", person), 422), /Wrong email or password/);
  }));

Deno.test("the account shows the next event as a ticket, and lists bookings as upcoming or past", () =>
  withSite(async (sale, newBrowser) => {
    const browser = await registered(newBrowser());
    const [{ id: userId }] = await sale.sql<
      [{ id: string }]
    >`select id from users where email = ${person.email}`;
    assert.match(await pageText(browser.get("/account")), /Nothing planned/);
    assert.match(await pageText(browser.get("/account/bookings")), /No tickets yet/);

    const confirmed = await book(sale, userId, [0, 1], "approved");
    const declined = await book(sale, userId, [2], "declined");
    assert.match(await pageText(browser.get("/account")), /A Concert.*Section Stalls Row A Seat 1/);
    const lists = await pageText(browser.get("/account/bookings"));
    assert.match(lists, /Upcoming.*2 seats,.*Confirmed.*Past and cancelled.*1 seat,.*Not booked/);
    const html = await (await browser.get("/account/bookings")).text();
    for (const bookingId of [confirmed, declined]) assert.ok(html.includes(`href="/bookings/${bookingId}"`));

    sale.clock.now += 14 * 24 * 3_600_000;
    assert.doesNotMatch(await pageText(browser.get("/account/bookings")), /Upcoming/);
  }));

async function book(
  sale: Sale,
  userId: string,
  seats: number[],
  payment: "approved" | "declined",
): Promise<string> {
  const placed = await sale.place(userId, await sale.hold(userId, ...seats));
  assert.ok(placed.ok);
  await sale.recordPayment(placed.bookingId, payment);
  await sale.settle(placed.bookingId);
  return placed.bookingId;
}

Deno.test("messages are listed newest first, page by page, and only for their recipient", () =>
  withSite(async (sale, newBrowser) => {
    const browser = await registered(newBrowser());
    await sale.sql`delete from messages`;
    assert.match(await pageText(browser.get("/account/messages")), /No messages yet/);
    await sale.sql`
      insert into messages (id, buyer_id, kind, locale, subject, text, created_at, sent_at)
      select gen_random_uuid(), u.id, 'confirmation', case n when 21 then 'de-AT' else 'en' end,
        'Letter ' || n, 'Dear Ada', at, at
      from users u, generate_series(1, 21) n, lateral (select now() + n * interval '1 minute' as at)
      where u.email = ${person.email}`;
    const first = await (await browser.get("/account/messages")).text();
    assert.match(first, /Letter 21<.*Letter 2</s);
    assert.match(
      first,
      /lang="de" dir="auto">Letter 21<.*lang="de">Dear Ada<.*lang="en" dir="auto">Letter 20</s,
    );
    assert.doesNotMatch(first, /Letter 1</);
    const [, next] = /href="(\/account\/messages\?cursor=[^"]+)"/.exec(first)!;
    assert.match(await pageText(browser.get(next)), /Letter 1 /);
    const bad = await pageText(browser.get("/account/messages?cursor=none"));
    assert.match(bad, /Letter 21 /, "an invalid cursor shows the first page");

    const other = newBrowser();
    await assertRedirect(other.post("/register", { ...person, email: "eve@example.org" }), "/account");
    assert.doesNotMatch(await pageText(other.get(next)), /Letter/);
  }));

Deno.test("the choice of light or dark is saved, and redirects back to the page", () =>
  withSite(async (_, newBrowser) => {
    const browser = newBrowser();
    await assertRedirect(
      browser.post("/scheme", { scheme: "dark", next: "/events?type=film" }),
      "/events?type=film",
    );
    assert.match(await (await browser.get("/login")).text(), /<html[^>]*data-scheme="dark"/);
    await assertRedirect(browser.post("/scheme", { scheme: "pink", next: "https://evil.example" }), "/");
    assert.equal(browser.cookies.get("scheme"), "dark");
  }));

Deno.test("the offline page is the same for everyone", () =>
  withSite(async (_, newBrowser) => {
    const browser = await registered(newBrowser());
    const text = await pageText(browser.get("/offline"));
    assert.match(text, /Tickets on this device/);
    assert.doesNotMatch(text, /Ada/);
    assert.equal(text, await pageText(newBrowser().get("/offline")));
  }));
