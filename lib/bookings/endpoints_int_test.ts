import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import { holdSchema } from "@/lib/board/hold_view.ts";
import { transaction } from "@/lib/db/pool.ts";
import { EventStreams } from "@/lib/http/sse.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint, jsonRequest } from "@/lib/server/testing.ts";
import { ticketsPdf } from "@/lib/tickets/pdf.ts";
import { TicketPrinter } from "@/lib/tickets/ticket_printer.ts";
import { handler as calendar } from "@/routes/api/bookings/[id]/calendar.ics.ts";
import { handler as cancellation } from "@/routes/api/bookings/[id]/cancel.ts";
import { handler as oneBooking } from "@/routes/api/bookings/[id]/index.ts";
import { handler as stream } from "@/routes/api/bookings/[id]/stream.ts";
import { handler as tickets } from "@/routes/api/bookings/[id]/tickets.pdf.ts";
import { handler as bookings } from "@/routes/api/bookings/index.ts";
import { handler as messages } from "@/routes/api/messages.ts";
import { BookingStreams } from "./streams.ts";
import { type Sale, withSale } from "./testing.ts";
import { bookingSchema } from "./queries.ts";

const UNKNOWN_ID = "0199f0a0-0000-7000-8000-000000000000";

/** Prints in this thread. */
const printer = new TicketPrinter({
  run: ({ booking, event, locale }) => ticketsPdf(booking, event, locale),
  close: () => {},
});

/** Calls the API as one account. */
class Client {
  constructor(readonly sale: Sale, readonly user: User | undefined) {}

  get(endpoint: Endpoint, path: string, id = ""): Promise<Response> {
    return this.#call(endpoint, new Request(new URL(path, "http://aisle.test")), id);
  }

  async book(body: unknown, key: string | null = crypto.randomUUID()): Promise<Response> {
    const headers: Record<string, string> = key === null ? {} : { "idempotency-key": key };
    return await this.#call(bookings, jsonRequest("POST", "/api/bookings", body, headers), "");
  }

  cancel(id: string): Promise<Response> {
    const request = new Request(`http://aisle.test/api/bookings/${id}/cancel`, { method: "POST" });
    return this.#call(cancellation, request, id);
  }

  async #call(endpoint: Endpoint, request: Request, id: string): Promise<Response> {
    const { services } = this.sale;
    const bookingStreams = new BookingStreams({ ...services, streams: new EventStreams() });
    return await callEndpoint(endpoint, request, {
      services: { ...services, bookingStreams, printer },
      params: id ? { id } : {},
      user: this.user,
    });
  }
}

function client(sale: Sale, id: string, role: Role = "visitor"): Client {
  return new Client(sale, {
    id,
    email: `${id}@example.org`,
    emailConfirmed: true,
    name: "Ada",
    role,
    locale: null,
  });
}

async function newClient(sale: Sale): Promise<Client & { user: User }> {
  return client(sale, await sale.buyer()) as Client & { user: User };
}

async function assertProblem(
  response: Response,
  status: number,
  code: string,
): Promise<Record<string, unknown>> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const body = await response.json();
  assert.equal(body.code, code);
  return body;
}

Deno.test("booking a hold responds 202 with the booking and its location; a repeat returns the same booking", () =>
  withSale(async (sale) => {
    const ada = await newClient(sale);
    const body = { holdId: await sale.hold(ada.user.id, 0, 1), paymentToken: "tok_approve" };
    const response = await ada.book(body, "one");
    assert.equal(response.status, 202);
    const booking = bookingSchema.parse(await response.json());
    assert.equal(response.headers.get("location"), `/api/bookings/${booking.id}`);
    assert.equal(booking.status, "pending");
    assert.equal(booking.total, 5000);

    const again = await ada.book(body, "one");
    assert.equal(again.status, 202);
    assert.equal((await again.json()).id, booking.id);
    await sale.recordPayment(booking.id, "approved");
    await sale.settle(booking.id);
    const later = await ada.book(body, "one");
    assert.equal(later.status, 200);
    assert.equal((await later.json()).status, "confirmed");
  }));

Deno.test("a booking that can't be placed is refused with a code", () =>
  withSale(async (sale) => {
    const ada = await newClient(sale);
    const holdId = await sale.hold(ada.user.id, 0);
    const body = { holdId, paymentToken: "tok_approve" };
    await assertProblem(await new Client(sale, undefined).book(body), 401, "unauthenticated");
    await assertProblem(await ada.book(body, null), 400, "idempotency-key-required");
    await assertProblem(await ada.book(body, "two words"), 400, "idempotency-key-invalid");
    await assertProblem(await ada.book({ ...body, paymentToken: "tok_gold" }), 422, "validation");
    await assertProblem(await ada.book({ ...body, price: 1 }), 422, "validation");
    await assertProblem(await ada.book({ ...body, holdId: "none" }), 409, "hold-expired");
    await assertProblem(await (await newClient(sale)).book(body), 409, "hold-expired");
    assert.equal((await ada.book(body, "one")).status, 202);
    await assertProblem(await ada.book(body, "two"), 409, "hold-claimed");
    await assertProblem(
      await ada.book({ ...body, paymentToken: "tok_decline" }, "one"),
      422,
      "idempotency-key-reused",
    );
    const more = { ...body, holdId: await sale.hold(ada.user.id, 1, 2) };
    const { limit } = await assertProblem(await ada.book(more), 409, "limit-exceeded");
    assert.equal(limit, 2);
    await sale.sql`update events set sales_close_at = now()`;
    await assertProblem(await ada.book(more), 409, "not-on-sale");
  }, { maxSeatsPerBuyer: 2 }));

