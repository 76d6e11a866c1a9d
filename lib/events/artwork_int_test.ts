import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { ArtworkPictures, deleteUnusedArtwork } from "@/lib/posters/artwork.ts";
import { PictureMaker } from "@/lib/posters/picture_maker.ts";
import { colourAt, halves } from "@/lib/posters/testing.ts";
import { callEndpoint, jsonRequest } from "@/lib/server/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";
import { handler as endpoint } from "@/routes/api/admin/events/[id]/artwork.ts";
import { duplicateEvent, publishEvent } from "./admin.ts";
import { EventCatalog } from "./catalog.ts";
import { insertEvent, insertHall, insertUser, scriptedBoard } from "./testing.ts";

const now = Date.parse("2026-06-01T12:00:00Z");
const DAY_MS = 24 * 3_600_000;

interface Site {
  sql: Sql;
  services: Parameters<typeof appOn>[0] & { catalog: EventCatalog };
  eventId: string;
  /** Calls the API as the event's organizer, or as another user. */
  call: (
    method: string,
    body?: Uint8Array<ArrayBuffer> | object,
    options?: { as?: User; ifMatch?: string },
  ) => Promise<Response>;
  browser: PageClient;
}

function withSite(test: (site: Site) => Promise<void>): Promise<void> {
  return withDatabase(async (sql) => {
    const artwork = new ArtworkPictures(sql);
    const pictures = new PictureMaker(artwork);
    try {
      const catalog = new EventCatalog({ sql, board: scriptedBoard(new Map()), now: () => now });
      const services = { sql, catalog, artwork, pictures, now: () => now };
      const organizer = await userOf(sql);
      const eventId = await insertEvent(sql, await insertHall(sql), { now, organizerId: organizer.id });
      const call: Site["call"] = (method, body, { as = organizer, ifMatch } = {}) => {
        const path = `/api/admin/events/${eventId}/artwork`;
        const headers: Record<string, string> = ifMatch ? { "if-match": ifMatch } : {};
        const request = body instanceof Uint8Array
          ? new Request(`http://aisle.test${path}`, {
            method,
            body,
            headers: { ...headers, "content-type": "image/jpeg" },
          })
          : body
          ? jsonRequest(method, path, body, headers)
          : new Request(`http://aisle.test${path}`, { method, headers });
        return callEndpoint(endpoint, request, { services, params: { id: eventId }, user: as });
      };
      const browser = new PageClient(await appOn(services));
      await test({ sql, services, eventId, call, browser });
    } finally {
      await pictures.close();
    }
  });
}

async function userOf(sql: Sql): Promise<User> {
  const id = await insertUser(sql, "organizer");
  return {
    id,
    email: `${id}@example.com`,
    emailConfirmed: true,
    name: "Test",
    role: "organizer",
    locale: null,
  } as User;
}

