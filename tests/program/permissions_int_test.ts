/** Who may call what: every method of every route, by real requests of everyone, against one table. */
import assert from "node:assert/strict";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openPool } from "@/lib/db/pool.ts";
import { Browser, findSeats, newBuyer, signIn } from "./client.ts";
import { databaseDeployment, withProgram } from "./program.ts";

/**
 * In the order of the letters below. The event and its hall are the organizer's, the booking and the hold the visitor's; only
 * the guest, who has no account, asks for their own.
 */
const people = ["anonymous", "visitor", "checkin", "organizer", "stranger", "admin", "guest"] as const;
type Person = (typeof people)[number];

/** For each person: P passes, S has to sign in, F is forbidden, H is told that there is no such thing. */
const rules = {
  "everyone": "PPPPPPP",
  /** Everyone; but what the test asks for does not exist. */
  "everyone, if any": "HHHHHHH",
  "signed in": "SPPPPPS",
  /** Its owner; but the session that the test names does not exist. */
  "whose session it is": "SHHHHHS",
  /** A guest with an account of the same address; but the booking that the test names is an account's. */
  "whose address it is": "SHHHHHS",
  /** A guest, or an admin; but the booking that the others ask for is an account's. */
  "the guest": "SHHHHHP",
  "the buyer or an admin": "SPHHHPP",
  "the buyer": "SPHHHHP",
  "whoever holds": "HPHHHHP",
  "staff": "SFPPPPS",
  "organizers": "SFFPPPS",
  "whoever works at the event": "SFPPHPS",
  "the event's organizer": "SFFPHPS",
  "the hall's owner": "SFFPFPS",
  "admins": "SFFFFPS",
} as const;