Deno.test("a hold that is not what was shown is refused with its current seats, which can then be booked", () =>
  withSale(async (sale) => {
    const ada = await newClient(sale);
    const body = { holdId: await sale.hold(ada.user.id, 0, 1), paymentToken: "tok_approve" };
    for (const shown of [{ expectedTotal: 2500 }, { expectedSeats: ["A-1"] }]) {
      const problem = await assertProblem(await ada.book({ ...body, ...shown }, "one"), 409, "hold-changed");
      const { id, total, seats, status } = holdSchema.parse(problem.hold);
      assert.deepEqual([id, status, total, seats.map(({ id }) => id)], [
        body.holdId,
        "active",
        5000,
        ["A-1", "A-2"],
      ]);
    }
    await assertProblem(await ada.book({ ...body, expectedTotal: -1 }), 422, "validation");
    await assertProblem(await ada.book({ ...body, expectedTotal: 0.5 }), 422, "validation");
    await assertProblem(await ada.book({ ...body, expectedSeats: [] }), 422, "validation");
    const shown = { expectedTotal: 5000, expectedSeats: ["A-2", "A-1"] };
    assert.equal((await ada.book({ ...body, ...shown }, "one")).status, 202);
    assert.equal((await ada.book({ ...body, ...shown }, "one")).status, 202, "repeated");
  }));

Deno.test("the payment token is optional only for a free booking", async () => {
  await withSale(async (sale) => {
    const ada = await newClient(sale);
    const response = await ada.book({ holdId: await sale.hold(ada.user.id, 0) });
    assert.equal(response.status, 202);
    const { status, final, tickets } = bookingSchema.parse(await response.json());
    assert.deepEqual([status, final, tickets.length], ["confirmed", true, 1]);
  }, { price: 0 });
  await withSale(async (sale) => {
    const ada = await newClient(sale);
    const { errors } = await assertProblem(
      await ada.book({ holdId: await sale.hold(ada.user.id, 0) }),
      422,
      "validation",
    );
    assert.deepEqual((errors as { path: string }[]).map(({ path }) => path), ["paymentToken"]);
  });
});

Deno.test("a booking and its files exist only for its owner and for admins", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const path = `/api/bookings/${bookingId}`;
    const calls: [Endpoint, string][] = [
      [oneBooking, path],
      [stream, `${path}/stream`],
      [tickets, `${path}/tickets.pdf`],
      [calendar, `${path}/calendar.ics`],
    ];
    const [owner, stranger] = [client(sale, userId), await newClient(sale)];
    const [admin, organizer] = [
      client(sale, await sale.buyer(), "admin"),
      client(sale, await sale.buyer(), "organizer"),
    ];
    for (const [endpoint, path] of calls) {
      for (const reader of [owner, admin]) {
        const response = await reader.get(endpoint, path, bookingId);
        assert.equal(response.status, 200, path);
        await response.body?.cancel();
      }
      for (const other of [stranger, organizer]) {
        await assertProblem(await other.get(endpoint, path, bookingId), 404, "not-found");
      }
      await assertProblem(
        await new Client(sale, undefined).get(endpoint, path, bookingId),
        401,
        "unauthenticated",
      );
      await assertProblem(await owner.get(endpoint, path, UNKNOWN_ID), 404, "not-found");
      await assertProblem(await owner.get(endpoint, path, "no-id"), 404, "not-found");
    }
    await assertProblem(await stranger.cancel(bookingId), 404, "not-found");
    await assertProblem(await admin.cancel(bookingId), 404, "not-found");
  }));

