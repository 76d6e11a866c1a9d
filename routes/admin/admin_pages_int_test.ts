import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { insertEvent, insertHall } from "@/lib/events/testing.ts";
import { insertEvent as insertAnotherEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";

/** The site with an event on sale, which belongs to no organizer, and a browser for whoever a test needs. */
function withSite(
  test: (site: { sale: Sale; signedIn: (role: Role) => Promise<PageClient> }) => Promise<void>,
): Promise<void> {
  return withSale(async (sale) => {
    const signedIn = async (role: Role) => {
      const user: User = {
        id: await insertUser(sale.sql, { role }),
        email: `${role}@example.org`,
        name: "Olli",
        role,
        locale: "en-GB",
      };
      const sessionId = crypto.randomUUID();
      const sessions = {
        identify: () => Promise.resolve({ user, sessionId, visitorId: null }),
      } as unknown as Sessions;
      const browser = new PageClient(await appOn({ ...sale.services, sessions }));
      browser.cookies.set("aisle_access", "token");
      return browser;
    };
    await test({ sale, signedIn });
  });
}

/** What the form of a sound event in the sale's hall sends. */
function formFor({ event }: Sale, changes: Record<string, string> = {}): Record<string, string> {
  return {
    intent: "save",
    type: "concert",
    title: "Ten Cellos",
    description: "They are all in tune.",
    chartId: event.chartId,
    startsAt: "2090-06-10T20:00",
    endsAt: "2090-06-10T22:00",
    currency: "EUR",
    maxSeatsPerBuyer: "6",
    "price.main": "18.50",
    ...changes,
  };
}

/** Sends the form of a new event and answers the address of its page. */
async function create(browser: PageClient, form: Record<string, string>): Promise<string> {
  const response = await browser.post("/admin/events/new", form);
  await response.body?.cancel();
  assert.equal(response.status, 303);
  return new URL(response.headers.get("location")!, "http://aisle.test").pathname;
}

/** What the button of a refund's review sends. */
function confirmation(html: string): Record<string, string> {
  const [, value] = /name="confirmed" value="([^"]*)"/.exec(html)!;
  return { intent: "refund", confirmed: value.replaceAll("&quot;", '"') };
}

async function assertRedirect(answer: Promise<Response>, location: string | RegExp): Promise<void> {
  const response = await answer;
  await response.body?.cancel();
  assert.equal(response.status, 303);
  const where = response.headers.get("location")!;
  if (typeof location === "string") assert.equal(where, location);
  else assert.match(where, location);
}

/** The page's HTML. Checks its status and type first. */
async function html(answer: Promise<Response>, status = 200): Promise<string> {
  const response = await answer;
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  return await response.text();
}

/** Its text, without the marks. */
async function text(answer: Promise<Response>, status = 200): Promise<string> {
  return words(await html(answer, status));
}

function words(html: string): string {
  return html.replace(/<[^>]+>/g, " ").replaceAll("&quot;", '"').replace(/\s+/g, " ");
}

/** The value of a field of the form. */
function valueOf(page: string, name: string): string | undefined {
  const input = new RegExp(`<input[^>]*name="${name.replace(".", "\\.")}"[^>]*>`).exec(page)?.[0];
  return input && (/ value="([^"]*)"/.exec(input)?.[1] ?? "");
}

/** The names of the fields that are marked as wrong. */
function faultyFields(page: string): string[] {
  return [...page.matchAll(/id="field-([\w.]+)-error"/g)].map(([, name]) => name).toSorted();
}

