/** Holding seats. */
import assert from "node:assert/strict";
import { type ApiResponse, assertProblem, Browser, Client, findSeats, newBuyer } from "../client.ts";
import { readStream } from "./streams.ts";
import type { Steps } from "./steps.ts";

const hold = (client: Client, eventId: string, choice: unknown): Promise<ApiResponse> =>
  client.post(`/api/events/${eventId}/holds`, choice);

async function statusesOf(client: Client, eventId: string, seatIds: string[]): Promise<string> {
  const chart = (await client.get(`/api/events/${eventId}/chart`)).body;
  const { statuses } = (await client.get(`/api/events/${eventId}/seats`)).body;
  return seatIds.map((id) => statuses[chart.seats.findIndex((seat: { id: string }) => seat.id === id)]).join(
    "",
  );
}

async function eventWith(client: Client, isMatch: (item: ApiResponse["body"]) => boolean): Promise<string> {
  const { items } = (await client.get("/api/events?limit=100")).body;
  const found = items.find(isMatch);
  assert.ok(found, "the sample data has no such event");
  return found.id;
}

const badChoices: unknown[] = [
  ...[{}, [], null, "A-1", 7, { seats: [] }, { seats: "A-1" }, { seats: [7] }, { seats: ["none"] }],
  ...[{ best: {} }, { best: { quantity: 0 } }, { best: { quantity: 1.5 } }, { best: { quantity: "2" } }],
  ...[{ best: { quantity: 1, zone: "none" } }, { best: { quantity: 1, row: "A" } }],
  ...[{ area: "none", quantity: 1 }, { area: "none" }, { quantity: 2 }, {
    best: { quantity: 1 },
    seats: ["x"],
  }],
];

