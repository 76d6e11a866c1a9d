import assert from "node:assert/strict";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { assertRedirect, confirmation, html, text, withSite, words } from "@/lib/testing/admin_pages.ts";
import { insertEvent as insertAnotherEvent } from "@/lib/testing/fixtures.ts";
import { PageClient } from "@/lib/testing/page_client.ts";

Deno.test("an event's bookings are found by the start of a name, email or code", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const placed = [await sale.placed(0), await sale.placed(1), await sale.placed(2)];
    const names = ["Łucja Nowak-Żak", "Bo Berg", "Ann_ Berg%"];
    for (const [index, { userId }] of placed.entries()) {
      await sale.sql`
        update users set ${sale.sql({ ...nameColumns(names[index]), email: `buyer.${index}@example.org` })}
        where id = ${userId}`;
      // Fixed: a random code might begin with one of the texts below.
      await sale.sql`
        update bookings set code = ${`Q${index}QX-2MVD`} where id = ${placed[index].bookingId}`;
    }
    const code = "Q1QX-2MVD";
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

Deno.test("a booking is refunded in part, never for more than is left, and then in full", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    const path = `${bookings}/${bookingId}/refund`;
    assert.ok((await html(admin.get(bookings))).includes(`href="${path}"`));
    const review = (fields: Record<string, string>) => admin.post(path, { intent: "review", ...fields });
    const amount = (amount: string) => review({ kind: "amount", amount });
    assert.match(await text(amount("much"), 422), /Enter an amount such as/);
    assert.match(await text(amount("0"), 422), /Enter an amount above zero/);
    assert.match(await text(amount("50.01"), 422), /At most €50\.00 can be refunded/);
    const part = confirmation(await html(amount("12,50")));
    for (const _ of ["once", "once more"]) {
      await assertRedirect(admin.post(path, part), `${bookings}?done=refunded`);
    }
    assert.match(await text(admin.get(bookings)), /€50\.00 -€12\.50 Confirmed/);
    const all = confirmation(await html(review({ kind: "all" })));
    await assertRedirect(admin.post(path, all), `${bookings}?done=refunded`);
    assert.equal(await sale.state(bookingId), "refunded, final");
    assert.match(await text(admin.get(path)), /Nothing to refund/);
    await text((await signedIn("organizer")).get(path), 404);
    await text((await signedIn("checkin")).get(path), 403);
    const other = `/admin/events/${crypto.randomUUID()}/bookings/${bookingId}/refund`;
    await text(admin.get(other), 404);
  }));

Deno.test("the door reads a ticket and says whether to admit its holder, however often the page is reloaded", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const [{ token }] = (await sale.view(bookingId)).tickets;
    const { eventId } = sale.event;
    const send = (client: PageClient, ticket: string, event = eventId) =>
      client.post("/admin/checkin", { event, ticket });
    /** Scans a ticket; returns the page that this redirects to. */
    const read = async (ticket: string, client = door) => {
      const response = await send(client, ticket);
      assert.equal(response.status, 303);
      const path = response.headers.get("location")!;
      return { path, shown: await text(client.get(path)) };
    };
    assert.match(await text(door.get("/admin/checkin")), /A Concert.*Check in/);
    const { path, shown } = await read(` ${token}\r\n`);
    assert.match(shown, /Welcome Stalls, row A, seat 1 Let them in\. Admitted at/);
    assert.equal(await text(door.get(path)), shown, "reloading the page shows the same result");
    assert.match((await read(token)).shown, /Welcome/, "the same device read it twice");
    sale.clock.now += 3_001;
    assert.match((await read(token)).shown, /Already used Stalls, row A, seat 1 .*That was at/);
    const other = await signedIn("checkin");
    assert.match(
      await text(other.get(path)),
      /Already used/,
      "a device that did not admit it shows no Welcome",
    );
    assert.match((await read(token.replaceAll("1", "&"))).shown, /Not readable .* keyboard/);
    assert.match((await read(token.slice(0, -1) + (Number(token.at(-1)) + 1) % 10)).shown, /Not valid/);
    assert.match((await read("ticket <b>")).shown, /Nothing found “ ticket &lt;b> ” is not a ticket/);
    await text(send(door, token, crypto.randomUUID()), 422);
    await text((await signedIn("visitor")).get("/admin/checkin"), 403);
  }));

Deno.test("the door names the event that a ticket is for, and invalid URLs show no result", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const other = await insertAnotherEvent(sale.sql);
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const [{ id, token }] = (await sale.view(bookingId)).tickets;
    const response = await door.post("/admin/checkin", { event: other.eventId, ticket: token });
    const shown = await text(door.get(response.headers.get("location")!));
    assert.match(shown, /Another event This ticket is for “A Concert”, /);
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

Deno.test("the door finds bookings by partial details, and admits each ticket once from the results", () =>
  withSite(async ({ sale, signedIn }) => {
    const door = await signedIn("checkin");
    const { bookingId } = await sale.placed(3, 4);
    await sale.recordPayment(bookingId, "approved");
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
      for (const { token } of tickets) assert.ok(!found.includes(token), "only the buyer sees the token");
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

Deno.test("tickets are refunded after a review that shows the amount: exactly that, and only once", () =>
  withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const { bookingId } = await sale.placed(0, 1, 2);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const { tickets: [first, second, third] } = await sale.view(bookingId);
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    const path = `${bookings}/${bookingId}/refund`;
    const review = (ticket: string, fields: Record<string, string> = {}) =>
      admin.post(path, { intent: "review", kind: "tickets", ticket, fee: "", ...fields });

    assert.match(await text(review("none"), 422), /Choose the tickets to refund/);
    assert.match(await text(review(first.id, { fee: "25.01" }), 422), /Keep at most €25\.00/);
    const shown = await html(review(first.id, { fee: "2", keepSeats: "on", reason: "A pillar" }));
    assert.match(
      words(shown),
      /€23\.00 *goes back to the buyer.*row A, seat 1: *€25\.00.*stay off sale.*A pillar/,
    );
    const stale = await html(review(second.id));
    for (const _ of ["once", "once more"]) {
      await assertRedirect(admin.post(path, confirmation(shown)), `${bookings}?done=refunded`);
    }
    const { refund, tickets } = await sale.view(bookingId);
    assert.deepEqual([refund.amount, tickets.map(({ id }) => id)], [2300, [second.id, third.id]]);

    assert.match(
      await text(admin.post(path, confirmation(stale)), 409),
      /Nothing was refunded This booking has changed since you opened the page/,
    );
    assert.equal((await sale.view(bookingId)).refund.amount, 2300);
    assert.match(
      await text(admin.post(path, { intent: "refund", confirmed: "?" }), 422),
      /Nothing was refunded/,
    );
  }));
