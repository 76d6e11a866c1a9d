import assert from "node:assert/strict";
import { blockChart } from "@/bench/charts.ts";
import type { User } from "@/lib/auth/caller.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import { type ChartJob, readChartBody } from "@/lib/charts/input.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { insertBooking, insertHall, insertUser, scriptedBoard } from "@/lib/events/testing.ts";
import type { BatchHandler, EventLog } from "@/lib/messaging/event_log.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint, jsonRequest, testSecrets } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";
import { ticketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { handler as refund } from "./bookings/[id]/refund.ts";
import { handler as chart } from "./charts/[id]/index.ts";
import { handler as charts } from "./charts/index.ts";
import { handler as checkins } from "./checkins/index.ts";
import { handler as retryDeadLetter } from "./deadletters/[id]/retry.ts";
import { handler as deadLetters } from "./deadletters/index.ts";
import { handler as bookings } from "./events/[id]/bookings.ts";
import { handler as cancel } from "./events/[id]/cancel.ts";
import { handler as duplicate } from "./events/[id]/duplicate.ts";
import { handler as event } from "./events/[id]/index.ts";
import { handler as publish } from "./events/[id]/publish.ts";
import { handler as events } from "./events/index.ts";
import { handler as venues } from "./venues/index.ts";

const now = Date.parse("2026-06-01T12:00:00Z");

/** Parses charts without a worker thread. */
const reader = {
  read: (as: ChartJob["as"], bytes: ChartJob["bytes"]) => Promise.resolve(readChartBody({ as, bytes })),
} as Services["charts"];

const board = { reset: () => Promise.resolve() } as unknown as Services["board"];

async function setUp(sql: Sql) {
  const catalog = new EventCatalog({ sql, board: scriptedBoard(new Map()), now: () => now });
  const hall = await insertHall(sql);
  const input = {
    type: "film",
    title: "Orbit",
    description: "Two astronauts.",
    venueId: hall.venueId,
    chartId: hall.chartId,
    startsAt: "2026-06-10T18:00:00Z",
    endsAt: "2026-06-10T20:00:00Z",
    currency: "CZK",
    maxSeatsPerBuyer: 6,
    zones: [{ id: "front", name: "Front", price: 20000 }, { id: "back", name: "Back", price: 15000 }],
  };
  const user = async (role: Role): Promise<User> => {
    return {
      id: await insertUser(sql, role),
      email: "",
      emailConfirmed: true,
      name: "Test",
      role,
      locale: null,
    };
  };
  const call = (
    endpoint: Endpoint,
    method: string,
    user: User,
    { body, id = "", headers, query = "", eventLog }: {
      body?: unknown;
      id?: string;
      headers?: Record<string, string>;
      query?: string;
      eventLog?: EventLog;
    } = {},
  ) => {
    const request = body === undefined
      ? new Request(`http://aisle.test/${query}`, { method, headers })
      : jsonRequest(method, "/", body, headers);
    return callEndpoint(endpoint, request, {
      services: {
        sql,
        catalog,
        eventLog,
        board,
        charts: reader,
        tickets: ticketSigner(testSecrets.ticketKey),
        now: () => now,
      },
      params: { id },
      user,
    });
  };
  return { hall, input, user, call };
}

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal((await response.json()).code, code);
}

Deno.test("an organizer writes, reads, changes, publishes and deletes an event", async () => {
  await withDatabase(async (sql) => {
    const { input, user, call } = await setUp(sql);
    const organizer = await user("organizer");
    const created = await call(events, "POST", organizer, { body: input });
    assert.equal(created.status, 201);
    const { id, status, seatsBooked, seatsLeft } = await created.json();
    assert.equal(created.headers.get("location"), `/api/admin/events/${id}`);
    assert.deepEqual([status, seatsBooked, seatsLeft], ["draft", 0, 20]);

    const read = await call(event, "GET", organizer, { id });
    assert.equal(read.status, 200);
    const etag = read.headers.get("etag")!;
    const headers = { "if-match": etag };
    const changed = await call(event, "PATCH", organizer, { id, body: { title: "Orbit, Twice" }, headers });
    assert.equal(changed.status, 200);
    assert.equal((await changed.json()).title, "Orbit, Twice");
    await expectProblem(await call(event, "PATCH", organizer, { id, body: {}, headers }), 412, "stale");

    const published = await call(publish, "POST", organizer, { id });
    assert.equal(published.status, 200);
    assert.equal((await published.json()).status, "published");
    const listed = await call(events, "GET", organizer);
    assert.deepEqual((await listed.json()).items.map((item: { id: string }) => item.id), [id]);

    assert.equal((await call(event, "DELETE", organizer, { id })).status, 204);
    await expectProblem(await call(event, "GET", organizer, { id }), 404, "not-found");
  });
});

