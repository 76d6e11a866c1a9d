/** What organizers and admins may do. */
import assert from "node:assert/strict";
import sharp from "sharp";
import { type ApiResponse, assertProblem, type Client, newBuyer, signIn } from "../client.ts";
import { until } from "@/lib/testing/until.ts";
import type { Steps } from "./steps.ts";

const DAY_MS = 86_400_000;

/** Each event is on a separate day, so that no two are in a hall at the same time. */
let freeDay = 500;

async function eventToWrite(admin: Client): Promise<ApiResponse["body"]> {
  const day = freeDay++;
  const [chart] = (await admin.get("/api/admin/charts")).body.items;
  const { body } = await admin.get(`/api/admin/charts/${chart.id}`);
  const venues = (await admin.get("/api/admin/venues?limit=100")).body.items;
  const venue = venues.find(({ id }: { id: string }) => id === chart.venueId) ?? venues[0];
  const zones = (body.zones ?? body.chart.zones).map(({ id, name }: { id: string; name: string }) => {
    return { id, name, price: 1500 };
  });
  return {
    type: "concert",
    title: `An Évening of ${crypto.randomUUID().slice(0, 8)}`,
    description: "Songs.",
    venueId: venue.id,
    chartId: chart.id,
    startsAt: new Date(Date.now() + day * DAY_MS).toISOString(),
    endsAt: new Date(Date.now() + (day + 0.1) * DAY_MS).toISOString(),
    currency: "EUR",
    maxSeatsPerBuyer: 4,
    zones,
  };
}

/** Each fault's path is in the response. */
const faults: [path: string, change: Record<string, unknown>][] = [
  ["type", { type: "opera" }],
  ["title", { title: " " }],
  ["title", { title: "t".repeat(121) }],
  ["venueId", { venueId: "none" }],
  ["venueId", { venueId: "01890000-0000-7000-8000-000000000000" }],
  ["chartId", { chartId: "01890000-0000-7000-8000-000000000000" }],
  ["startsAt", { startsAt: "tomorrow" }],
  ["endsAt", { endsAt: "2026-01-01T00:00:00Z" }],
  ["currency", { currency: "EURO" }],
  ["maxSeatsPerBuyer", { maxSeatsPerBuyer: 0 }],
  ["minimumAge", { minimumAge: 0 }],
  ["zones", { zones: [] }],
  ["zones.0.price", { zones: [{ id: "x", name: "X", price: -1 }] }],
  ["slug", { slug: "mine" }],
];

const roles: { path: string; allowed: string[] }[] = [
  { path: "/api/admin/events", allowed: ["admin", "organizer", "door"] },
  { path: "/api/admin/venues", allowed: ["admin", "organizer"] },
  { path: "/api/admin/charts", allowed: ["admin", "organizer"] },
  { path: "/api/admin/deadletters", allowed: ["admin"] },
];

