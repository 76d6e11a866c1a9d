import assert from "node:assert/strict";
import type { Role } from "@/lib/auth/permissions.ts";
import type { Sale } from "@/lib/bookings/testing.ts";
import { insertEvent, insertHall } from "@/lib/events/testing.ts";
import { assertRedirect, create, formFor, html, text, withSite, words } from "@/lib/testing/admin_pages.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

/** Sells seats at the time of the test's clock: by the database's, it may be the next day. Returns the booking's id. */
async function sell(sale: Sale, ...seats: number[]): Promise<string> {
  const { bookingId } = await sale.placed(...seats);
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
  await sale.sql`update bookings set created_at = ${new Date(sale.clock.now)} where id = ${bookingId}`;
  return bookingId;
}

Deno.test("each role can open its own pages, and guests are redirected to sign-in", () =>
  withSite(async ({ sale, signedIn }) => {
    const guest = new PageClient(await appOn(sale.services));
    await assertRedirect(guest.get("/admin/events?view=past"), "/login?next=%2Fadmin%2Fevents%3Fview%3Dpast");
    const event = `/admin/events/${sale.event.eventId}`;
    const paths = [
      "/admin",
      "/admin/events",
      "/admin/events/new",
      event,
      ...["sales", "map", "bookings", "cancel", "delete"].map((page) => `${event}/${page}`),
    ];
    const eventPages = (status: number) => Array(6).fill(status);
    const expected: [Role, number[]][] = [
      ["visitor", [403, 403, 403, ...eventPages(403)]],
      ["checkin", [303, 200, 403, ...eventPages(403)]],
      ["organizer", [200, 200, 200, ...eventPages(404)]],
      ["admin", [200, 200, 200, ...eventPages(200)]],
    ];
    for (const [role, statuses] of expected) {
      const browser = await signedIn(role);
      for (const [index, path] of paths.entries()) {
        const response = await browser.get(path);
        await response.body?.cancel();
        assert.equal(response.status, statuses[index], `${path} as ${role}`);
      }
      for (const path of ["/admin/deadletters", "/admin/system"]) {
        const response = await browser.get(path);
        await response.body?.cancel();
        assert.equal(response.status, role === "admin" ? 200 : 403, `${path} as ${role}`);
      }
    }
  }));

Deno.test("an event with bookings lists them, totals their revenue, and can't be deleted", () =>
  withSite(async ({ sale, signedIn }) => {
    const bookingId = await sell(sale, 2, 3);
    const { code } = await sale.view(bookingId);
    const browser = await signedIn("admin");
    const page = `/admin/events/${sale.event.eventId}`;
    const bookings = await text(browser.get(`${page}/bookings`));
    assert.match(bookings, new RegExp(`${code} Ada .*@example\\.org Stalls, row A: 3, 4 €50\\.00 Confirmed`));
    assert.match(await text(browser.get("/admin/events")), /2 of 10 sold · 8 left 1 €50\.00/);
    assert.match(
      await text(browser.get("/admin")),
      new RegExp(`Today 2 seats 1 booking €50\\.00.*${code}`),
    );

    assert.match(
      await text(browser.get(`${page}/delete`)),
      /This event can’t be deleted: people have booked/,
    );
    assert.match(await text(browser.post(`${page}/delete`, {}), 409), /can’t be deleted/);
    const currency = formFor(sale, { currency: "PLN", revision: "1", intent: "save-silently" });
    assert.match(await text(browser.post(page, currency), 409), /seats for this event have been sold/);
  }));

Deno.test("a dead letter is counted, shown without private data, and retried", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("admin");
    const id = crypto.randomUUID();
    const message = { topic: "booking.attempted", key: "k-1", envelope: {} };
    await sale.sql`
      insert into dead_letters (id, consumer_group, topic, message, error)
      values (${id}, 'payments', 'booking.attempted', ${sale.sql.json(message)}, 'TypeError: no')`;
    const page = await text(browser.get("/admin/deadletters"));
    assert.match(
      page,
      /Dead letters 1 .*payments booking\.attempted k-1 TypeError: no 1 On request Try again/,
    );
    await assertRedirect(browser.post("/admin/deadletters", { id }), "/admin/deadletters?done=scheduled");
    await assertRedirect(
      browser.post("/admin/deadletters", { id: "x" }),
      "/admin/deadletters?done=not-found",
    );
    const [{ nextAttemptAt }] = await sale.sql`select next_attempt_at from dead_letters`;
    assert.ok(nextAttemptAt instanceof Date);
    await sale.sql`delete from dead_letters`;
  }));

Deno.test("a failed email is shown with the server's reply, and sent again on request", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("admin");
    const userId = await sale.buyer();
    await sale.sql`
      insert into messages (id, buyer_id, kind, subject, text, attempts, failed_at, error)
      values (gen_random_uuid(), ${userId}, 'confirmation', 's', 't', 1, now(), 'MailRefused 550: unknown')`;
    assert.match(
      await text(browser.get("/admin/deadletters")),
      new RegExp(`Undelivered emails .*Confirmation ${userId}@example.org MailRefused 550: unknown 1 .*UTC`),
    );
    assert.match(await text(browser.get("/admin")), /1 email could not be delivered\./);
    assert.match(await text(browser.get("/admin/system")), /Undelivered emails 1 /);
    await assertRedirect(
      browser.post("/admin/deadletters", { retry: "mails" }),
      "/admin/deadletters?done=mails",
    );
    assert.doesNotMatch(await text(browser.get("/admin/deadletters?done=mails")), /MailRefused/);
    assert.equal(
      (await sale.sql`select from messages where failed_at is null and next_attempt_at <= now()`).length,
      1,
    );
  }));

