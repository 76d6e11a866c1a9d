import assert from "node:assert/strict";
import {
  assertRedirect,
  create,
  formFor,
  html,
  invalidFields,
  text,
  valueOf,
  withSite,
  words,
} from "@/lib/testing/admin_pages.ts";
import { PageClient } from "@/lib/testing/page_client.ts";

Deno.test("an organizer creates a draft, edits and publishes it, and deletes another", () =>
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

Deno.test("a new event can be published at once; one in the past stays a draft", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const publish = (changes: Record<string, string>) =>
      browser.post("/admin/events/new", formFor(sale, { intent: "publish", ...changes }));
    await assertRedirect(publish({}), /\?done=published$/);
    const past = { startsAt: "2020-06-10T20:00", endsAt: "2020-06-10T22:00" };
    await assertRedirect(publish(past), /\?done=not-published$/);
  }));

Deno.test("each error is shown at its field, and what was typed is kept", () =>
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
      for (const path of ["/admin/events/new", saved]) {
        const page = await html(browser.post(path, { ...form, revision: "1" }), 422);
        assert.deepEqual(invalidFields(page), fields);
        if (fields.includes("price.main")) assert.match(page, />Main: Enter an amount/);
        assert.equal(valueOf(page, "title"), form.title.replace("&", "&amp;"));
        assert.match(page, /Nothing was saved yet/);
      }
    }
  }));

Deno.test("choosing another hall shows its prices, keeps what was typed, and writes nothing", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    assert.match(await text(browser.get("/admin/events/new")), /Which hall is it in\?.*The Small Hall/);
    const empty = await html(browser.get(`/admin/events/new?hall=${sale.event.chartId}`));
    assert.equal(valueOf(empty, "price.main"), "");
    const form = formFor(sale, { intent: "hall", title: "Half a title" });
    const page = await html(browser.post("/admin/events/new", form));
    assert.equal(valueOf(page, "title"), "Half a title");
    assert.deepEqual(invalidFields(page), []);
    assert.deepEqual((await sale.sql`select from events where title = 'Half a title'`).length, 0);
  }));

Deno.test("the list of halls names their owners", () =>
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

Deno.test("overwriting another user's change is refused once, then possible", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("admin");
    const page = `/admin/events/${sale.event.eventId}`;
    await assertRedirect(
      browser.post(page, formFor(sale, { title: "First", revision: "1" })),
      `${page}?done=saved`,
    );
    const late = await html(browser.post(page, formFor(sale, { title: "Second", revision: "1" })), 412);
    assert.match(late, /someone else changed this event in the meantime/);
    assert.equal(valueOf(late, "title"), "Second");
    assert.equal(valueOf(late, "revision"), "2");
    await assertRedirect(
      browser.post(page, formFor(sale, { title: "Second", revision: "2" })),
      `${page}?done=saved`,
    );
  }));

Deno.test("the buttons that end an event are outside the form that saves it", () =>
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

Deno.test("a time skipped by a clock change is asked about, and saved as chosen", () =>
  withSite(async ({ sale, signedIn }) => {
    const browser = await signedIn("organizer");
    const form = formFor(sale, { startsAt: "2027-03-28T02:30", endsAt: "2027-03-28T05:00" });
    const asked = await html(browser.post("/admin/events/new", form), 422);
    assert.deepEqual(invalidFields(asked), ["startsAt"]);
    assert.match(words(asked), /there is no 02:30. 01:30 03:30/);
    const path = await create(browser, { ...form, "startsAt.reading": "later 2027-03-28T02:30" });
    assert.equal(valueOf(await html(browser.get(path)), "startsAt"), "2027-03-28T03:30");
  }));

Deno.test("an event is duplicated as a draft, and cancelled after a review of what is refunded", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const path = `/admin/events/${sale.event.eventId}`;
    const copied = await admin.post(`${path}/duplicate`, {});
    await copied.body?.cancel();
    assert.equal(copied.status, 303);
    const draft = await text(admin.get(copied.headers.get("location")!));
    assert.match(draft, /This is the copy, a draft/);
    assert.doesNotMatch(draft, /Cancel event/);

    assert.match(await text(admin.get(path)), /Cancel event…/);
    assert.match(
      await text(admin.get(`${path}/cancel`)),
      /1 booking will be cancelled and refunded.*€50\.00/,
    );
    const cancel = (fields: Record<string, string>) => admin.post(`${path}/cancel`, fields);
    assert.match(await text(cancel({}), 422), /didn’t include the figures you saw/);
    for (const shown of [{ bookings: "2", amount: "5000" }, { bookings: "1", amount: "4999" }]) {
      const changed = /have changed since.*1 booking will be cancelled and refunded.*€50\.00/;
      assert.match(await text(cancel(shown), 409), changed);
    }
    const shown = { bookings: "1", amount: "5000" };
    await assertRedirect(cancel(shown), `${path}?done=cancelled`);
    assert.match(await text(admin.get(`${path}?done=cancelled`)), /The event is cancelled/);
    await assertRedirect(admin.get(`${path}/cancel`), path);
    await sale.settle(bookingId);
    assert.equal(await sale.state(bookingId), "cancelled, final, event-cancelled");
    const stranger = await signedIn("organizer");
    for (const page of ["cancel", "duplicate"]) await text(stranger.post(`${path}/${page}`, {}), 404);
  }));

