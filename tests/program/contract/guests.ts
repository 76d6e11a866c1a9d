/** Buying with an email address alone. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { type ApiResponse, assertProblem, Browser, Client, findSeats, signIn } from "../client.ts";
import { latestToken, mailsTo } from "../mails.ts";
import { readStream } from "./streams.ts";
import type { Steps } from "./steps.ts";

const PASSWORD = "a quiet correct horse";

/** Holds seats in a browser and books them as a guest. */
async function bookAsGuest(
  browser: Client,
  guest: { email: string; name?: string },
  quantity = 2,
): Promise<{ booking: ApiResponse; hold: ApiResponse["body"] }> {
  const { eventId } = await findSeats(browser);
  const hold = (await browser.post(`/api/events/${eventId}/holds`, { best: { quantity } })).body;
  return { hold, booking: await book(browser, hold.id, guest) };
}

function book(browser: Client, holdId: string, guest: unknown, key: string = crypto.randomUUID()) {
  const body = { holdId, paymentToken: "tok_approve", ...guest as Record<string, unknown> };
  return browser.post("/api/bookings", body, { "idempotency-key": key });
}

const newAddress = () => `guest-${crypto.randomUUID()}@example.org`;

/** The link to a booking in the email to its guest. */
async function linkIn(url: string, email: string, bookingId: string): Promise<string> {
  const found = await until(
    async () => (await mailsTo(url, email)).flatMap(({ links }) => links),
    (links) => links.some((link) => link.startsWith(`${url}/bookings/${bookingId}?key=`)),
  );
  return found.find((link) => link.startsWith(`${url}/bookings/${bookingId}?key=`))!;
}

/** Opens a link as a browser does, without following its redirect. */
async function open(browser: Browser, link: string): Promise<Response> {
  const response = await fetch(link, { redirect: "manual", headers: { cookie: browser.cookieHeader } });
  await response.body?.cancel();
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    browser.cookies.set(name, value);
  }
  return response;
}

/** Creates an account with this address. */
async function newAccount(browser: Browser, email: string): Promise<void> {
  const { status } = await browser.post("/api/auth/register", { email, password: PASSWORD, name: "Ada" });
  assert.equal(status, 201);
}