Deno.test("each role enters what it may, guests are led to sign in", () =>
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
    const own = (status: number) => Array(6).fill(status);
    const expected: [Role, number[]][] = [
      ["visitor", [403, 403, 403, ...own(403)]],
      ["checkin", [303, 200, 403, ...own(403)]],
      ["organizer", [200, 200, 200, ...own(404)]],
      ["admin", [200, 200, 200, ...own(200)]],
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

Deno.test("an organizer writes a draft, changes and publishes it, and deletes another", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const page = await create(browser, formFor(sale));
    const draft = await html(browser.get(`${page}?done=created`));
    assert.match(draft, /Saved as a draft/);
    assert.deepEqual(
      ["title", "startsAt", "price.main", "revision"].map((name) => valueOf(draft, name)),
      ["Ten Cellos", "2090-06-10T20:00", "18.50", "1"],
    );

    const changed = formFor(sale, { title: "Eleven Cellos", revision: "1", intent: "publish" });
    await assertRedirect(browser.post(page, changed), `${page}?done=published`);
    const listed = await text(browser.get("/admin/events"));
    assert.match(listed, /Eleven Cellos .* On sale 0 of 10 sold/);
    const [{ status, revision }] = await sale
      .sql`select status, revision from events where title = 'Eleven Cellos'`;
    assert.deepEqual([status, revision], ["published", 3]);

    const other = await create(browser, formFor(sale, { title: "Twelve Cellos" }));
    assert.match(await text(browser.get(`${other}/delete`)), /Delete “Twelve Cellos”\?/);
    await assertRedirect(browser.post(`${other}/delete`, {}), "/admin/events?done=deleted");
    assert.match(await text(browser.get("/admin/events?done=deleted")), /Deleted/);
    await html(browser.get(other), 404);
  }));

Deno.test("a new event can be published at once; one that is over stays a draft", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const publish = (changes: Record<string, string>) =>
      browser.post("/admin/events/new", formFor(sale, { intent: "publish", ...changes }));
    await assertRedirect(publish({}), /\?done=published$/);
    const past = { startsAt: "2020-06-10T20:00", endsAt: "2020-06-10T22:00" };
    await assertRedirect(publish(past), /\?done=not-published$/);
  }));

Deno.test("each fault is told at its field, and what was typed stays", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const rows: [changes: Record<string, string>, fields: string[]][] = [
      [{ title: "" }, ["title"]],
      [{ startsAt: "", "price.main": "much" }, ["price.main", "startsAt"]],
      [{ endsAt: "2090-06-10T19:00" }, ["endsAt"]],
      [{ doorsAt: "2090-06-10T21:00" }, ["doorsAt"]],
      [{ currency: "QQQ" }, ["currency"]],
    ];
    const saved = await create(browser, formFor(sale));
    for (const [changes, fields] of rows) {
      const form = formFor(sale, { title: "Typed & kept", ...changes });
      for (const address of ["/admin/events/new", saved]) {
        const page = await html(browser.post(address, { ...form, revision: "1" }), 422);
        assert.deepEqual(faultyFields(page), fields);
        if (fields.includes("price.main")) assert.match(page, />Main: Give an amount/);
        assert.equal(valueOf(page, "title"), form.title.replace("&", "&amp;"));
        assert.match(page, /Nothing was saved yet/);
      }
    }
  }));

Deno.test("another hall shows its prices and keeps what was typed, and nothing is written", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    assert.match(await text(browser.get("/admin/events/new")), /Which hall is it in\?.*The Small Hall/);
    const empty = await html(browser.get(`/admin/events/new?hall=${sale.event.chartId}`));
    assert.equal(valueOf(empty, "price.main"), "");
    const form = formFor(sale, { intent: "hall", title: "Half a title" });
    const page = await html(browser.post("/admin/events/new", form));
    assert.equal(valueOf(page, "title"), "Half a title");
    assert.deepEqual(faultyFields(page), []);
    assert.deepEqual((await sale.sql`select from events where title = 'Half a title'`).length, 0);
  }));

Deno.test("the halls to choose from say whose they are", () =>
  withSite(async ({ sale, signedIn }) => {
    const [organizer, admin] = [await signedIn("organizer"), await signedIn("admin")];
    const pages = ["/admin/events/new", `/admin/events/new?hall=${sale.event.chartId}`];
    const assertShown = async (browser: PageClient, words: RegExp) => {
      for (const page of pages) assert.match(await text(browser.get(page)), words);
    };
    await assertShown(organizer, /\d seats(?! ·)/);
    await sale.sql`update users set name = 'Ada Brook' where role = 'organizer'`;
    await sale.sql`update charts set owner_id = (select id from users where role = 'organizer')`;
    await assertShown(organizer, /your hall/);
    await assertShown(admin, /owned by Ada Brook/);
  }));