export const holds: Steps = {
  async "are returned with seats, prices, times and a location"({ url }) {
    const buyer = await newBuyer(url);
    const { eventId, seats } = await findSeats(buyer);
    const before = Date.now();
    const { status, headers, body } = await hold(buyer, eventId, { seats: seats.slice(0, 2) });
    const after = Date.now();
    assert.equal(status, 201);
    assert.equal(headers.get("location"), `/api/holds/${body.id}`);
    assert.deepEqual([body.eventId, body.status], [eventId, "active"]);
    assert.deepEqual(body.seats.map(({ id }: { id: string }) => id).toSorted(), seats.slice(0, 2).toSorted());
    const event = (await buyer.get(`/api/events/${eventId}`)).body;
    for (const seat of body.seats) {
      assert.equal(seat.price, event.zones.find(({ id }: { id: string }) => id === seat.zone).price);
      for (const member of ["section", "row", "number"]) assert.equal(typeof seat[member], "string");
    }
    assert.equal(
      body.total,
      body.seats.reduce((sum: number, { price }: { price: number }) => sum + price, 0),
    );
    assert.equal(body.currency, event.currency);
    const heldAt = Date.parse(body.expiresAt) - 10 * 60_000;
    assert.ok(before <= heldAt && heldAt <= after, body.expiresAt);
    assert.equal(Date.parse(body.maxExpiresAt), heldAt + 20 * 60_000);
    assert.equal(await statusesOf(buyer, eventId, seats.slice(0, 2)), "hh");

    const read = await buyer.get(`/api/holds/${body.id}`);
    assert.deepEqual([read.status, read.body], [200, body]);
    const extended = await buyer.post(`/api/holds/${body.id}/extend`);
    assert.deepEqual([extended.status, extended.body.id, extended.body.seats], [200, body.id, body.seats]);
    assert.ok(extended.body.expiresAt > body.expiresAt && extended.body.expiresAt < body.maxExpiresAt);
    const mine = (await buyer.get(`/api/events/${eventId}/holds`)).body;
    assert.deepEqual(mine, { items: [extended.body], nextCursor: null });
    assert.equal((await buyer.call("DELETE", `/api/holds/${body.id}`)).status, 204);
    assert.equal(await statusesOf(buyer, eventId, seats.slice(0, 2)), "aa");
    assertProblem(await buyer.get(`/api/holds/${body.id}`), 404, "not-found");
    assertProblem(await buyer.post(`/api/holds/${body.id}/extend`), 404, "not-found");
    assertProblem(await buyer.call("PUT", `/api/holds/${body.id}`, { seats: [seats[0]] }), 404, "not-found");
    assert.equal(
      (await buyer.call("DELETE", `/api/holds/${body.id}`)).status,
      204,
      "repeating it is not an error",
    );
  },

  async "take all seats or none, and so do changes"({ url }) {
    const [first, second] = [await newBuyer(url), await newBuyer(url)];
    const { eventId, seats: [a, b, c, d] } = await findSeats(first);
    await hold(first, eventId, { seats: [b] });
    const refused = await hold(second, eventId, { seats: [a, b, c] });
    assertProblem(refused, 409, "seats-unavailable");
    assert.deepEqual(refused.body.unavailable, [b]);
    assert.equal(await statusesOf(first, eventId, [a, b, c]), "aha");

    const own = (await hold(second, eventId, { seats: [a, c] })).body;
    const put = (seats: string[]) => second.call("PUT", `/api/holds/${own.id}`, { seats });
    const changeRefused = await put([a, b]);
    assertProblem(changeRefused, 409, "seats-unavailable");
    assert.deepEqual(changeRefused.body.unavailable, [b]);
    assert.deepEqual((await second.get(`/api/holds/${own.id}`)).body, own, "nothing changed");
    const changed = await put([c, d]);
    assert.equal(changed.status, 200);
    assert.deepEqual([changed.body.id, changed.body.expiresAt], [own.id, own.expiresAt]);
    assert.equal(await statusesOf(first, eventId, [a, b, c, d]), "ahhh");
    for (const seats of [[], ["none"], [c, c]]) assertProblem(await put(seats), 422, "validation");
  },

  async "refuse invalid choices of seats"({ url }) {
    const buyer = await newBuyer(url);
    const { eventId, seats } = await findSeats(buyer);
    for (const choice of [...badChoices, { seats: [seats[0], seats[0]] }]) {
      const response = await hold(buyer, eventId, choice);
      assert.deepEqual([JSON.stringify(choice), response.status], [JSON.stringify(choice), 422]);
      assertProblem(response, 422, "validation");
    }
    assert.deepEqual((await buyer.get(`/api/events/${eventId}/holds`)).body.items, []);
  },

  async "find the best seats and standing places, or report how many are left"({ url }) {
    const buyer = await newBuyer(url);
    const { eventId } = await findSeats(buyer);
    const { zones } = (await buyer.get(`/api/events/${eventId}`)).body;
    const best = await hold(buyer, eventId, { best: { quantity: 3 } });
    assert.deepEqual([best.status, best.body.seats.length], [201, 3]);
    await buyer.call("DELETE", `/api/holds/${best.body.id}`);
    const ofZone = await hold(buyer, eventId, { best: { quantity: 2, zone: zones[0].id } });
    assert.equal(ofZone.status, 201);
    assert.deepEqual(
      new Set(ofZone.body.seats.map(({ zone }: { zone: string }) => zone)),
      new Set([zones[0].id]),
    );

    const soldOut = await eventWith(buyer, ({ saleStatus }) => saleStatus === "sold-out");
    const none = await hold(buyer, soldOut, { best: { quantity: 2 } });
    assertProblem(none, 409, "seats-unavailable");
    assert.equal(none.body.left, 0);

    const standing = await eventWith(buyer, ({ slug }) => slug === "drum-circle-for-machines");
    const [area] = (await buyer.get(`/api/events/${standing}/chart`)).body.areas;
    const places = await hold(buyer, standing, { area: area.id, quantity: 4 });
    assert.deepEqual([places.status, places.body.seats.length], [201, 4]);
    assert.equal(
      await statusesOf(buyer, standing, places.body.seats.map(({ id }: { id: string }) => id)),
      "hhhh",
    );
  },

  async "are refused before the sale begins and after the event is cancelled"({ url }) {
    const buyer = await newBuyer(url);
    for (const status of ["not-yet", "cancelled"]) {
      const id = await eventWith(buyer, ({ saleStatus }) => saleStatus === status);
      assertProblem(await hold(buyer, id, { best: { quantity: 1 } }), 409, "not-on-sale");
    }
  },

  async "are limited by the event's maximum for a buyer, signed in or not"({ url }) {
    const browser = new Browser(url);
    const { eventId, seats } = await findSeats(browser);
    const limit: number = (await browser.get(`/api/events/${eventId}`)).body.maxSeatsPerBuyer;
    const tooMany = await hold(browser, eventId, { seats: seats.slice(0, limit + 1) });
    assertProblem(tooMany, 409, "limit-exceeded");
    assert.equal(tooMany.body.limit, limit);
    const most = await hold(browser, eventId, { seats: seats.slice(0, limit - 1) });
    assert.equal(most.status, 201);

    const account = {
      email: `b-${crypto.randomUUID()}@example.org`,
      password: "correct horse battery",
      name: "B",
    };
    assert.equal((await browser.post("/api/auth/register", account)).status, 201);
    assertProblem(
      await hold(browser, eventId, { seats: seats.slice(limit, limit + 2) }),
      409,
      "limit-exceeded",
    );
    assert.equal((await hold(browser, eventId, { seats: [seats[limit]] })).status, 201);
    assert.equal((await browser.get(`/api/events/${eventId}/holds`)).body.items.length, 2);
    await browser.call("DELETE", `/api/holds/${most.body.id}`);
  },

  async "belong to their owner alone"({ url }) {
    const [owner, other] = [new Browser(url), new Browser(url)];
    const { eventId, seats } = await findSeats(owner);
    const { body } = await hold(owner, eventId, { seats: seats.slice(0, 1) });
    for (const stranger of [other, await newBuyer(url), new Client(url)]) {
      assertProblem(await stranger.get(`/api/holds/${body.id}`), 404, "not-found");
      assertProblem(await stranger.post(`/api/holds/${body.id}/extend`), 404, "not-found");
      assertProblem(await stranger.call("PUT", `/api/holds/${body.id}`, { seats }), 404, "not-found");
      assert.equal((await stranger.call("DELETE", `/api/holds/${body.id}`)).status, 204);
      assert.deepEqual((await stranger.get(`/api/events/${eventId}/holds`)).body.items, []);
    }
    const forged = new Browser(url);
    for (const [name, value] of owner.cookies) forged.cookies.set(name, `${value.slice(0, -3)}abc`);
    assertProblem(await forged.get(`/api/holds/${body.id}`), 404, "not-found");
    assert.equal((await owner.get(`/api/holds/${body.id}`)).status, 200);
    assertProblem(await owner.post(`/api/bookings`, { holdId: body.id }), 401, "unauthenticated");
    assert.equal((await owner.call("DELETE", `/api/holds/${body.id}`)).status, 204);
  },

  async "can be followed by their owner alone, until they end"({ url }) {
    const [buyer, stranger] = [await newBuyer(url), await newBuyer(url)];
    const { eventId, seats } = await findSeats(buyer);
    const { body } = await hold(buyer, eventId, { seats: seats.slice(0, 2) });
    const path = `/api/holds/${body.id}/stream`;
    assertProblem(await stranger.get(path), 404, "not-found");
    const seen = await readStream(buyer, path, () => false, {
      onEvent: async ({ length }) => {
        if (length === 1) await buyer.call("PUT", `/api/holds/${body.id}`, { seats: seats.slice(0, 1) });
        if (length === 2) await buyer.call("DELETE", `/api/holds/${body.id}`);
      },
    });
    assert.deepEqual(seen.map(({ event, data }) => [event, data.total]), [
      ["hold", body.total],
      ["hold", body.seats[0].price],
      ["ended", undefined],
    ]);
    assert.deepEqual(seen[0].data, body);
  },
};