const table: Record<string, keyof typeof rules> = {
  "GET /": "everyone",
  "GET /account": "signed in",
  "POST /account": "signed in",
  "GET /account/bookings": "signed in",
  "GET /account/confirmation": "signed in",
  "POST /account/confirmation": "signed in",
  "GET /account/delete": "signed in",
  "POST /account/delete": "signed in",
  "GET /account/devices": "signed in",
  "POST /account/devices": "signed in",
  "GET /account/messages": "signed in",
  "GET /account/security": "signed in",
  "POST /account/security": "signed in",
  "GET /account/security/app": "signed in",
  // Without a provider, which this program has not.
  "GET /account/security/oidc": "whose session it is",
  "POST /account/security/oidc": "whose session it is",
  "POST /account/security/app": "signed in",
  "GET /account/security/passkeys": "signed in",
  "POST /account/security/passkeys": "signed in",
  "GET /admin": "staff",
  "GET /admin/accounts": "admins",
  "GET /admin/accounts/[id]": "admins",
  "POST /admin/accounts/[id]": "admins",
  "GET /admin/audit": "admins",
  "GET /admin/charts/[id].svg": "organizers",
  "GET /admin/checkin": "staff",
  "POST /admin/checkin": "staff",
  "GET /admin/deadletters": "admins",
  "POST /admin/deadletters": "admins",
  "GET /admin/events": "staff",
  "GET /admin/events/[id]": "the event's organizer",
  "POST /admin/events/[id]": "the event's organizer",
  "GET /admin/events/[id]/artwork": "the event's organizer",
  "POST /admin/events/[id]/artwork": "the event's organizer",
  "GET /admin/events/[id]/bookings": "the event's organizer",
  "GET /admin/events/[id]/bookings/[booking]/refund": "the event's organizer",
  "POST /admin/events/[id]/bookings/[booking]/refund": "the event's organizer",
  "GET /admin/events/[id]/cancel": "the event's organizer",
  "POST /admin/events/[id]/cancel": "the event's organizer",
  "GET /admin/events/[id]/delete": "the event's organizer",
  "POST /admin/events/[id]/delete": "the event's organizer",
  "POST /admin/events/[id]/duplicate": "the event's organizer",
  "GET /admin/events/[id]/map": "the event's organizer",
  "GET /admin/events/[id]/sales": "the event's organizer",
  "GET /admin/events/new": "organizers",
  "POST /admin/events/new": "organizers",
  "GET /admin/halls": "organizers",
  "GET /admin/halls/[id]": "organizers",
  "GET /admin/halls/new": "organizers",
  "POST /admin/halls/new": "organizers",
  "GET /admin/halls/venues": "organizers",
  "GET /admin/halls/venues/new": "organizers",
  "POST /admin/halls/venues/new": "organizers",
  "GET /admin/system": "admins",
  "GET /api": "everyone",
  "GET /api/admin/audit": "admins",
  "POST /api/admin/bookings/[id]/refund": "the event's organizer",
  "GET /api/admin/charts": "organizers",
  "POST /api/admin/charts": "organizers",
  "POST /api/admin/charts/import": "organizers",
  "GET /api/admin/charts/[id]": "organizers",
  "PUT /api/admin/charts/[id]": "the hall's owner",
  "GET /api/admin/charts/[id]/draft": "organizers",
  "PUT /api/admin/charts/[id]/draft": "the hall's owner",
  "PATCH /api/admin/charts/[id]/draft": "the hall's owner",
  "DELETE /api/admin/charts/[id]/draft": "the hall's owner",
  "POST /api/admin/charts/[id]/publish": "the hall's owner",
  "GET /api/admin/charts/[id]/versions": "organizers",
  "GET /api/admin/charts/[id]/versions/[version]": "organizers",
  "POST /api/admin/checkins": "whoever works at the event",
  "GET /api/admin/deadletters": "admins",
  "POST /api/admin/deadletters/[id]/retry": "admins",
  "GET /api/admin/events": "staff",
  "POST /api/admin/events": "organizers",
  "GET /api/admin/events/[id]": "the event's organizer",
  "PATCH /api/admin/events/[id]": "the event's organizer",
  "DELETE /api/admin/events/[id]": "the event's organizer",
  "PUT /api/admin/events/[id]/artwork": "the event's organizer",
  "PATCH /api/admin/events/[id]/artwork": "the event's organizer",
  "DELETE /api/admin/events/[id]/artwork": "the event's organizer",
  "GET /api/admin/events/[id]/bookings": "the event's organizer",
  "POST /api/admin/events/[id]/cancel": "the event's organizer",
  "POST /api/admin/events/[id]/duplicate": "the event's organizer",
  "POST /api/admin/events/[id]/publish": "the event's organizer",
  "GET /api/admin/users": "admins",
  "PATCH /api/admin/users/[id]": "admins",
  "GET /api/admin/venues": "organizers",
  "POST /api/admin/venues": "organizers",
  "POST /api/auth/confirm": "everyone",
  "POST /api/auth/login": "everyone",
  "POST /api/auth/logout": "everyone",
  "POST /api/auth/passkey": "everyone",
  "POST /api/auth/passkey/options": "everyone",
  "POST /api/auth/password/forgot": "everyone",
  "POST /api/auth/password/reset": "everyone",
  "POST /api/auth/refresh": "everyone",
  "POST /api/auth/register": "everyone",
  "GET /api/bookings": "signed in",
  "POST /api/bookings": "signed in",
  "GET /api/bookings/[id]": "the buyer or an admin",
  "GET /api/bookings/[id]/calendar.ics": "the buyer or an admin",
  "POST /api/bookings/[id]/cancel": "the buyer",
  "DELETE /api/bookings/[id]/contact": "the guest",
  "POST /api/bookings/[id]/join": "whose address it is",
  "GET /api/bookings/[id]/stream": "the buyer or an admin",
  "GET /api/bookings/[id]/tickets.pdf": "the buyer or an admin",
  "GET /api/events": "everyone",
  "GET /api/events/[id]": "everyone",
  "GET /api/events/[id]/chart": "everyone",
  "GET /api/events/[id]/holds": "everyone",
  "POST /api/events/[id]/holds": "everyone",
  "GET /api/events/[id]/seats": "everyone",
  "GET /api/events/[id]/stream": "everyone",
  "GET /api/holds/[id]": "whoever holds",
  "PUT /api/holds/[id]": "whoever holds",
  "POST /api/holds/[id]/extend": "whoever holds",
  "DELETE /api/holds/[id]": "everyone",
  "GET /api/holds/[id]/stream": "whoever holds",
  "GET /api/me": "signed in",
  "PATCH /api/me": "signed in",
  "DELETE /api/me": "signed in",
  "POST /api/me/confirmation": "signed in",
  "PUT /api/me/email": "signed in",
  "GET /api/me/export": "signed in",
  "GET /api/me/factors/passkeys": "signed in",
  "POST /api/me/factors/passkeys": "signed in",
  "DELETE /api/me/factors/passkeys/[id]": "signed in",
  "POST /api/me/factors/passkeys/options": "signed in",
  "POST /api/me/factors/totp": "signed in",
  "DELETE /api/me/factors/totp": "signed in",
  "POST /api/me/factors/totp/verify": "signed in",
  "PUT /api/me/password": "signed in",
  "POST /api/me/reauthentication/options": "signed in",
  "GET /api/me/sessions": "signed in",
  "DELETE /api/me/sessions": "signed in",
  "DELETE /api/me/sessions/[id]": "whose session it is",
  "GET /api/messages": "signed in",
  "GET /artwork/[id]/[file]": "everyone, if any",
  "GET /bookings/[id]": "the buyer or an admin",
  "POST /bookings/[id]": "the buyer",
  "GET /checkout/[hold]": "everyone",
  "POST /checkout/[hold]": "everyone",
  "GET /confirm": "everyone",
  "POST /confirm": "everyone",
  "GET /dev/mail": "everyone",
  "GET /events": "everyone",
  "GET /events/[slug]": "everyone",
  "POST /events/[slug]": "everyone",
  "GET /events/[slug]/map.svg": "everyone",
  "GET /forgot": "everyone",
  "POST /forgot": "everyone",
  "GET /healthz": "everyone",
  "GET /login": "everyone",
  "POST /login": "everyone",
  "GET /login/oidc": "everyone, if any",
  "GET /login/oidc/callback": "everyone, if any",
  "GET /login/oidc/connect": "everyone, if any",
  "POST /login/oidc/connect": "everyone, if any",
  "POST /logout": "everyone",
  "GET /manifest.webmanifest": "everyone",
  "GET /metrics": "everyone",
  "GET /offline": "everyone",
  "GET /openapi.json": "everyone",
  "GET /readyz": "everyone",
  "GET /register": "everyone",
  "POST /register": "everyone",
  "GET /reset": "everyone",
  "POST /reset": "everyone",
  "GET /robots.txt": "everyone",
  "POST /scheme": "everyone",
  "GET /share/[slug]/[version].jpg": "everyone",
  "GET /sitemap.xml": "everyone",
  "GET /sitemaps/[number].xml": "everyone, if any",
};