Deno.test("who saves over another's change is told, and may then do so", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("admin");
    const page = `/admin/events/${sale.event.eventId}`;
    await assertRedirect(
      browser.post(page, formFor(sale, { title: "First", revision: "1" })),
      `${page}?done=saved`,
    );
    const late = await html(browser.post(page, formFor(sale, { title: "Second", revision: "1" })), 412);
    assert.match(late, /someone else changed this event meanwhile/);
    assert.equal(valueOf(late, "title"), "Second");
    assert.equal(valueOf(late, "revision"), "2");
    await assertRedirect(
      browser.post(page, formFor(sale, { title: "Second", revision: "2" })),
      `${page}?done=saved`,
    );
  }));

Deno.test("an event with bookings lists them, counts their money, and is not deleted", () =>
  withSite(async ({ sale, signedIn }) => {
    const { bookingId } = await sale.placed(2, 3);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
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

    assert.match(await text(browser.get(`${page}/delete`)), /It cannot be deleted: people have booked/);
    assert.match(await text(browser.post(`${page}/delete`, {}), 409), /It cannot be deleted/);
    const currency = formFor(sale, { currency: "PLN", revision: "1", intent: "save-silently" });
    assert.match(await text(browser.post(page, currency), 409), /seats of this event are sold/);
  }));

Deno.test("a dead letter is counted, shown without what is private, and tried again", () =>
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
      /Dead letters 1 .*payments booking\.attempted k-1 TypeError: no 1 when asked Try again/,
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

Deno.test("a mail that was given up is shown with what its server said, and sent again when asked", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("admin");
    const userId = await sale.buyer();
    await sale.sql`
      insert into messages (id, user_id, kind, subject, text, attempts, failed_at, error)
      values (gen_random_uuid(), ${userId}, 'confirmation', 's', 't', 1, now(), 'MailRefused 550: unknown')`;
    assert.match(
      await text(browser.get("/admin/deadletters")),
      new RegExp(`Mails given up .*confirmation ${userId}@example.org MailRefused 550: unknown 1 .*UTC`),
    );
    assert.match(await text(browser.get("/admin")), /Mails were given up: 1\./);
    assert.match(await text(browser.get("/admin/system")), /Mails given up 1 /);
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

Deno.test("the overview of an organizer counts own events only and shows nothing of the system", () =>
  withSite(async ({ sale, signedIn }) => {
    const { bookingId } = await sale.placed(1);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const overview = await text((await signedIn("organizer")).get("/admin"));
    assert.match(overview, /No events yet.*Create your first event/);
    assert.doesNotMatch(overview, /System|Dead letters|Today|€/);
    const drafting = await signedIn("organizer");
    await create(drafting, formFor(sale));
    const empty = await text(drafting.get("/admin"));
    assert.match(
      empty,
      /No event needs you right now\..*Today 0 seats 0 bookings.*No seats were sold in these days/,
    );
    assert.match(empty, /Nothing is on sale.*None yet/);
    const admin = await signedIn("admin");
    assert.match(await text(admin.get("/admin")), /Today 1 seat 1 booking/);
    assert.match(await text(admin.get("/admin/system")), /Event log Answers .*Outbox, to be published/);
  }));

Deno.test("an event has pages of its sales, its seats and its bookings; a draft says how to get there", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const { bookingId } = await sale.placed(2, 3);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
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

Deno.test("what ends an event is not among the buttons that save it", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const draft = await create(admin, formFor(sale));
    for (const page of [draft, `/admin/events/${sale.event.eventId}`]) {
      const shown = await html(admin.get(page));
      const [form] = /<form[^>]*id="event-form"[^]*?<\/form>/.exec(shown)!;
      assert.match(words(form), /Save/);
      assert.doesNotMatch(form, /button-danger|\/cancel|\/delete/);
      assert.ok(shown.indexOf(`href="${page}/delete"`) > shown.indexOf(form) + form.length);
    }
  }));

Deno.test("bookings are found by the beginning of a name, an address or a code, on pages of their own", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const placed = [await sale.placed(0), await sale.placed(1), await sale.placed(2)];
    const names = ["Łucja Nowak-Żak", "Bo Berg", "Ann_ Berg%"];
    for (const [index, { userId }] of placed.entries()) {
      await sale.sql`
        update users set ${sale.sql({ ...nameColumns(names[index]), email: `buyer.${index}@example.org` })}
        where id = ${userId}`;
    }
    const { code } = await sale.view(placed[1].bookingId);
    const rows: [q: string, found: number[]][] = [
      ["lucja", [0]],
      ["ŻAK lu", [0]],
      ["berg", [1, 2]],
      ["erg", []],
      ["buyer.1", [1]],
      ["BUYER", [0, 1, 2]],
      [code.toLowerCase(), [1]],
      [code.replace("-", " ").slice(0, 6), [1]],
      ["%", []],
      ["_", []],
      ["", [0, 1, 2]],
    ];
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    for (const [q, found] of rows) {
      const page = await text(admin.get(`${bookings}?q=${encodeURIComponent(q)}`));
      const shown = names.flatMap((name, index) => page.includes(name) ? [index] : []);
      assert.deepEqual(shown, found, q);
      if (found.length === 0) assert.match(page, /No booking found/);
    }
  }));