Deno.test("an organizer's overview counts only their own events and shows nothing about the system", () =>
  withSite(async ({ sale, signedIn }) => {
    await sell(sale, 1);
    const overview = await text((await signedIn("organizer")).get("/admin"));
    assert.match(overview, /No events yet.*Create your first event/);
    assert.doesNotMatch(overview, /System|Dead letters|Today|€/);
    const drafting = await signedIn("organizer");
    await create(drafting, formFor(sale));
    const empty = await text(drafting.get("/admin"));
    assert.match(
      empty,
      /Nothing needs your attention right now\..*Today 0 seats 0 bookings.*No seats were sold on these days/,
    );
    assert.match(empty, /Nothing is on sale.*None yet/);
    const admin = await signedIn("admin");
    assert.match(await text(admin.get("/admin")), /Today 1 seat 1 booking/);
    assert.match(await text(admin.get("/admin/system")), /Event log Responding .*Messages to publish/);
  }));

Deno.test("an event has pages for its sales, seats and bookings; those of a draft link to publishing instead", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    await sell(sale, 2, 3);
    await sale.placed(5);
    const page = `/admin/events/${sale.event.eventId}`;
    const sales = await html(admin.get(`${page}/sales?days=7`));
    assert.match(
      words(sales),
      /2 of 10 sold · 1 held · 7 left Revenue €50\.00 Sales .*Today 2 seats 1 booking €50\.00/,
    );
    assert.match(words(sales), /Main €25\.00 2 1 7 20%/);
    assert.match(sales, /role="img" aria-label="Seats sold by day, from [^"]*: most on [^"]*, 2\."/);
    const map = await html(admin.get(`${page}/map`));
    assert.match(words(map), /Stalls 2 1 7 20%/);
    assert.match(
      map,
      /role="img" aria-label="Plan of the hall at [^"]*"><svg[^>]*>.*data-free="many".*data-free="none"/,
    );
    for (const tab of ["sales", "map", "bookings"]) {
      assert.match(
        await html(admin.get(`${page}/${tab}`)),
        new RegExp(`href="${page}/${tab}" aria-current="page"`),
      );
    }
    const draft = await create(admin, formFor(sale));
    for (const tab of ["sales", "map"]) {
      assert.match(await text(admin.get(`${draft}/${tab}`)), /Not on sale yet.*Check and publish/);
    }
  }));

Deno.test("events are found by words in title, hall and city, within the selected view", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    await create(admin, formFor(sale, { title: "Ten Cellos" }));
    const list = (query: string) => text(admin.get(`/admin/events?${query}`));
    assert.match(await list("view=drafts&q=cell"), /Ten Cellos/);
    assert.match(await list("view=cancelled&q=cell"), /No event found.*Search all events/);
    assert.match(await list("view=all&q=te+ce"), /Ten Cellos/);
    assert.doesNotMatch(await list("view=all&q=ten"), /A Concert/);
    assert.match(await html(admin.get("/admin/events?q=%22%3Ccello")), /value="&quot;(&lt;|<)cello"/);
  }));

Deno.test("the overview shows what needs attention, and links to it", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const soon = new Date(sale.services.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const draft = await create(
      admin,
      formFor(sale, { title: "Nearly", startsAt: `${soon}T20:00`, endsAt: `${soon}T22:00` }),
    );
    const overview = await html(admin.get("/admin"));
    assert.match(
      words(overview),
      /Needs attention To do “Nearly” starts on .* at 20:00 and is still a draft\./,
    );
    assert.ok(overview.includes(`<a href="${draft}">Check and publish</a>`));
    assert.doesNotMatch(await text((await signedIn("organizer")).get("/admin")), /Nearly/);
  }));

Deno.test("lists across time zones use one clock, named once, or on request each venue's own", () =>
  withSite(async ({ sale, signedIn }) => {
    const tokyo = await insertHall(sale.sql, { name: "Budokan", city: "Tokyo", timeZone: "Asia/Tokyo" });
    await insertEvent(sale.sql, tokyo, {
      now: sale.services.now(),
      startsAt: new Date("2090-06-10T10:00:00Z"),
    });
    await sale.sql`update events set starts_at = '2090-06-10T09:00:00Z', ends_at = '2090-06-10T12:00:00Z'
      where id = ${sale.event.eventId}`;
    await sale.placed(0);
    const admin = await signedIn("admin");
    await insertEvent(sale.sql, tokyo, { now: sale.services.now(), status: "draft" });

    for (const [path, column] of [["/admin", "Placed"], ["/admin/events", "Date"]]) {
      const mine = await text(admin.get(path));
      assert.match(mine, new RegExp(`${column} \\(Tokyo time\\)`));
      assert.match(mine, /18:00.*19:00/);
      assert.match(mine, /Show each venue’s local time/);
      const venues = await text(admin.get(`${path}?times=venue`));
      assert.match(venues, new RegExp(`${column} \\(venue’s time\\)`));
      assert.match(venues, /11:00 Berlin time.*19:00 Tokyo time/);
      assert.match(venues, /Show all times in one time zone/);
    }
    const bookings = await text(admin.get(`/admin/events/${sale.event.eventId}/bookings`));
    assert.match(bookings, /Placed \(Berlin time\)/);
  }));