export const guests: Steps = {
  async "book with an address, and read the booking, its stream and its files in the same browser"({ url }) {
    const browser = new Browser(url);
    const email = newAddress();
    const { booking: { status, body: booking, headers } } = await bookAsGuest(browser, {
      email,
      name: "Ada",
    });
    assert.equal(status, 202, JSON.stringify(booking));
    assert.equal(headers.get("location"), `/api/bookings/${booking.id}`);
    const events = await readStream(
      browser,
      `/api/bookings/${booking.id}/stream`,
      (events) => events.at(-1)?.data.final,
    );
    assert.equal(events.at(-1)!.data.status, "confirmed");
    assert.equal((await browser.get(`/api/bookings/${booking.id}`)).body.tickets.length, 2);
    for (const file of ["tickets.pdf", "calendar.ics"]) {
      assert.equal((await browser.get(`/api/bookings/${booking.id}/${file}`)).status, 200, file);
    }
    assertProblem(await new Browser(url).get(`/api/bookings/${booking.id}`), 401, "unauthenticated");
    const stranger = new Browser(url);
    await bookAsGuest(stranger, { email }, 1);
    assertProblem(await stranger.get(`/api/bookings/${booking.id}`), 404, "not-found");
    assertProblem(await stranger.post(`/api/bookings/${booking.id}/cancel`), 404, "not-found");
    assertProblem(await browser.get("/api/bookings"), 401, "unauthenticated");

    const admin = await signIn(url, "admin@aisle.test");
    const { items } = (await admin.get(`/api/admin/events/${booking.eventId}/bookings?q=${email}`)).body;
    assert.deepEqual(items.map(({ buyer }: { buyer: unknown }) => buyer), [
      { name: null, email, account: null },
      { name: "Ada", email, account: null },
    ]);
  },

  async "need an address, without an account only, and a valid one"({ url }) {
    const browser = new Browser(url);
    const { eventId } = await findSeats(browser);
    const hold = (await browser.post(`/api/events/${eventId}/holds`, { best: { quantity: 1 } })).body;
    assertProblem(await book(browser, hold.id, {}), 401, "unauthenticated");
    assertProblem(await book(browser, hold.id, { name: "Ada" }), 401, "unauthenticated");
    assertProblem(await book(browser, hold.id, { email: "no address" }), 422, "validation");
    assertProblem(await book(browser, hold.id, { email: newAddress(), name: "" }), 422, "validation");
    assertProblem(await book(new Browser(url), hold.id, { email: newAddress() }), 409, "hold-expired");
    const visitor = await signIn(url, "visitor@aisle.test");
    assertProblem(await book(visitor, hold.id, { email: newAddress() }), 422, "validation");
  },

  async "have keys of their own for each browser"({ url }) {
    const [one, two] = [new Browser(url), new Browser(url)];
    const [email, key] = [newAddress(), "one-key"];
    const { eventId } = await findSeats(one);
    const hold = async (browser: Browser) =>
      (await browser.post(`/api/events/${eventId}/holds`, { best: { quantity: 1 } })).body.id;
    const [first, second] = [await hold(one), await hold(two)];
    const placed = await book(one, first, { email }, key);
    assert.equal(placed.status, 202, JSON.stringify(placed.body));
    const again = await book(one, first, { email }, key);
    assert.ok(again.status === 200 || again.status === 202);
    assert.equal(again.body.id, placed.body.id);
    assertProblem(await book(one, first, { email: newAddress() }, key), 422, "idempotency-key-reused");
    const other = await book(two, second, { email }, key);
    assert.equal(other.status, 202);
    assert.notEqual(other.body.id, placed.body.id);
  },

  async "share one limit for each address"({ url }) {
    const email = newAddress();
    const first = new Browser(url);
    const { eventId } = await findSeats(first);
    const { maxSeatsPerBuyer: limit } = (await first.get(`/api/events/${eventId}`)).body;
    const held = await first.post(`/api/events/${eventId}/holds`, { best: { quantity: limit } });
    assert.equal((await book(first, held.body.id, { email })).status, 202);
    const { booking } = await bookAsGuest(new Browser(url), { email: email.toUpperCase() }, 1);
    assertProblem(booking, 409, "limit-exceeded");
    assert.equal(booking.body.limit, limit);
  },

  async "open and cancel their booking by the link in its email, in any browser"({ url }) {
    const email = newAddress();
    const browser = new Browser(url);
    const { booking: { body: { id } } } = await bookAsGuest(browser, { email });
    await browser.settled(id);
    const link = await linkIn(url, email, id);
    const elsewhere = new Browser(url);
    const response = await open(elsewhere, link);
    assert.deepEqual([response.status, response.headers.get("location")], [303, `/bookings/${id}`]);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal((await elsewhere.get(`/api/bookings/${id}`)).body.tickets.length, 2);

    for (const wrong of [link.slice(0, -2), `${url}/bookings/${id}?key=`, `${link}A`]) {
      assert.equal((await open(new Browser(url), wrong)).status, 404, wrong);
    }
    const { booking: { body: other } } = await bookAsGuest(browser, { email }, 1);
    const key = new URL(link).search;
    assert.equal((await open(new Browser(url), `${url}/bookings/${other.id}${key}`)).status, 404);
    assertProblem(await elsewhere.get(`/api/bookings/${other.id}`), 404, "not-found");

    const cancelled = await elsewhere.post(`/api/bookings/${id}/cancel`);
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, "cancelled"]);
    const confirmations = (await mailsTo(url, email)).filter((mail) =>
      mail.kind === "confirmation" && mail.links.some((link) => link.includes(id))
    );
    assert.equal(confirmations.length, 1);
  },

  async "add their booking to the account with its confirmed address, and no other"({ url }) {
    const email = newAddress();
    const browser = new Browser(url);
    const { booking: { body: { id } } } = await bookAsGuest(browser, { email });
    await browser.settled(id);
    const link = await linkIn(url, email, id);
    const join = (caller: Client) => caller.post(`/api/bookings/${id}/join`);
    assertProblem(await join(browser), 401, "unauthenticated");

    const other = new Browser(url);
    await newAccount(other, newAddress());
    assertProblem(await join(other), 404, "not-found");
    await open(other, link);
    assertProblem(await join(other), 409, "other-email");

    const owner = new Browser(url);
    await newAccount(owner, email);
    await open(owner, link);
    assertProblem(await join(owner), 409, "email-not-confirmed");
    await new Client(url).post("/api/auth/confirm", { token: await latestToken(url, email, "confirm") });
    const joined = await join(owner);
    assert.equal(joined.status, 200, JSON.stringify(joined.body));
    assert.deepEqual((await owner.get("/api/bookings")).body.items.map(({ id }: { id: string }) => id), [id]);
    const { items: messages } = (await owner.get("/api/messages")).body;
    assert.ok(messages.some(({ bookingId }: { bookingId?: string }) => bookingId === id));
    assert.ok(!JSON.stringify(messages).includes("?key="));
    assertProblem(await join(owner), 404, "not-found");
    assert.equal((await open(new Browser(url), link)).status, 404, "the link is void");
    assertProblem(await browser.get(`/api/bookings/${id}`), 404, "not-found");
  },

  async "have their name and address erased, by themselves or by an admin"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    for (const isOwn of [true, false]) {
      const email = newAddress();
      const browser = new Browser(url);
      const { booking: { body: { id, eventId } } } = await bookAsGuest(browser, { email, name: "Quince" }, 1);
      await browser.settled(id);
      const link = await linkIn(url, email, id);
      const erase = (client: Client) => client.call("DELETE", `/api/bookings/${id}/contact`);
      assertProblem(await erase(new Browser(url)), 401, "unauthenticated");
      assertProblem(await erase(await signIn(url, "organizer@aisle.test")), 404, "not-found");
      assert.equal((await erase(isOwn ? browser : admin)).status, 204);
      assertProblem(await erase(admin), 404, "not-found");
      assertProblem(await browser.get(`/api/bookings/${id}`), 404, "not-found");
      assert.equal((await open(new Browser(url), link)).status, 404);
      assert.deepEqual(await mailsTo(url, email), []);
      const { items } = (await admin.get(`/api/admin/events/${eventId}/bookings?limit=100`)).body;
      const erased = items.find((item: { id: string }) => item.id === id);
      assert.deepEqual(erased.buyer, { name: null, email: null, account: null });
      assert.equal(erased.status, "confirmed");
    }
  },
};