Deno.test("events are found by words of title, hall and city, within the list that one looks at", () =>
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

Deno.test("the overview says what needs attention, and leads to it", () =>
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

Deno.test("lists that mix places have one clock, named once, and each venue's on request", () =>
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

    for (const [path, place] of [["/admin", "Placed"], ["/admin/events", "Date"]]) {
      const mine = await text(admin.get(path));
      assert.match(mine, new RegExp(`${place} \\(Tokyo time\\)`));
      assert.match(mine, /18:00.*19:00/);
      assert.match(mine, /Show the times of each venue/);
      const venues = await text(admin.get(`${path}?times=venue`));
      assert.match(venues, new RegExp(`${place} \\(venue’s time\\)`));
      assert.match(venues, /11:00 Berlin time.*19:00 Tokyo time/);
      assert.match(venues, /Show all times by one clock/);
    }
    const bookings = await text(admin.get(`/admin/events/${sale.event.eventId}/bookings`));
    assert.match(bookings, /Placed \(Berlin time\)/);
  }));

Deno.test("a time that clocks leave out is asked about, and saved as the reading that was chosen", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const form = formFor(sale, { startsAt: "2027-03-28T02:30", endsAt: "2027-03-28T05:00" });
    const asked = await html(browser.post("/admin/events/new", form), 422);
    assert.deepEqual(faultyFields(asked), ["startsAt"]);
    assert.match(words(asked), /there is no 02:30. 01:30 03:30/);
    const address = await create(browser, { ...form, "startsAt.reading": "later 2027-03-28T02:30" });
    assert.equal(valueOf(await html(browser.get(address)), "startsAt"), "2027-03-28T03:30");
  }));