Deno.test("refused requests have the contract's problem codes", async () => {
  await withDatabase(async (sql) => {
    const { input, user, call } = await setUp(sql);
    const organizer = await user("organizer");
    const { id } = await (await call(events, "POST", organizer, { body: input })).json();
    const invalid = await call(events, "POST", organizer, {
      body: { ...input, zones: input.zones.slice(1) },
    });
    assert.equal(invalid.status, 422);
    assert.deepEqual((await invalid.json()).errors, [{
      path: "zones",
      message: "zone front of the chart has no price",
    }]);
    await expectProblem(
      await call(events, "POST", organizer, { body: { ...input, slug: "x" } }),
      422,
      "validation",
    );
    await expectProblem(await call(event, "GET", organizer, { id: "orbit" }), 404, "not-found");
    assert.equal((await call(publish, "POST", organizer, { id })).status, 200);
    await insertBooking(sql, { eventId: id, seats: [1] });
    await expectProblem(await call(event, "DELETE", organizer, { id }), 409, "has-bookings");
    await expectProblem(
      await call(event, "PATCH", organizer, { id, body: { currency: "EUR" } }),
      409,
      "seats-sold",
    );
  });
});

Deno.test("each role may call what the contract allows", async () => {
  await withDatabase(async (sql) => {
    const { hall, input, user, call } = await setUp(sql);
    const users = {
      visitor: await user("visitor"),
      checkin: await user("checkin"),
      organizer: await user("organizer"),
      admin: await user("admin"),
    };
    const { id } = await (await call(events, "POST", users.organizer, { body: input })).json();
    const calls: [Endpoint, string, Record<keyof typeof users, number>, { id?: string; body?: unknown }][] = [
      [events, "GET", { visitor: 403, checkin: 200, organizer: 200, admin: 200 }, {}],
      [events, "POST", { visitor: 403, checkin: 403, organizer: 201, admin: 201 }, { body: input }],
      [event, "GET", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id }],
      [event, "PATCH", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id, body: {} }],
      [publish, "POST", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id }],
      [duplicate, "POST", { visitor: 403, checkin: 403, organizer: 201, admin: 201 }, { id }],
      [cancel, "POST", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id }],
      [refund, "POST", { visitor: 403, checkin: 403, organizer: 404, admin: 404 }, { id, body: {} }],
      [checkins, "POST", { visitor: 403, checkin: 200, organizer: 200, admin: 200 }, {
        body: { ticket: "no ticket", eventId: id },
      }],
      [bookings, "GET", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id }],
      [deadLetters, "GET", { visitor: 403, checkin: 403, organizer: 403, admin: 200 }, {}],
      [retryDeadLetter, "POST", { visitor: 403, checkin: 403, organizer: 403, admin: 404 }, { id }],
      [venues, "GET", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, {}],
      [charts, "GET", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, {}],
      [charts, "POST", { visitor: 403, checkin: 403, organizer: 201, admin: 201 }, {
        body: { venueId: hall.venueId, name: "Hall", chart: hall.chart },
      }],
      [chart, "GET", { visitor: 403, checkin: 403, organizer: 200, admin: 200 }, { id: hall.chartId }],
      [chart, "PUT", { visitor: 403, checkin: 403, organizer: 403, admin: 200 }, {
        id: hall.chartId,
        body: { chart: hall.chart },
      }],
    ];
    for (const [endpoint, method, expected, request] of calls) {
      for (const [role, status] of Object.entries(expected)) {
        const response = await call(endpoint, method, users[role as keyof typeof users], request);
        await response.body?.cancel();
        assert.equal(response.status, status, `${method} ${endpoint.path} as ${role}`);
      }
    }
  });
});

Deno.test("a venue is added with its owner and listed", async () => {
  await withDatabase(async (sql) => {
    const { hall, user, call } = await setUp(sql);
    const admin = await user("admin");
    const body = { name: "Kino", city: "Brno", country: "CZ", timeZone: "Europe/Prague" };
    const created = await call(venues, "POST", admin, { body });
    assert.equal(created.status, 201);
    const venue = await created.json();
    assert.deepEqual(venue, {
      id: venue.id,
      address: "",
      ...body,
      owner: { id: admin.id, name: admin.name },
    });
    const { items } = await (await call(venues, "GET", admin)).json();
    assert.deepEqual(items.map((item: { id: string }) => item.id), [hall.venueId, venue.id]);
    await expectProblem(
      await call(venues, "POST", admin, { body: { ...body, timeZone: "Here" } }),
      422,
      "validation",
    );
  });
});