export const admin: Steps = {
  async "paths are open only to their roles"({ url }) {
    for (const role of ["admin", "organizer", "door", "visitor"]) {
      const client = await signIn(url, `${role}@aisle.test`);
      for (const { path, allowed } of roles) {
        const response = await client.get(path);
        if (allowed.includes(role)) assert.equal(response.status, 200, `${role} ${path}`);
        else assertProblem(response, 403, "forbidden");
      }
      const write = await client.post("/api/admin/events", {});
      if (role === "admin" || role === "organizer") assertProblem(write, 422, "validation");
      else assertProblem(write, 403, "forbidden");
    }
  },

  async "events are drafts until published, and a change must be based on the current version"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const input = await eventToWrite(organizer);
    const created = await organizer.post("/api/admin/events", input);
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const { id, slug, status, saleStatus } = created.body;
    assert.equal(status, "draft");
    assert.ok(slug && saleStatus);
    const path = `/api/admin/events/${id}`;
    assertProblem(await organizer.get(`/api/events/${id}`), 404, "not-found");

    const read = await organizer.get(path);
    const etag = read.headers.get("etag")!;
    const patch = (change: unknown, ifMatch: string) =>
      organizer.call("PATCH", path, change, { "if-match": ifMatch });
    const changed = await patch({ title: "Another Title" }, etag);
    assert.deepEqual([changed.status, changed.body.title, changed.body.slug], [200, "Another Title", slug]);
    assertProblem(await patch({ title: "A Third" }, etag), 412, "stale");
    const remove = (ifMatch: string) => organizer.call("DELETE", path, undefined, { "if-match": ifMatch });
    assertProblem(await remove(etag), 412, "stale");

    const published = await organizer.post(`${path}/publish`);
    assert.deepEqual([published.status, published.body.status], [200, "published"]);
    assert.equal((await organizer.get(`/api/events/${slug}`)).body.title, "Another Title");

    const buyer = await newBuyer(url);
    const hold = await buyer.post(`/api/events/${id}/holds`, { best: { quantity: 2 } });
    assert.equal(hold.status, 201, JSON.stringify(hold.body));
    await buyer.settled((await buyer.book(hold.body.id, "tok_approve")).body.id);
    assertProblem(await organizer.call("DELETE", path), 409, "has-bookings");
    const [booked] = (await organizer.get(`${path}/bookings`)).body.items;
    assert.equal(booked.holdId, hold.body.id);
    const cheaper = input.zones.map((zone: { price: number }) => ({ ...zone, price: 100 }));
    assert.equal((await organizer.call("PATCH", path, { zones: cheaper })).status, 200, "for later holds");
    assert.equal((await buyer.get(`/api/bookings/${booked.id}`)).body.total, hold.body.total);
  },

  async "events of others do not exist for an organizer, and a draft can be deleted"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const organizer = await signIn(url, "organizer@aisle.test");
    const created = await admin.post("/api/admin/events", await eventToWrite(admin));
    const path = `/api/admin/events/${created.body.id}`;
    for (const [method, part] of [["GET", ""], ["DELETE", ""], ["POST", "/publish"], ["GET", "/bookings"]]) {
      assertProblem(await organizer.call(method, path + part), 404, "not-found");
    }
    assertProblem(await organizer.call("PATCH", path, { title: "Mine" }), 404, "not-found");
    assert.equal((await admin.call("DELETE", path)).status, 204);
    assertProblem(await admin.get(path), 404, "not-found");
  },

  async "events have artwork that can be uploaded, adjusted and removed"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const created = await organizer.post("/api/admin/events", await eventToWrite(organizer));
    const path = `/api/admin/events/${created.body.id}/artwork`;
    const png = { "content-type": "image/png" };
    const picture = new Uint8Array(
      await sharp({ create: { width: 600, height: 800, channels: 3, background: "#7a1f3d" } }).png()
        .toBuffer(),
    );
    const uploaded = await organizer.call("PUT", path, picture, png);
    assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body));
    const { id, width } = uploaded.body.poster.artwork;
    assert.equal(
      (await organizer.get(`/artwork/${id}/${width}.webp`)).headers.get("content-type"),
      "image/webp",
    );
    const etag = uploaded.headers.get("etag")!;
    const focused = await organizer.call("PATCH", path, { focus: { x: 10, y: 20 } }, { "if-match": etag });
    assert.deepEqual(focused.body.poster.artwork.focus, { x: 10, y: 20 });
    assertProblem(await organizer.call("PUT", path, picture, { ...png, "if-match": etag }), 412, "stale");
    assertProblem(await organizer.call("PUT", path, new Uint8Array([1, 2, 3]), png), 422, "validation");
    assertProblem(await organizer.call("PUT", path, "picture"), 415, "unsupported-media-type");
    const removed = await organizer.call("DELETE", path);
    assert.deepEqual([removed.status, removed.headers.has("etag")], [204, true]);
    assertProblem(await organizer.call("PATCH", path, { alt: "Nothing" }), 404, "not-found");
  },

  async "events with faults are refused, and each fault is reported"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const input = await eventToWrite(organizer);
    for (const [path, change] of faults) {
      const response = await organizer.post("/api/admin/events", { ...input, ...change });
      assert.deepEqual([JSON.stringify(change), response.status], [JSON.stringify(change), 422]);
      const paths = response.body.errors.map((fault: { path: string }) => fault.path);
      assert.ok(paths.includes(path), `${path} is not in ${paths}`);
    }
  },

  async "tickets admit once, refunds never exceed what was paid, and a cancelled event is refunded"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const door = await signIn(url, "door@aisle.test");
    const created = await organizer.post("/api/admin/events", await eventToWrite(organizer));
    const path = `/api/admin/events/${created.body.id}`;
    assertProblem(await organizer.post(`${path}/cancel`), 422, "validation");
    assert.equal((await organizer.post(`${path}/publish`)).status, 200);
    const copy = await organizer.post(`${path}/duplicate`);
    assert.deepEqual([copy.status, copy.body.status, copy.body.title], [201, "draft", created.body.title]);
    assert.notEqual(copy.body.slug, created.body.slug);
    assert.deepEqual([copy.body.startsAt, copy.body.endsAt], [null, null]);
    const copyPath = `/api/admin/events/${copy.body.id}`;
    assertProblem(await organizer.post(`${copyPath}/publish`), 422, "validation");
    const { startsAt, endsAt } = created.body;
    assert.equal((await organizer.call("PATCH", copyPath, { startsAt, endsAt })).status, 200);
    const occupied = await organizer.post(`${copyPath}/publish`);
    assertProblem(occupied, 409, "hall-occupied");
    assert.deepEqual(occupied.body.conflicts, [{ id: created.body.id, title: created.body.title, startsAt }]);
    assert.equal((await organizer.post(`${copyPath}/publish`, { allowOverlap: true })).status, 200);

    const buyer = await newBuyer(url);
    const book = async () => {
      const hold = await buyer.post(`/api/events/${created.body.id}/holds`, { best: { quantity: 1 } });
      const placed = await buyer.book(hold.body.id, "tok_approve");
      await buyer.settled(placed.body.id);
      return (await buyer.get(`/api/bookings/${placed.body.id}`)).body;
    };
    const [first, second] = [await book(), await book()];
    const checkIn = async (body: { ticket: string; eventId?: string; device?: string }) =>
      (await door.post("/api/admin/checkins", { eventId: created.body.id, ...body })).body;
    const admit = async (ticket: string) => (await checkIn({ ticket })).result;
    const [{ token }] = first.tickets;
    const elsewhere = await checkIn({ ticket: token, eventId: copy.body.id });
    assert.deepEqual([elsewhere.result, elsewhere.event.id], ["wrong-event", created.body.id]);
    assert.equal(elsewhere.event.title, created.body.title);
    assert.deepEqual([await admit(token), await admit(token)], ["admitted", "already-used"]);
    assert.equal(await admit(`${token}x`), "invalid");

    const refund = (body: unknown) => organizer.post(`/api/admin/bookings/${first.id}/refund`, body);
    assertProblem(await buyer.post(`/api/admin/bookings/${first.id}/refund`, {}), 403, "forbidden");
    const part = await refund({ amount: 500 });
    assert.deepEqual([part.status, part.body.status, part.body.refund.amount], [200, "confirmed", 500]);
    const { body: listed } = await organizer.get(`${path}/bookings`);
    for (const { tickets } of [part.body, ...listed.items]) {
      assert.deepEqual(
        Object.keys(tickets[0]).toSorted(),
        ["id", "seatId"],
        "only the buyer gets the tokens that admit",
      );
    }
    assertProblem(await refund({ amount: first.total - 499 }), 409, "refund-exceeds");
    assert.equal((await refund({})).body.status, "refunded");
    assertProblem(await refund({ amount: 1 }), 409, "refund-exceeds");

    const third = await book();
    const returned = (body: unknown, key?: string) =>
      organizer.post(`/api/admin/bookings/${third.id}/refund`, body, key ? { "idempotency-key": key } : {});
    const tickets = third.tickets.map(({ id }: { id: string }) => id);
    assertProblem(await returned({ tickets }), 400, "idempotency-key-required");
    assertProblem(await returned({ tickets: [] }, "none"), 422, "validation");
    assertProblem(await returned({ tickets: [first.tickets[0].id] }, "other"), 422, "validation");
    const back = await returned({ tickets, fee: 100 }, "back");
    assert.deepEqual(
      [back.status, back.body.status, back.body.total, back.body.refund.amount, back.body.seats],
      [200, "refunded", third.total, third.total - 100, []],
    );
    assert.deepEqual((await returned({ tickets, fee: 100 }, "back")).body, back.body);
    assertProblem(await returned({ tickets }, "back"), 422, "idempotency-key-reused");
    assertProblem(await returned({ tickets }, "again"), 409, "ticket-void");
    assert.equal(await admit(third.tickets[0].token), "refunded");
    const [fourth] = (await book()).tickets;
    const again = [1, 2].map(() => checkIn({ ticket: fourth.token, device: "door-2" }));
    const [once, twice] = await Promise.all(again);
    assert.deepEqual([once.result, twice], ["admitted", once], "the same device within 3 seconds");
    assert.equal(await admit(fourth.token), "already-used");

    const cancelled = await organizer.post(`${path}/cancel`);
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, "cancelled"]);
    assert.equal((await organizer.post(`${path}/cancel`)).status, 200, "repeating it changes nothing");
    assert.equal(await admit(second.tickets[0].token), "cancelled");
    const hold = await buyer.post(`/api/events/${created.body.id}/holds`, { best: { quantity: 1 } });
    assertProblem(hold, 409, "not-on-sale");
    const refunded = await until(
      () => buyer.get(`/api/bookings/${second.id}`),
      ({ body }) => body.status === "cancelled" && body.refund.status === "done",
    );
    assert.deepEqual([refunded.body.failureReason, refunded.body.refund.amount], [
      "event-cancelled",
      second.total,
    ]);
  },

  async "charts are created and replaced as a whole, and events keep the version that they use"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const input = await eventToWrite(organizer);
    const read = (await organizer.get(`/api/admin/charts/${input.chartId}`)).body;
    const { version: _, ...drawing } = read.chart;
    const venue = { name: "A new house", city: "Ghent", country: "BE", timeZone: "Europe/Brussels" };
    const added = await organizer.post("/api/admin/venues", venue);
    const { id, name } = (await organizer.get("/api/me")).body;
    const owner = { id, name };
    assert.deepEqual([added.status, added.body], [201, { id: added.body.id, address: "", ...venue, owner }]);
    const foreign = await organizer.call("PUT", `/api/admin/charts/${input.chartId}`, { chart: drawing });
    assertProblem(foreign, 403, "forbidden");
    const copy = { venueId: added.body.id, name: "A copy", copyOf: input.chartId };
    const copied = await organizer.post("/api/admin/charts", copy);
    assert.deepEqual([copied.status, copied.body.seatCount, copied.body.owner], [201, read.seatCount, owner]);
    const created = await organizer.post("/api/admin/charts", {
      venueId: added.body.id,
      name: "A second hall",
      chart: drawing,
    });
    assert.deepEqual([created.status, created.body.version, created.body.seatCount], [
      201,
      1,
      read.seatCount,
    ]);
    const hall = { venueId: added.body.id, chartId: created.body.id };
    const event = await organizer.post("/api/admin/events", { ...input, ...hall });
    assert.equal(event.status, 201, JSON.stringify(event.body));
    const written = await organizer.call("PUT", `/api/admin/charts/${created.body.id}`, created.body);
    assert.deepEqual([written.status, written.body.version], [200, 2]);
    const path = `/api/admin/events/${event.body.id}`;
    assert.equal((await organizer.get(path)).body.chartVersion, 1);
    const moved = await organizer.call("PATCH", path, { chartId: created.body.id });
    assert.equal(moved.body.chartVersion, 2);
    assert.equal((await organizer.call("DELETE", path)).status, 204);
  },

  async "a hall is drawn as a draft, object by object, and published once nothing is wrong with it"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const { items: [venue] } = (await organizer.get("/api/admin/venues")).body;
    const hall = { venueId: venue.id, name: "Being drawn", draft: true };
    const begun = await organizer.post("/api/admin/charts", hall);
    assert.deepEqual([begun.status, begun.body.version, begun.body.seatCount], [201, null, 0]);
    assert.match(begun.headers.get("etag")!, /^(W\/)?"1"$/);
    const path = `/api/admin/charts/${begun.body.id}`;
    assertProblem(await organizer.get(path), 404, "not-found");
    const listed = (await organizer.get(`/api/admin/charts?venueId=${venue.id}`)).body.items;
    assert.deepEqual(listed.at(-1).id, begun.body.id);
    assert.deepEqual([listed.at(-1).version, listed.at(-1).draft.by], [
      null,
      (await organizer.get("/api/me")).body.name,
    ]);
    assert.deepEqual((await organizer.get(`${path}/draft`)).body.chart.seats, []);
    const patch = (ops: unknown[], etag?: string) =>
      organizer.call("PATCH", `${path}/draft`, { ops }, etag ? { "if-match": etag } : {});
    const seat = { x: 100, y: 100, zone: "z", section: "s", row: "A", flags: ["accessible"] };
    const drawn = await patch([
      { put: "zones/z", value: { id: "z", name: "Seats", colour: 1 } },
      { put: "sections/s", value: { id: "s", name: "Stalls", labelAt: [110, 100] } },
      { put: "seats/a", value: { ...seat, id: "a", number: "1" } },
      { put: "seats/b", value: { ...seat, id: "b", number: "1", x: 124 } },
    ]);
    assert.equal(drawn.status, 200);
    const seen = drawn.headers.get("etag")!;
    const refused = await organizer.post(`${path}/publish`, {});
    assertProblem(refused, 409, "not-publishable");
    assert.deepEqual(refused.body.problems.map(({ code, at }: { code: string; at: unknown }) => [code, at]), [
      ["name-double", { seats: ["a", "b"] }],
    ]);
    const second = { put: "seats/b", value: { ...seat, id: "b", number: "2", x: 124 } };
    assert.equal((await patch([second], seen)).status, 200);
    const late = await patch(
      [{ remove: "seats/b" }, { put: "hall", value: { width: 300, height: 200 } }],
      '"2"',
    );
    assertProblem(late, 409, "conflict");
    assert.deepEqual(late.body.objects.map(({ key }: { key: string }) => key), ["seats/b"]);
    const draft = await organizer.get(`${path}/draft`);
    assert.deepEqual([draft.body.chart.width, draft.body.chart.seats.length], [300, 2]);
    const whole = { chart: draft.body.chart };
    assertProblem(await organizer.call("PUT", `${path}/draft`, whole, { "if-match": '"1"' }), 412, "stale");
    const replaced = await organizer.call("PUT", `${path}/draft`, whole);
    assert.deepEqual([replaced.status, replaced.body.problems], [200, []]);
    const published = await organizer.post(`${path}/publish`, {});
    assert.deepEqual([published.status, published.body.version, published.body.seatCount], [200, 1, 2]);
    assert.equal((await patch([{ remove: "seats/b" }])).status, 200);
    const { version: _, ...chart } = published.body.chart;
    assertProblem(await organizer.call("PUT", path, { chart }), 409, "draft-open");
    assert.equal((await organizer.call("DELETE", `${path}/draft`)).status, 204);
    assert.equal((await organizer.post(`${path}/publish`, {})).body.version, 1, "nothing has changed");
    const { items } = (await organizer.get(`${path}/versions`)).body;
    assert.deepEqual(items.map(({ version }: { version: number }) => version), [1]);
    assert.deepEqual((await organizer.get(`${path}/versions/1`)).body.chart, published.body.chart);
    assertProblem(await organizer.get(`${path}/versions/2`), 404, "not-found");
  },

  async "a file becomes a chart that can be stored, or a list of what is wrong with it"({ url }) {
    const organizer = await signIn(url, "organizer@aisle.test");
    const file = { format: "text", content: "A: 1-12\nB: 1-14 gap 7, wheelchair 1 14" };
    const imported = await organizer.post("/api/admin/charts/import", file);
    assert.deepEqual([imported.status, imported.body.problems, imported.body.notes.length], [200, [], 1]);
    const { items: [venue] } = (await organizer.get("/api/admin/venues")).body;
    const hall = { venueId: venue.id, name: "From a file", chart: imported.body.chart };
    const stored = await organizer.post("/api/admin/charts", hall);
    assert.deepEqual([stored.status, stored.body.seatCount], [201, 26]);
    const faulty = await organizer.post("/api/admin/charts/import", { ...file, content: "A: 1-12\nB 1-14" });
    assertProblem(faulty, 422, "import-failed");
    assert.deepEqual(faulty.body.errors.map(({ line }: { line: number }) => line), [2]);
    assertProblem(
      await organizer.post("/api/admin/charts/import", { ...file, format: "pdf" }),
      422,
      "validation",
    );
  },

  async "dead letters are retried where their group runs"({ url, sql }) {
    const admin = await signIn(url, "admin@aisle.test");
    const id = crypto.randomUUID();
    const message = { topic: "t", key: "k", envelope: {} };
    await sql`
      insert into dead_letters (id, consumer_group, topic, message, error)
      values (${id}, 'elsewhere', 't', ${sql.json(message)}, 'Error: it broke')`;
    const { items } = (await admin.get("/api/admin/deadletters")).body;
    assert.deepEqual(items.find((letter: { id: string }) => letter.id === id).message, message);
    const retried = await admin.post(`/api/admin/deadletters/${id}/retry`);
    assert.deepEqual([retried.status, retried.body], [200, { result: "scheduled" }]);
    await sql`delete from dead_letters where id = ${id}`;
  },
};