Deno.test("an event is duplicated as a draft, and called off after it was said what that gives back", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const address = `/admin/events/${sale.event.eventId}`;
    const copied = await organizer.post(`${address}/duplicate`, {});
    await copied.body?.cancel();
    assert.equal(copied.status, 303);
    const draft = await text(organizer.get(copied.headers.get("location")!));
    assert.match(draft, /This is the copy, a draft/);
    assert.doesNotMatch(draft, /Cancel event/);

    assert.match(await text(organizer.get(address)), /Cancel event …/);
    assert.match(
      await text(organizer.get(`${address}/cancel`)),
      /1 booking is cancelled and refunded.*€50\.00/,
    );
    const cancel = (fields: Record<string, string>) => organizer.post(`${address}/cancel`, fields);
    assert.match(await text(cancel({}), 422), /did not say what you were shown/);
    for (const shown of [{ bookings: "2", amount: "5000" }, { bookings: "1", amount: "4999" }]) {
      const changed = /have changed since.*1 booking is cancelled and refunded.*€50\.00/;
      assert.match(await text(cancel(shown), 409), changed);
    }
    const shown = { bookings: "1", amount: "5000" };
    await assertRedirect(cancel(shown), `${address}?done=cancelled`);
    assert.match(await text(organizer.get(`${address}?done=cancelled`)), /The event is cancelled/);
    await assertRedirect(organizer.get(`${address}/cancel`), address);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "cancelled, final, event-cancelled");
    const stranger = await signedIn("organizer");
    for (const page of ["cancel", "duplicate"]) await text(stranger.post(`${address}/${page}`, {}), 404);
  }));

Deno.test("a booking is refunded in part, never for more than is left, and in full", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    const address = `${bookings}/${bookingId}/refund`;
    assert.ok((await html(organizer.get(bookings))).includes(`href="${address}"`));
    const review = (fields: Record<string, string>) =>
      organizer.post(address, { intent: "review", ...fields });
    const amount = (amount: string) => review({ kind: "amount", amount });
    assert.match(await text(amount("much"), 422), /Give an amount such as/);
    assert.match(await text(amount("0"), 422), /Give an amount above zero/);
    assert.match(await text(amount("50.01"), 422), /At most €50\.00 can go back/);
    const part = confirmation(await html(amount("12,50")));
    for (const _ of ["once", "once more"]) {
      await assertRedirect(organizer.post(address, part), `${bookings}?done=refunded`);
    }
    assert.match(await text(organizer.get(bookings)), /€50\.00 -€12\.50 Confirmed/);
    const all = confirmation(await html(review({ kind: "all" })));
    await assertRedirect(organizer.post(address, all), `${bookings}?done=refunded`);
    assert.equal(await sale.state(bookingId), "refunded, final");
    assert.match(await text(organizer.get(address)), /Nothing can be given back/);
    await text((await signedIn("organizer")).get(address), 404);
    await text((await signedIn("checkin")).get(address), 403);
    const other = `/admin/events/${crypto.randomUUID()}/bookings/${bookingId}/refund`;
    await text(organizer.get(other), 404);
  }));

Deno.test("the door reads a ticket and says whether to let its holder in, however often the page is read", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const { bookingId } = await sale.placed(0);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const [{ token }] = (await sale.view(bookingId)).tickets;
    const { eventId } = sale.event;
    const send = (client: PageClient, ticket: string, event = eventId) =>
      client.post("/admin/checkin", { event, ticket });
    /** Reads a ticket, and what the address says that this leads to. */
    const read = async (ticket: string, client = door) => {
      const response = await send(client, ticket);
      assert.equal(response.status, 303);
      const address = response.headers.get("location")!;
      return { address, answer: await text(client.get(address)) };
    };
    assert.match(await text(door.get("/admin/checkin")), /A Concert.*Check in/);
    const { address, answer } = await read(` ${token}\r\n`);
    assert.match(answer, /Welcome Stalls, row A, seat 1 Let them in\. Admitted at/);
    assert.equal(await text(door.get(address)), answer, "the page again is the answer again");
    assert.match((await read(token)).answer, /Welcome/, "the same device has read it twice");
    sale.clock.now += 3_001;
    assert.match((await read(token)).answer, /Already used Stalls, row A, seat 1 .*It was at/);
    const other = await signedIn("checkin");
    assert.match(await text(other.get(address)), /Already used/, "who did not admit it is not told Welcome");
    assert.match((await read(token.replaceAll("1", "&"))).answer, /Not readable .* keyboard/);
    assert.match((await read(token.slice(0, -1) + (Number(token.at(-1)) + 1) % 10)).answer, /Not valid/);
    assert.match((await read("ticket <b>")).answer, /Nothing found “ ticket &lt;b> ” is not a ticket/);
    await text(send(door, token, crypto.randomUUID()), 422);
    await text((await signedIn("visitor")).get("/admin/checkin"), 403);
  }));