Deno.test("a confirmed booking has named, typed ticket and calendar files; a cancelled one only the calendar", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await sale.placed(0);
    const owner = client(sale, userId);
    const path = `/api/bookings/${bookingId}`;
    const files = () =>
      Promise.all([
        owner.get(tickets, `${path}/tickets.pdf`, bookingId),
        owner.get(calendar, `${path}/calendar.ics`, bookingId),
      ]);
    for (const response of await files()) await assertProblem(response, 409, "not-confirmed");

    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const { code } = await sale.view(bookingId);
    const [pdf, ics] = await files();
    assert.equal(pdf.status, 200);
    assert.equal(pdf.headers.get("content-type"), "application/pdf");
    assert.equal(pdf.headers.get("content-disposition"), `inline; filename="tickets-${code}.pdf"`);
    assert.equal(new TextDecoder().decode((await pdf.bytes()).slice(0, 5)), "%PDF-");
    assert.equal(ics.status, 200);
    assert.equal(ics.headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.match(await ics.text(), /^BEGIN:VCALENDAR\r\n/);

    assert.equal((await owner.cancel(bookingId)).status, 200);
    await sale.settle(bookingId);
    const [noPdf, cancelled] = await files();
    await assertProblem(noPdf, 409, "not-confirmed");
    assert.equal(cancelled.status, 200);
    assert.match(await cancelled.text(), /\r\nSTATUS:CANCELLED\r\n/);
  }, { cancellationAllowed: true }));

Deno.test("tickets are printed in the locale of the buyer's account or, failing that, of the booking, whoever downloads them", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const placed = await sale.place(userId, await sale.hold(userId, 0), { locale: "de" });
    assert.ok(placed.ok);
    const { bookingId } = placed;
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const printedFor: string[] = [];
    const spy = {
      print: (...[, , locale]: Parameters<TicketPrinter["print"]>) => {
        printedFor.push(locale);
        return Promise.resolve(new Uint8Array());
      },
    };
    const print = () =>
      callEndpoint(tickets, new Request(`http://aisle.test/api/bookings/${bookingId}/tickets.pdf`), {
        services: { ...sale.services, printer: spy },
        params: { id: bookingId },
        user: client(sale, userId).user,
      });
    await print();
    await sale.sql`update users set locale = 'pl' where id = ${userId}`;
    await print();
    await sale.sql`update users set locale = null`;
    await sale.sql`update bookings set locale = null`;
    await print();
    assert.deepEqual(printedFor, ["de", "pl", "en"]);
  }));

Deno.test("cancelling responds with the cancelled booking and its refund, or says why not", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await sale.placed(0);
    const owner = client(sale, userId);
    const pending = await assertProblem(await owner.cancel(bookingId), 409, "not-cancellable");
    assert.match(String(pending.detail), /Only confirmed bookings/);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    await sale.sql`update events set cancellation_until = ${new Date(sale.clock.now)}`;
    sale.clock.now += 1_000;
    const late = await assertProblem(await owner.cancel(bookingId), 409, "not-cancellable");
    assert.match(String(late.detail), /too late/);

    await sale.sql`update events set cancellation_until = null`;
    const response = await owner.cancel(bookingId);
    assert.equal(response.status, 200);
    const booking = bookingSchema.parse(await response.json());
    assert.equal(booking.status, "cancelled");
    assert.deepEqual(booking.refund, { status: "pending", amount: 2500 });
    assert.deepEqual(booking.tickets, []);
    await sale.settle(bookingId);
  }, { cancellationAllowed: true }));

Deno.test("the list has the caller's own bookings, newest first, in pages", () =>
  withSale(async (sale) => {
    const ada = await newClient(sale);
    const placed: string[] = [];
    for (const seat of [0, 1, 2, 3, 4]) {
      const result = await sale.place(ada.user.id, await sale.hold(ada.user.id, seat));
      assert.ok(result.ok);
      placed.unshift(result.bookingId);
    }
    await sale.placed(5);
    const seen: string[] = [];
    let query = "limit=2";
    for (let page = 0; page < 3; page++) {
      const response = await ada.get(bookings, `/api/bookings?${query}`);
      assert.equal(response.status, 200);
      const { items, nextCursor } = await response.json();
      seen.push(...items.map(({ id }: { id: string }) => id));
      assert.equal(nextCursor === null, page === 2);
      query = `limit=2&cursor=${nextCursor}`;
    }
    assert.deepEqual(seen, placed);
    await assertProblem(await ada.get(bookings, "/api/bookings?limit=0"), 422, "validation");
    await assertProblem(await ada.get(bookings, "/api/bookings?page=2"), 422, "validation");
    await assertProblem(
      await new Client(sale, undefined).get(bookings, "/api/bookings"),
      401,
      "unauthenticated",
    );
  }));

Deno.test("the list of messages has only the caller's own", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    await transaction(sale.sql, (tx) => writeMessages(tx, [bookingId], "http://aisle.test"));
    const response = await client(sale, userId).get(messages, "/api/messages");
    assert.equal(response.status, 200);
    const { items, nextCursor } = await response.json();
    assert.equal(nextCursor, null);
    assert.equal(items.length, 1);
    assert.equal(items[0].kind, "confirmation");
    assert.equal(items[0].bookingId, bookingId);
    assert.ok(!Number.isNaN(Date.parse(items[0].sentAt)));
    const others = await (await newClient(sale)).get(messages, "/api/messages");
    assert.deepEqual(await others.json(), { items: [], nextCursor: null });
    await assertProblem(
      await new Client(sale, undefined).get(messages, "/api/messages"),
      401,
      "unauthenticated",
    );
  }));