/** These end the caller's session, so each person signs in again for them. */
const ENDING = new Set([
  "POST /api/auth/logout",
  "POST /logout",
  "POST /account/devices",
  "DELETE /api/me/sessions",
  "POST /api/auth/login",
  "POST /login",
]);

interface Scene {
  ids: Record<string, string>;
  /** A browser without an account, and the ids of its own booking and hold. */
  guest: { browser: Browser; ids: Record<string, string> };
  /** Bodies that pass validation, by operation, where ownership is only checked after it. */
  bodies: Record<string, unknown>;
}

const root = new URL("../../", import.meta.url);

/** The paths of all routes, as in the table. */
async function routePaths(): Promise<string[]> {
  const files = await Array.fromAsync(glob("routes/**/*.{ts,tsx}", { cwd: fileURLToPath(root) }));
  return files.filter((file) => !/(^|\/)_\w+\.tsx?$|_test\.tsx?$/.test(file))
    .map((file) => file.replace(/^routes/, "").replace(/\.tsx?$/, "").replace(/\/index$/, "") || "/");
}

/** The path with ids of the scene: `[id]` is that of what precedes it. */
function urlOf(path: string, { ids }: Scene): string {
  return path.replace(/\/(\w+)\/\[id\]/, (_, kind) => `/${kind}/${ids[kind] ?? "none"}`)
    .replaceAll(/\[(\w+)\]/g, (_, name) => ids[name] ?? "none");
}