Deno.test("the door names the event that a ticket is for, and addresses that make no sense show no answer", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const other = await insertAnotherEvent(sale.sql);
    const { bookingId } = await sale.placed(0);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const [{ id, token }] = (await sale.view(bookingId)).tickets;
    const response = await door.post("/admin/checkin", { event: other.eventId, ticket: token });
    const answer = await text(door.get(response.headers.get("location")!));
    assert.match(answer, /Another event This ticket is for “A Concert”, /);
    const { eventId } = sale.event;
    for (
      const search of [
        `event=${eventId}&ticket=${id}&result=admitted`,
        `event=${other.eventId}&ticket=${id}&result=admitted`,
        `event=${eventId}&ticket=${crypto.randomUUID()}&result=cancelled`,
        `event=${eventId}&ticket=1&result=2&other=3`,
        "event=x&q=%00",
      ]
    ) {
      const shown = await text(door.get(`/admin/checkin?${search}`));
      assert.doesNotMatch(shown, /Welcome|Already|Cancelled|Another event/, search);
    }
  }));

Deno.test("the door finds bookings by what people know of them, and admits each ticket once from there", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const { bookingId } = await sale.placed(3, 4);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const { code, tickets } = await sale.view(bookingId);
    const { eventId } = sale.event;
    const find = async (typed: string) => {
      const { headers } = await door.post("/admin/checkin", { event: eventId, ticket: typed });
      return await text(door.get(headers.get("location")!));
    };
    for (const typed of [code, code.toLowerCase().replace("-", " "), "Stalls A 5", "row A, seat 5"]) {
      const found = await find(typed);
      assert.match(found, new RegExp(`1 booking for .*${code} Stalls, row A, seat 4 Admit`), typed);
      for (const { token } of tickets) assert.ok(!found.includes(token), "what admits is the buyer's alone");
    }
    const admit = (ticket: string, event = eventId) =>
      door.post("/admin/checkin", { event, admit: ticket, q: code });
    const once = await admit(tickets[0].id);
    const after = await text(door.get(once.headers.get("location")!));
    assert.match(after, /Welcome Stalls, row A, seat 4.*In since.*Stalls, row A, seat 5 Admit/);
    sale.clock.now += 3_001;
    const twice = await admit(tickets[0].id);
    assert.match(await text(door.get(twice.headers.get("location")!)), /Already used/);
    await text(admit(crypto.randomUUID()), 422);
    await text(admit("1"), 422);
    const other = await insertAnotherEvent(sale.sql);
    await text(admit(tickets[1].id, other.eventId), 422);
    await text((await signedIn("organizer")).post("/admin/checkin", { event: eventId, ticket: code }), 422);
  }));

Deno.test("tickets are taken back after a review that names the amount; what was shown is what happens, once", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1, 2);
    await sale.answerPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const { tickets: [first, second, third] } = await sale.view(bookingId);
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    const address = `${bookings}/${bookingId}/refund`;
    const review = (ticket: string, fields: Record<string, string> = {}) =>
      organizer.post(address, { intent: "review", kind: "tickets", ticket, fee: "", ...fields });

    assert.match(await text(review("none"), 422), /Choose the tickets to take back/);
    assert.match(await text(review(first.id, { fee: "25.01" }), 422), /Keep at most €25\.00/);
    const shown = await html(review(first.id, { fee: "2", keepSeats: "on", reason: "A pillar" }));
    assert.match(
      words(shown),
      /€23\.00 *go back to the buyer.*row A, seat 1: *€25\.00.*kept off sale.*A pillar/,
    );
    const stale = await html(review(second.id));
    for (const _ of ["once", "once more"]) {
      await assertRedirect(organizer.post(address, confirmation(shown)), `${bookings}?done=refunded`);
    }
    const { refund, tickets } = await sale.view(bookingId);
    assert.deepEqual([refund.amount, tickets.map(({ id }) => id)], [2300, [second.id, third.id]]);

    assert.match(
      await text(organizer.post(address, confirmation(stale)), 409),
      /Nothing was refunded This booking was changed in the meantime/,
    );
    assert.equal((await sale.view(bookingId)).refund.amount, 2300);
    assert.match(
      await text(organizer.post(address, { intent: "refund", confirmed: "?" }), 422),
      /Nothing was refunded/,
    );
  }));