Deno.test("a chart may be larger than other bodies; it is created, read, and written back as read", async () => {
  await withDatabase(async (sql) => {
    const { hall, user, call } = await setUp(sql);
    const organizer = await user("organizer");
    const large = blockChart(1_200);
    const body = { venueId: hall.venueId, name: "Arena", chart: large };
    const created = await call(charts, "POST", organizer, { body });
    assert.equal(created.status, 201);
    const written = await created.json();
    assert.equal(created.headers.get("location"), `/api/admin/charts/${written.id}`);
    const id = written.id;
    const read = await call(chart, "GET", organizer, { id });
    assert.deepEqual(await read.json(), written);
    const headers = { "if-match": read.headers.get("etag")! };
    const changed = await call(chart, "PUT", organizer, { id, body: written, headers });
    assert.equal(changed.status, 200);
    assert.deepEqual(await changed.json(), { ...written, version: 2, chart: { ...large, version: 2 } });
    await expectProblem(await call(chart, "PUT", organizer, { id, body: written, headers }), 412, "stale");
    const nowhere = { ...body, venueId: crypto.randomUUID() };
    await expectProblem(await call(charts, "POST", organizer, { body: nowhere }), 422, "validation");
    const broken = { ...body, chart: { ...large, seatCount: 1 } };
    await expectProblem(await call(charts, "POST", organizer, { body: broken }), 422, "validation");
  });
});

Deno.test("an event's bookings are listed with their buyers, page by page, only for its organizer", async () => {
  await withDatabase(async (sql) => {
    const { input, user, call } = await setUp(sql);
    const organizer = await user("organizer");
    const { id } = await (await call(events, "POST", organizer, { body: input })).json();
    const placed = [await insertBooking(sql, { eventId: id, seats: [1] })];
    placed.push(await insertBooking(sql, { eventId: id, seats: [2], status: "cancelled" }));
    const seen: string[] = [];
    let query = "?limit=1";
    while (query) {
      const response = await call(bookings, "GET", organizer, { id, query });
      assert.equal(response.status, 200);
      const { items: [booking], nextCursor } = await response.json();
      seen.push(booking.id);
      assert.match(booking.buyer.email, /@example\.com$/);
      query = nextCursor ? `?limit=1&cursor=${nextCursor}` : "";
    }
    assert.deepEqual(seen, placed.toReversed());
    await expectProblem(await call(bookings, "GET", await user("organizer"), { id }), 404, "not-found");
  });
});

Deno.test("a dead letter is listed, retried where its group runs, and gone once handled", async () => {
  await withDatabase(async (sql) => {
    const { user, call } = await setUp(sql);
    const admin = await user("admin");
    const id = crypto.randomUUID();
    const envelope = {
      id: crypto.randomUUID(),
      type: "booking.attempted",
      version: 1,
      occurredAt: new Date(now).toISOString(),
      data: { bookingId: crypto.randomUUID() },
    };
    await sql`
      insert into dead_letters (id, consumer_group, topic, message, error)
      values (${id}, 'payments', 'booking.attempted',
        ${sql.json({ topic: "booking.attempted", key: "k", envelope })}, 'TypeError: no')`;
    const { items: [letter] } = await (await call(deadLetters, "GET", admin)).json();
    assert.deepEqual([letter.id, letter.consumerGroup, letter.attempts], [id, "payments", 1]);

    const retry = async (handlers: Map<string, BatchHandler>) =>
      await (await call(retryDeadLetter, "POST", admin, {
        id,
        eventLog: { handlers } as unknown as EventLog,
      })).json();
    assert.deepEqual(await retry(new Map()), { result: "scheduled" });
    const failing: BatchHandler = () => Promise.reject(new TypeError("still no"));
    assert.deepEqual(await retry(new Map([["payments", failing]])), {
      result: "failed",
      error: "TypeError: still no",
    });
    const handled: string[] = [];
    const handle: BatchHandler = (batch) =>
      Promise.resolve(void handled.push(...batch.map((message) => message.key)));
    assert.deepEqual(await retry(new Map([["payments", handle]])), { result: "resolved" });
    assert.deepEqual(handled, ["k"]);
    assert.deepEqual((await (await call(deadLetters, "GET", admin)).json()).items, []);
  });
});