/** Signs everyone in who has an account. */
async function browserOf(url: string, person: Person, { guest }: Scene): Promise<Browser> {
  const browser = new Browser(url);
  if (person === "anonymous") return browser;
  if (person === "guest") return guest.browser;
  const name = person === "checkin" ? "door" : person;
  const { status } = await browser.post("/api/auth/login", {
    email: `${name}@aisle.test`,
    password: "aisle-demo",
  });
  assert.equal(status, 200, person);
  return browser;
}

async function send(browser: Browser, operation: string, scene: Scene): Promise<string> {
  const [method, path] = operation.split(" ");
  const isApi = path.startsWith("/api/");
  const body = method === "GET" ? undefined : scene.bodies[operation] ?? {};
  const response = await fetch(browser.url + urlOf(path, scene), {
    method,
    redirect: "manual",
    headers: {
      cookie: browser.cookieHeader,
      // A stale one, so that nothing is changed or deleted that others still need.
      "if-match": '"stale"',
      "idempotency-key": crypto.randomUUID(),
      ...(isApi && body !== undefined &&
        { "content-type": body instanceof Uint8Array ? "image/png" : "application/json" }),
    },
    body: body === undefined || body instanceof Uint8Array
      ? body as BodyInit | undefined
      : isApi
      ? JSON.stringify(body)
      : new URLSearchParams(body as Record<string, string>),
  });
  const { status, headers } = response;
  const isProblem = headers.get("content-type") === "application/problem+json";
  const code = isProblem ? (await response.json()).code : null;
  await response.body?.cancel().catch(() => {});
  assert.ok(status < 500, `${operation}: ${status}`);
  const toSignIn = headers.get("location")?.startsWith("/login?") ?? false;
  if (code === "unauthenticated" || (status === 303 && toSignIn)) return "S";
  return status === 403 ? "F" : status === 404 ? "H" : "P";
}

/** An event with a hall of the organizer's, a hold and a booking of the visitor's, and another organizer. */
async function prepare(url: string, databaseUrl: string): Promise<Scene> {
  const sql = openPool(databaseUrl, { max: 1 });
  const [admin, organizer, visitor] = await Promise.all(
    ["admin", "organizer", "visitor"].map((name) => signIn(url, `${name}@aisle.test`)),
  );
  const stranger = (await (await newBuyer(url)).get("/api/me")).body;
  await sql`
    update users set email = 'stranger@aisle.test', email_key = 'stranger@aisle.test', role = 'organizer',
      password_hash = (select password_hash from users where email = 'organizer@aisle.test')
    where id = ${stranger.id}`;
  const { eventId, seats } = await findSeats(visitor);
  const { id: organizerId } = (await organizer.get("/api/me")).body;
  await sql`update events set organizer_id = ${organizerId} where id = ${eventId}`;
  const hold = async (seat: string) =>
    (await visitor.post(`/api/events/${eventId}/holds`, { seats: [seat] })).body.id;
  const { body: booking } = await visitor.book(await hold(seats[10]), "tok_approve");
  await visitor.settled(booking.id);
  const [original] = (await admin.get("/api/admin/charts")).body.items;
  const copy = { venueId: original.venueId, name: "A copy", copyOf: original.id };
  const chart = (await organizer.post("/api/admin/charts", copy)).body;
  const { version: _, ...drawing } = chart.chart;
  const draft = (await organizer.get(`/api/admin/charts/${chart.id}/draft`)).body;
  const letter = crypto.randomUUID();
  await sql`
    insert into dead_letters (id, consumer_group, topic, message, error)
    values (${letter}, 'elsewhere', 't', '{}', 'Error: it broke')`;
  await sql.end({ timeout: 5 });
  const { slug } = (await visitor.get(`/api/events/${eventId}`)).body;
  const holdId = await hold(seats[20]);
  const guest = await prepareGuest(url, eventId, [seats[12], seats[22]]);
  return {
    guest,
    ids: {
      events: eventId,
      slug,
      bookings: booking.id,
      booking: booking.id,
      holds: holdId,
      hold: holdId,
      charts: chart.id,
      halls: chart.id,
      version: "1",
      users: stranger.id,
      accounts: stranger.id,
      deadletters: letter,
      sessions: crypto.randomUUID(),
      passkeys: crypto.randomUUID(),
    },
    bodies: {
      "POST /api/admin/bookings/[id]/refund": { amount: 1 },
      "PUT /api/admin/charts/[id]": { chart: drawing },
      "PUT /api/admin/charts/[id]/draft": { chart: draft.chart },
      "PATCH /api/admin/charts/[id]/draft": { ops: [{ remove: "zones/none" }] },
      "POST /api/admin/checkins": { eventId, ticket: "no ticket" },
      "PUT /api/admin/events/[id]/artwork": new Uint8Array([1, 2, 3]),
      "PUT /api/holds/[id]": { seats: [seats[20]] },
      "POST /bookings/[id]": { action: "cancel", refund: "0" },
      "POST /admin/accounts/[id]": { intent: "role", role: "organizer" },
    },
  };
}