Deno.test("a form that is sent twice writes one event, and one copy of it; other content is another event", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("organizer");
    const formKey = crypto.randomUUID();
    const first = await create(organizer, formFor(sale, { formKey }));
    assert.equal(await create(organizer, formFor(sale, { formKey })), first);
    assert.notEqual(await create(organizer, formFor(sale, { formKey, title: "Eleven Cellos" })), first);
    const copy = async () => {
      const response = await organizer.post(`${first}/duplicate`, { formKey });
      return response.headers.get("location");
    };
    assert.equal(await copy(), await copy());
  }));

Deno.test("a new time of an event that people have booked is saved after they are told, or without", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("admin");
    await sale.placed(0);
    const address = `/admin/events/${sale.event.eventId}`;
    const form = async (changes: Record<string, string>) => {
      const shown = await html(organizer.get(address));
      return formFor(sale, { revision: valueOf(shown, "revision")!, ...changes });
    };
    const step = await html(
      organizer.post(address, await form({ startsAt: "2090-06-12T20:00", endsAt: "2090-06-12T22:00" })),
    );
    assert.match(
      words(step),
      /Until now .* From now on Monday,? 12 June 2090 at 20:00.*1 booking is affected/,
    );
    assert.match(step, /name="text"[^>]*>A Concert has changed\.</);
    const moved = await form({ startsAt: "2090-06-12T20:00", endsAt: "2090-06-12T22:00" });
    assert.match(
      await text(organizer.post(address, { ...moved, intent: "edit" })),
      /Where and at what price/,
    );
    const late = { ...moved, intent: "save-and-tell", text: "Later", cancelUntil: "2090-06-13T20:00" };
    assert.match(await text(organizer.post(address, late), 422), /Choose a time between now and the start/);
    await assertRedirect(
      organizer.post(address, { ...late, cancelUntil: "2090-06-01T20:00" }),
      `${address}?done=moved`,
    );
    const [{ notice }] = await sale.sql`select notice from event_changes`;
    assert.deepEqual(notice, { text: "Later" });
    const again = await form({
      startsAt: "2090-06-14T20:00",
      endsAt: "2090-06-14T22:00",
      intent: "save-silently",
    });
    await assertRedirect(organizer.post(address, again), `${address}?done=saved`);
    const rows = await sale.sql`select notice is null as silent from event_changes order by at`;
    assert.deepEqual(rows.map(({ silent }) => silent), [false, true]);
    const page = await text(organizer.get(`/events/event-${sale.event.eventId}`));
    assert.match(page, /Moved from Monday,? 12 June 2090 at 20:00 to Wednesday,? 14 June 2090 at 20:00/);
  }));

Deno.test("an event whose hall is taken is published only knowingly", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("organizer");
    await create(organizer, formFor(sale, { intent: "publish" }));
    const address = await create(organizer, formFor(sale, { title: "Eleven Cellos" }));
    const form = async (intent: string) => {
      const shown = await html(organizer.get(address));
      return formFor(sale, { revision: valueOf(shown, "revision")!, title: "Eleven Cellos", intent });
    };
    const refused = await html(organizer.post(address, await form("publish")), 409);
    assert.match(words(refused), /the hall is taken at that time *Ten Cellos.*Publish anyway/);
    await assertRedirect(organizer.post(address, await form("publish-anyway")), `${address}?done=published`);
  }));