Deno.test("uploaded artwork is shown in every size on the event's pages, and writes check the revision", () =>
  withSite(async ({ sql, eventId, call, browser }) => {
    const uploaded = await call("PUT", await halves());
    assert.equal(uploaded.status, 200);
    const [etag, { slug, poster: { artwork } }] = [uploaded.headers.get("etag")!, await uploaded.json()];
    assert.deepEqual([artwork.width, artwork.height, artwork.focus, artwork.alt], [
      900,
      600,
      { x: 50, y: 50 },
      "",
    ]);

    const described = await call("PATCH", { focus: { x: 25, y: 100 }, alt: 'Red "&" blue' }, {
      ifMatch: etag,
    });
    assert.equal(described.status, 200);
    assert.equal((await call("DELETE", undefined, { ifMatch: etag })).status, 412);
    assert.equal((await call("PUT", await halves({ type: "png" }), { ifMatch: etag })).status, 412);

    const page = await (await browser.get(`/events/${slug}`)).text();
    assert.match(
      page,
      /<img [^>]*src="\/artwork\/[0-9a-f]{64}\/400\.jpg" [^>]*alt="Red &quot;&amp;&quot; blue"/,
    );
    assert.match(page, /width="900" height="600"[^>]*object-position:25% 100%/);
    const list = await (await browser.get("/events")).text();
    assert.match(list, /<img [^>]*alt(="")? [^>]*loading="lazy"/);
    for (const [, path] of page.matchAll(/(\/artwork\/[^ ",]+) (?=\d+w)/g)) {
      const picture = await browser.get(path);
      assert.equal(picture.status, 200, path);
      assert.equal(picture.headers.get("content-type"), path.endsWith("webp") ? "image/webp" : "image/jpeg");
      assert.match(picture.headers.get("cache-control")!, /public.*immutable/);
      assert.equal(picture.headers.get("cross-origin-resource-policy"), "cross-origin");
      assert.match(picture.headers.get("content-security-policy")!, /default-src 'none'.*sandbox/);
      assert.ok((await colourAt(await picture.bytes() as Uint8Array<ArrayBuffer>, 0.2, 0.5))[0] > 180);
      const again = await browser.get(path, { "if-none-match": picture.headers.get("etag")! });
      assert.equal(again.status, 304);
    }
    const unknown = [
      `/artwork/${"0".repeat(64)}/400.jpg`,
      `/artwork/${artwork.id}/401.jpg`,
      `/artwork/${artwork.id}/400.gif`,
      "/artwork/x/400.jpg",
    ];
    for (const path of unknown) {
      const missing = await browser.get(path);
      await missing.body?.cancel();
      assert.equal(missing.status, 404, path);
    }
    assert.equal((await call("DELETE")).status, 204);
    const [{ count }] = await sql`select count(*)::integer from events where artwork_id is not null`;
    assert.equal(count, 0);
    const actions = await sql`select action from audit_log where subject_id = ${eventId} order by id`;
    assert.deepEqual(
      actions.map(({ action }) => action),
      ["uploaded", "changed", "removed"].map((what) => `event.artwork-${what}`),
    );
  }));

Deno.test("only someone who may edit an event can give it artwork, which must be a picture", () =>
  withSite(async ({ sql, call }) => {
    const other = await userOf(sql);
    assert.equal((await call("PUT", await halves(), { as: other })).status, 404);
    assert.equal((await call("DELETE", undefined, { as: other })).status, 404);
    assert.equal((await call("PATCH", { alt: "Nothing" })).status, 404);
    const refused = await call("PUT", new TextEncoder().encode("<svg/>"));
    assert.equal(refused.status, 422);
    assert.match((await refused.json()).errors[0].message, /JPEG, PNG, WebP or AVIF/);
    assert.equal((await call("PUT", new Uint8Array(10 * 1024 * 1024 + 1))).status, 413);
    assert.equal((await call("PUT", { json: true })).status, 415);
    for (const focus of [{ x: 101, y: 0 }, { x: 0.5, y: 0 }, { x: 1 }]) {
      assert.equal((await call("PATCH", { focus })).status, 422);
    }
    assert.deepEqual([...await sql`select from artworks`].length, 0);
  }));

const anHourAgo = () => new Date(Date.now() - 3_600_000);

Deno.test("copies share artwork, which is deleted once no event has it, at the earliest an hour after upload", () =>
  withSite(async ({ sql, services, eventId, call }) => {
    await call("PUT", await halves());
    await call("PATCH", { focus: { x: 10, y: 20 }, alt: "Halves" });
    const [{ organizerId }] = await sql`select organizer_id from events where id = ${eventId}`;
    const copied = await duplicateEvent(
      services,
      { id: organizerId, role: "organizer", address: null },
      eventId,
    );
    assert.ok(copied.ok);
    const { focus, alt } = copied.event.poster.artwork!;
    assert.deepEqual([focus, alt], [{ x: 10, y: 20 }, "Halves"]);

    const hasPictures = async () => (await sql`select from artwork_pictures`).length > 0;
    const anHourLater = () => sql`update artworks set uploaded_at = now() - interval '61 minutes'`;
    await anHourLater();
    assert.equal(await deleteUnusedArtwork(sql, anHourAgo(), 100), 0);
    await call("DELETE");
    await sql`update events set artwork_id = null where id = ${copied.event.id}`;
    await call("PUT", await halves());
    await call("DELETE");
    assert.equal(await deleteUnusedArtwork(sql, anHourAgo(), 100), 0, "uploaded again within the hour");
    await anHourLater();
    assert.equal(await deleteUnusedArtwork(sql, anHourAgo(), 100), 1);
    assert.equal(await hasPictures(), false);
  }));

Deno.test("a published event gets a motif that its neighbours by date don't have", () =>
  withSite(async ({ sql, services, eventId }) => {
    const [{ organizerId }] = await sql`select organizer_id from events where id = ${eventId}`;
    const hall = await insertHall(sql, { name: "Other" });
    const editor = { id: organizerId, role: "organizer" as const, address: null };
    for (const day of [9, 3, 6, 12, 4, 5, 7, 2, 8, 10, 11]) {
      const startsAt = new Date(now + day * DAY_MS);
      const id = await insertEvent(sql, hall, { now, status: "draft", startsAt, organizerId });
      assert.ok((await publishEvent(services, editor, id, null)).ok);
    }
    const list = (await services.catalog.list({ limit: 20 })).items.filter(({ id }) => id !== eventId);
    const motifs = list.map(({ poster }) => poster.motif);
    assert.equal(motifs.length, 11);
    for (const at of motifs.keys()) {
      const row = motifs.slice(at, at + 4);
      assert.equal(new Set(row).size, row.length, `${row}`);
    }
  }));

Deno.test("a share image is at the URL that the page names, and former URLs redirect to it", () =>
  withSite(async ({ sql, eventId, browser }) => {
    await sql`update events set slug = 'glass' where id = ${eventId}`;
    const page = await (await browser.get("/events/glass")).text();
    const [, path] = /property="og:image" content="http:\/\/[^/]+(\/share\/glass\/[0-9a-f]{16}\.jpg)"/.exec(
      page,
    )!;
    const picture = await browser.get(path);
    assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/jpeg"]);
    assert.match(picture.headers.get("cache-control")!, /public.*immutable/);
    await picture.body?.cancel();
    const former = await browser.get("/share/glass/0000000000000000.jpg");
    assert.deepEqual([former.status, former.headers.get("location")], [302, path]);
    const draftId = await insertEvent(sql, await insertHall(sql), { now, status: "draft" });
    const draft = await browser.get(`/share/event-${draftId}/0000000000000000.jpg`);
    await draft.body?.cancel();
    assert.equal(draft.status, 404);
  }));