/** A browser that has booked as a guest, and holds another seat. */
async function prepareGuest(url: string, eventId: string, seats: string[]): Promise<Scene["guest"]> {
  const browser = new Browser(url);
  const hold = async (seat: string) =>
    (await browser.post(`/api/events/${eventId}/holds`, { seats: [seat] })).body.id;
  const { body: booking } = await browser.post(
    "/api/bookings",
    { holdId: await hold(seats[0]), paymentToken: "tok_approve", email: "guest@example.org" },
    { "idempotency-key": crypto.randomUUID() },
  );
  await browser.settled(booking.id);
  const holdId = await hold(seats[1]);
  return { browser, ids: { bookings: booking.id, holds: holdId, hold: holdId } };
}

Deno.test("everyone may call exactly what the table of permissions says", () =>
  withProgram(databaseDeployment, {}, async ({ url }, env) => {
    const operations: string[] = [];
    for (const path of await routePaths()) {
      const response = await fetch(url + path, { method: "OPTIONS" });
      await response.body?.cancel();
      const methods = (response.headers.get("allow") ?? "").split(", ");
      for (const method of methods) {
        if (method && method !== "HEAD" && method !== "OPTIONS") operations.push(`${method} ${path}`);
      }
    }
    assert.deepEqual(
      operations.toSorted(),
      Object.keys(table).toSorted(),
      "a route needs a line in the table",
    );

    const scene = await prepare(url, env.DATABASE_URL);
    const browsers = new Map<Person, Browser>();
    for (const person of people) browsers.set(person, await browserOf(url, person, scene));
    const faults: string[] = [];
    // What ends things comes last, sessions after all else.
    const rank = (operation: string) =>
      ENDING.has(operation)
        ? 3
        : operation.endsWith("/contact")
        ? 2
        : /^DELETE|cancel/.test(operation)
        ? 1
        : 0;
    const order = operations.toSorted((a, b) => rank(a) - rank(b));
    for (const operation of order) {
      let found = "";
      for (const person of people) {
        const browser = ENDING.has(operation) ? await browserOf(url, person, scene) : browsers.get(person)!;
        const ids = person === "guest" ? { ...scene.ids, ...scene.guest.ids } : scene.ids;
        found += await send(browser, operation, { ...scene, ids });
      }
      const expected = rules[table[operation]];
      if (found !== expected) faults.push(`${operation}: ${found}, but “${table[operation]}” is ${expected}`);
    }
    assert.deepEqual(faults, [], `for ${people.join(", ")}`);
  }));