Deno.test("a form submitted twice creates one event, and one copy of it; other content creates another", () =>
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

Deno.test("a new time for an event with bookings is saved with or without a message to the buyers", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    await sale.placed(0);
    const path = `/admin/events/${sale.event.eventId}`;
    const form = async (changes: Record<string, string>) => {
      const shown = await html(admin.get(path));
      return formFor(sale, { revision: valueOf(shown, "revision")!, ...changes });
    };
    const step = await html(
      admin.post(path, await form({ startsAt: "2090-06-12T20:00", endsAt: "2090-06-12T22:00" })),
    );
    assert.match(
      words(step),
      /Until now .* From now on Monday,? 12 June 2090 at 20:00.*1 booking is affected/,
    );
    assert.match(step, /placeholder="A Concert has changed\."[^>]*name="text"[^>]*></);
    const moved = await form({ startsAt: "2090-06-12T20:00", endsAt: "2090-06-12T22:00" });
    assert.match(
      await text(admin.post(path, { ...moved, intent: "edit" })),
      /Hall and prices/,
    );
    const late = { ...moved, intent: "save-and-tell", text: "Later", cancelUntil: "2090-06-13T20:00" };
    assert.match(await text(admin.post(path, late), 422), /Enter a time between now and the start/);
    await assertRedirect(
      admin.post(path, { ...late, cancelUntil: "2090-06-01T20:00" }),
      `${path}?done=moved`,
    );
    const [{ notice }] = await sale.sql`select notice from event_changes`;
    assert.deepEqual(notice, { text: "Later" });
    const again = await form({
      startsAt: "2090-06-14T20:00",
      endsAt: "2090-06-14T22:00",
      intent: "save-silently",
    });
    await assertRedirect(admin.post(path, again), `${path}?done=saved`);
    const rows = await sale.sql`select notice is null as silent from event_changes order by at`;
    assert.deepEqual(rows.map(({ silent }) => silent), [false, true]);
    const page = await text(admin.get(`/events/event-${sale.event.eventId}`));
    assert.match(page, /Moved from Monday,? 12 June 2090 at 20:00 to Wednesday,? 14 June 2090 at 20:00/);
  }));

Deno.test("an event in a hall that is occupied is published only after confirmation", () =>
  withSite(async ({ sale, signedIn }) => {
    const organizer = await signedIn("organizer");
    await create(organizer, formFor(sale, { intent: "publish" }));
    const path = await create(organizer, formFor(sale, { title: "Eleven Cellos" }));
    const form = async (intent: string) => {
      const shown = await html(organizer.get(path));
      return formFor(sale, { revision: valueOf(shown, "revision")!, title: "Eleven Cellos", intent });
    };
    const refused = await html(organizer.post(path, await form("publish")), 409);
    assert.match(words(refused), /the hall is taken at that time *Ten Cellos.*Publish anyway/);
    await assertRedirect(organizer.post(path, await form("publish-anyway")), `${path}?done=published`);
  }));
