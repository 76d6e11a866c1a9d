/** From a hold to tickets, and to their cancellation. */
import assert from "node:assert/strict";
import { approveLate, passPaymentDeadline } from "@/lib/payments/testing.ts";
import { until } from "@/lib/testing/until.ts";
import { type ApiResponse, assertProblem, Client, findSeats, newBuyer, signIn } from "../client.ts";
import { readStream } from "./streams.ts";
import type { Steps } from "./steps.ts";

const unknownId = "01890000-0000-7000-8000-000000000000";

async function newHold(buyer: Client, quantity = 2): Promise<ApiResponse["body"]> {
  const { eventId, seats } = await findSeats(buyer);
  const { status, body } = await buyer.post(`/api/events/${eventId}/holds`, {
    seats: seats.slice(0, quantity),
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

const members = ["id", "code", "eventId", "holdId", "status", "final", "failureReason", "seats", "total"]
  .concat("currency", "createdAt", "tickets", "refund");

/** How the booking ends with each token, and the status of a request for its hold afterwards. */
const endings: { token: string; booking: Record<string, unknown>; holdStatus: number }[] = [
  { token: "tok_approve", booking: { status: "confirmed", failureReason: null }, holdStatus: 404 },
  { token: "tok_decline", booking: { status: "failed", failureReason: "payment-declined" }, holdStatus: 200 },
  { token: "tok_timeout", booking: { status: "failed", failureReason: "payment-timeout" }, holdStatus: 404 },
  { token: "tok_late", booking: { status: "confirmed", failureReason: null }, holdStatus: 404 },
];

export const bookings: Steps = {
  async "are pending at first and end as their payment does"({ url, sql }) {
    await Promise.all(endings.map(async ({ token, booking: expected, holdStatus }) => {
      const buyer = await newBuyer(url);
      const { eventId } = await findSeats(buyer);
      const best = { best: { quantity: 2 } };
      const hold = (await buyer.post(`/api/events/${eventId}/holds`, best)).body;
      const placed = await buyer.book(hold.id, token);
      assert.equal(placed.status, 202, JSON.stringify(placed.body));
      assert.equal(placed.headers.get("location"), `/api/bookings/${placed.body.id}`);
      assert.deepEqual(members.filter((member) => !(member in placed.body)), []);
      assert.deepEqual([placed.body.status, placed.body.final, placed.body.tickets], ["pending", false, []]);
      assert.deepEqual([placed.body.total, placed.body.currency], [hold.total, hold.currency]);
      assert.deepEqual(placed.body.refund, { status: "none", amount: 0 });

      const statuses = await readStream(
        buyer,
        `/api/bookings/${placed.body.id}/stream`,
        (events) => events.at(-1)?.data.final,
        {
          async onEvent(events) {
            const isLate = token === "tok_late" || token === "tok_timeout";
            const { status, final } = events.at(-1)!.data;
            if (isLate && status === "pending") await passPaymentDeadline(sql, placed.body.id);
            if (token === "tok_late" && status === "failed" && !final) await approveLate(sql, placed.body.id);
          },
        },
      );
      assert.ok(statuses.every(({ event }) => event === "status"));
      const settled = statuses.at(-1)!.data;
      const { status, failureReason } = settled;
      assert.deepEqual([token, { status, failureReason }], [token, expected]);
      assert.deepEqual((await buyer.get(`/api/bookings/${placed.body.id}`)).body, settled);
      assert.equal(settled.tickets.length, status === "confirmed" ? 2 : 0);
      const read = () => buyer.get(`/api/holds/${hold.id}`);
      const after = await until(read, ({ status, body }) => status === 404 || body.status === "active");
      assert.deepEqual([token, after.status], [token, holdStatus]);
      if (token === "tok_late") {
        assert.ok(
          statuses.some(({ data }) => data.status === "failed" && !data.final),
          "the booking did not fail before it was confirmed",
        );
      }
    }));
  },

  async "close their stream after the final status"({ url }) {
    const buyer = await newBuyer(url);
    const { body } = await buyer.book((await newHold(buyer)).id, "tok_approve");
    await buyer.settled(body.id);
    const events = await readStream(buyer, `/api/bookings/${body.id}/stream`, () => false);
    assert.deepEqual(events.map(({ data }) => data.status), ["confirmed"], "and the server ended it");
  },

  async "are created once for each idempotency key, however often it is sent"({ url }) {
    const buyer = await newBuyer(url);
    const hold = await newHold(buyer);
    const key = "~!the key of one booking".replaceAll(" ", "-");
    const responses = await Promise.all(
      Array.from({ length: 5 }, () => buyer.book(hold.id, "tok_approve", key)),
    );
    for (const { status } of responses) assert.ok(status === 200 || status === 202);
    const [id, ...others] = new Set(responses.map(({ body }) => body.id));
    assert.deepEqual(others, []);
    await buyer.settled(id);
    const later = await buyer.book(hold.id, "tok_approve", key);
    assert.deepEqual([later.status, later.body.id, later.body.status], [200, id, "confirmed"]);
    assertProblem(await buyer.book(hold.id, "tok_decline", key), 422, "idempotency-key-reused");
    assertProblem(await buyer.book("another", "tok_approve", key), 422, "idempotency-key-reused");
    assertProblem(await buyer.book(hold.id, "tok_approve"), 409, "hold-expired");
    assert.equal((await buyer.get("/api/bookings")).body.items.length, 1);

    const stranger = await newBuyer(url);
    assertProblem(await stranger.book(hold.id, "tok_approve", key), 409, "hold-expired");
    const own = await newHold(stranger);
    const theirs = await stranger.book(own.id, "tok_approve", key);
    assert.equal(theirs.status, 202, "keys are per user, and a refusal is not remembered");
  },

  async "contain exactly what the buyer was shown, or are refused"({ url }) {
    const buyer = await newBuyer(url);
    const hold = await newHold(buyer, 2);
    const ids = hold.seats.map(({ id }: { id: string }) => id);
    const changed = await buyer.call("PUT", `/api/holds/${hold.id}`, { seats: ids.slice(0, 1) });
    const book = (shown: Record<string, unknown>) =>
      buyer.post("/api/bookings", { holdId: hold.id, paymentToken: "tok_approve", ...shown }, {
        "idempotency-key": crypto.randomUUID(),
      });
    const outdated = [{ expectedTotal: hold.total }, { expectedSeats: ids }, {
      expectedTotal: hold.total,
      expectedSeats: ids,
    }];
    for (const shown of outdated) {
      const refused = await book(shown);
      assertProblem(refused, 409, "hold-changed");
      assert.deepEqual(refused.body.hold, changed.body);
    }
    assert.deepEqual((await buyer.get("/api/bookings")).body.items, []);
    const placed = await book({ expectedTotal: changed.body.total, expectedSeats: ids.slice(0, 1) });
    assert.equal(placed.status, 202, JSON.stringify(placed.body));
    assert.equal((await buyer.settled(placed.body.id)).total, changed.body.total);
  },

  async "keep the hold claimed during payment, and reactivate it after a decline"({ url, sql }) {
    const buyer = await newBuyer(url);
    const hold = await newHold(buyer);
    const key = crypto.randomUUID();
    const placed = await buyer.book(hold.id, "tok_timeout", key);
    const claimed = (await buyer.get(`/api/holds/${hold.id}`)).body;
    assert.deepEqual([claimed.status, claimed.bookingId], ["claimed", placed.body.id]);
    const seats = [hold.seats[0].id];
    assertProblem(await buyer.call("PUT", `/api/holds/${hold.id}`, { seats }), 409, "hold-claimed");
    assertProblem(await buyer.post(`/api/holds/${hold.id}/extend`), 409, "hold-claimed");
    assertProblem(await buyer.call("DELETE", `/api/holds/${hold.id}`), 409, "hold-claimed");
    assertProblem(await buyer.book(hold.id, "tok_approve"), 409, "hold-claimed");
    assert.equal((await buyer.book(hold.id, "tok_timeout", key)).body.id, placed.body.id);
    await passPaymentDeadline(sql, placed.body.id);
    await buyer.settled(placed.body.id);

    const second = await newHold(buyer);
    const declined = await buyer.settled((await buyer.book(second.id, "tok_decline")).body.id);
    assert.equal(declined.failureReason, "payment-declined");
    const again = await buyer.book(second.id, "tok_approve");
    assert.equal(again.status, 202, JSON.stringify(again.body));
    assert.equal((await buyer.settled(again.body.id)).status, "confirmed");
  },

  async "count towards the limit until they end"({ url }) {
    const buyer = await newBuyer(url);
    const { eventId, seats } = await findSeats(buyer);
    const limit: number = (await buyer.get(`/api/events/${eventId}`)).body.maxSeatsPerBuyer;
    const { body } = await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, limit) });
    const booked = await buyer.settled((await buyer.book(body.id, "tok_approve")).body.id);
    const more = () => buyer.post(`/api/events/${eventId}/holds`, { seats: [seats[limit]] });
    const refused = await more();
    assertProblem(refused, 409, "limit-exceeded");
    assert.equal(refused.body.limit, limit);
    assert.equal((await buyer.post(`/api/bookings/${booked.id}/cancel`)).status, 200);
    assert.equal((await more()).status, 201);
  },

  async "provide tickets, a calendar and a confirmation to their owner alone"({ url, sql }) {
    const [buyer, stranger] = [await newBuyer(url), await newBuyer(url)];
    const placed = (await buyer.book((await newHold(buyer)).id, "tok_timeout")).body;
    for (const file of ["tickets.pdf", "calendar.ics"]) {
      assertProblem(await buyer.get(`/api/bookings/${placed.id}/${file}`), 409, "not-confirmed");
    }
    assertProblem(await buyer.post(`/api/bookings/${placed.id}/cancel`), 409, "not-cancellable");
    const id = (await buyer.settled((await buyer.book((await newHold(buyer)).id, "tok_approve")).body.id)).id;

    const admin = await signIn(url, "admin@aisle.test");
    assert.equal((await admin.get(`/api/bookings/${id}`)).status, 200);
    for (const part of ["", "/stream", "/tickets.pdf", "/calendar.ics"]) {
      assertProblem(await stranger.get(`/api/bookings/${id}${part}`), 404, "not-found");
      assertProblem(await new Client(url).get(`/api/bookings/${id}${part}`), 401, "unauthenticated");
      assertProblem(await buyer.get(`/api/bookings/${unknownId}${part}`), 404, "not-found");
      assertProblem(await buyer.get(`/api/bookings/nonsense${part}`), 404, "not-found");
    }
    assertProblem(await stranger.post(`/api/bookings/${id}/cancel`), 404, "not-found");
    const types = { "tickets.pdf": /^application\/pdf/, "calendar.ics": /^text\/calendar/ };
    for (const [file, type] of Object.entries(types)) {
      const { status, headers } = await buyer.get(`/api/bookings/${id}/${file}`);
      assert.equal(status, 200);
      assert.match(headers.get("content-type") ?? "", type);
    }

    const read = () => buyer.get("/api/messages");
    const { body } = await until(
      read,
      ({ body }) =>
        body.items.some((message: ApiResponse["body"]) =>
          message.kind === "confirmation" && message.bookingId === id
        ),
    );
    for (const message of body.items) {
      for (const member of ["id", "subject", "text", "sentAt"]) {
        assert.equal(typeof message[member], "string");
      }
    }
    const times = body.items.map(({ sentAt }: { sentAt: string }) => sentAt);
    assert.deepEqual(times, times.toSorted().toReversed());
    const others = (await stranger.get("/api/messages")).body.items;
    assert.deepEqual(others.map(({ kind }: { kind: string }) => kind), ["confirm-email"], "their own");
    const { items } = (await buyer.get("/api/bookings")).body;
    assert.deepEqual(items.map((booking: { id: string }) => booking.id), [id, placed.id], "newest first");
    await passPaymentDeadline(sql, placed.id);
    await buyer.settled(placed.id);
  },

  async "can be cancelled if the event allows it, and the money is refunded"({ url }) {
    const buyer = await newBuyer(url);
    const book = async (slug: string) => {
      const { id } = (await buyer.get(`/api/events/${slug}`)).body;
      const hold = (await buyer.post(`/api/events/${id}/holds`, { best: { quantity: 2 } })).body;
      return await buyer.settled((await buyer.book(hold.id, "tok_approve")).body.id);
    };
    const booking = await book("fado-at-low-tide");
    const cancelled = await buyer.post(`/api/bookings/${booking.id}/cancel`);
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, "cancelled"]);
    assert.equal(cancelled.body.refund.amount, booking.total);
    await until(
      () => buyer.get(`/api/bookings/${booking.id}`),
      ({ body }) => body.refund.status === "done",
    );
    assertProblem(await buyer.post(`/api/bookings/${booking.id}/cancel`), 409, "not-cancellable");

    const bound = await book("velvet-antenna-the-long-wave-tour");
    assertProblem(await buyer.post(`/api/bookings/${bound.id}/cancel`), 409, "not-cancellable");
  },
};
