import assert from "node:assert/strict";
import { openPool } from "@/lib/db/pool.ts";
import { approveLate, passPaymentDeadline } from "@/lib/payments/testing.ts";
import { until } from "@/lib/testing/until.ts";
import { Browser, Client, findSeats, newBuyer, signIn } from "./client.ts";
import { mailsTo } from "./mails.ts";
import { canRun, databaseDeployment, deployments, fullDeployment, withProgram } from "./program.ts";

for (const deployment of deployments) {
  const ignore = !canRun(deployment);

  Deno.test({
    name: `${deployment.name}: from browsing to the ticket, over HTTP`,
    ignore,
    fn: () =>
      withProgram(deployment, {}, async ({ url }) => {
        const buyer = await newBuyer(url);
        const { eventId, seats } = await findSeats(buyer);
        const held = await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) });
        assert.equal(held.status, 201, JSON.stringify(held.body));
        assert.equal(held.headers.get("location"), `/api/holds/${held.body.id}`);

        const key = crypto.randomUUID();
        const placed = await buyer.book(held.body.id, "tok_approve", key);
        assert.equal(placed.status, 202, JSON.stringify(placed.body));
        const again = await buyer.book(held.body.id, "tok_approve", key);
        assert.equal(again.body.id, placed.body.id);
        const other = await buyer.book(held.body.id, "tok_decline", key);
        assert.deepEqual([other.status, other.body.code], [422, "idempotency-key-reused"]);

        const booking = await buyer.settled(placed.body.id);
        assert.equal(booking.status, "confirmed");
        assert.equal(booking.tickets.length, 2);
        const pdf = await fetch(`${url}/api/bookings/${booking.id}/tickets.pdf`, {
          headers: { authorization: `Bearer ${buyer.token}` },
        });
        assert.equal(pdf.status, 200);
        assert.equal(new TextDecoder().decode((await pdf.bytes()).slice(0, 5)), "%PDF-");
        const calendar = await buyer.get(`/api/bookings/${booking.id}/calendar.ics`);
        assert.match(calendar.body, /^BEGIN:VCALENDAR/);

        const chart = (await buyer.get(`/api/events/${eventId}/chart`)).body;
        const index = chart.seats.findIndex(({ id }: { id: string }) => id === seats[0]);
        await until(
          () => buyer.get(`/api/events/${eventId}/seats`),
          ({ body }) => body.statuses[index] === "b",
        );
        const kindsOfBooking = async () =>
          (await buyer.get("/api/messages")).body.items
            .filter(({ bookingId }: { bookingId?: string }) => bookingId === booking.id)
            .map(({ kind }: { kind: string }) => kind);
        assert.deepEqual(await until(kindsOfBooking, (kinds) => kinds.length > 0), ["confirmation"]);
        assert.equal((await (await newBuyer(url)).get(`/api/bookings/${booking.id}`)).status, 404);
        assert.equal(
          (await (await signIn(url, "admin@aisle.test")).get(`/api/bookings/${booking.id}`)).status,
          200,
        );

        const cancelled = await buyer.post(`/api/bookings/${booking.id}/cancel`);
        assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
        assert.equal(cancelled.body.status, "cancelled");
        await until(
          () => buyer.get(`/api/events/${eventId}/seats`),
          ({ body }) => body.statuses[index] === "a",
        );
      }),
  });

  Deno.test({
    name: `${deployment.name}: a guest buys with an email address, and opens the booking by its link`,
    ignore,
    fn: () =>
      withProgram(deployment, {}, async ({ url }) => {
        const browser = new Browser(url);
        const { eventId, seats } = await findSeats(browser);
        const hold = (await browser.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) })).body;
        const email = `${crypto.randomUUID()}@example.org`;
        const { status, body: { id } } = await browser.post(
          "/api/bookings",
          { holdId: hold.id, paymentToken: "tok_approve", email },
          { "idempotency-key": crypto.randomUUID() },
        );
        assert.equal(status, 202);
        assert.equal((await browser.settled(id)).status, "confirmed");
        const mails = await until(() => mailsTo(url, email), (mails) => mails.length > 0);
        assert.deepEqual(mails.map(({ kind }) => kind), ["confirmation"]);
        const link = mails[0].links.find((link) => link.startsWith(`${url}/bookings/${id}?key=`));
        assert.ok(link, mails[0].text);
        const opened = await fetch(link, { redirect: "manual" });
        assert.deepEqual([opened.status, opened.headers.get("location")], [303, `/bookings/${id}`]);
        const cookie = opened.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
        const booking = await new Client(url).call("GET", `/api/bookings/${id}`, undefined, { cookie });
        assert.deepEqual([booking.status, booking.body.tickets.length], [200, 2]);
      }),
  });

  Deno.test({
    name: `${deployment.name}: exactly one of 50 buyers gets the four seats that all want`,
    ignore,
    fn: () =>
      withProgram(deployment, {}, async ({ url }) => {
        const { eventId, seats } = await findSeats(new Client(url));
        const wanted = seats.slice(0, 4);
        const buyers = await Promise.all(Array.from({ length: 50 }, () => newBuyer(url)));
        const responses = await Promise.all(
          buyers.map((buyer) => buyer.post(`/api/events/${eventId}/holds`, { seats: wanted })),
        );
        assert.equal(responses.filter(({ status }) => status === 201).length, 1);
        for (const { status, body } of responses.filter(({ status }) => status !== 201)) {
          assert.deepEqual([status, body.code], [409, "seats-unavailable"]);
        }
      }),
  });
}

for (const deployment of [databaseDeployment, fullDeployment]) {
  Deno.test({
    name:
      `${deployment.name}: a declined card leaves the seats for another attempt, and a late approval is confirmed`,
    ignore: !canRun(deployment),
    fn: () =>
      withProgram(deployment, {}, async ({ url }, env) => {
        const buyer = await newBuyer(url);
        const { eventId, seats } = await findSeats(buyer);
        const hold = (await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) })).body;
        const declined = await buyer.settled((await buyer.book(hold.id, "tok_decline")).body.id);
        assert.deepEqual([declined.status, declined.failureReason], ["failed", "payment-declined"]);
        assert.equal((await buyer.get(`/api/holds/${hold.id}`)).body.status, "active");

        const late = (await buyer.book(hold.id, "tok_late")).body;
        const sql = openPool(env.DATABASE_URL, { max: 1 });
        try {
          await passPaymentDeadline(sql, late.id);
          await until(
            () => buyer.get(`/api/bookings/${late.id}`),
            ({ body }) => body.status === "failed" && !body.final,
          );
          await approveLate(sql, late.id);
        } finally {
          await sql.end();
        }
        assert.equal((await buyer.settled(late.id)).status, "confirmed");
      }),
  });
}
