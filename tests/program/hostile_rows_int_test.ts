/** No row breaks what shows it: whatever the schemas accept is written, and then everything that shows it is read. */
import assert from "node:assert/strict";
import { openPool } from "@/lib/db/pool.ts";
import { type ApiResponse, Client, signIn } from "./client.ts";
import { type HostileRow, hostileRows } from "./hostile_rows.ts";
import { databaseDeployment, type Deployment, withProgram } from "./program.ts";

const ROWS = 20;
const SEED = 20_261_129;

/** A row that was written, and the paths that show it. */
interface Written {
  row: HostileRow;
  eventId: string;
  paths: string[];
  /** Paths that only staff may read. */
  staff: string[];
  buyer: Client;
  /** Paths that only the buyer may read. */
  own: string[];
}

/** Whether a response is a success, or an error other than 5xx in the format that its reader expects. */
function isClean(path: string, { status, headers }: ApiResponse): boolean {
  if (status < 400) return true;
  const type = headers.get("content-type") ?? "";
  return status < 500 && type.startsWith(path.startsWith("/api/") ? "application/problem+json" : "text/html");
}

/**
 * Reads a path as its reader would: with a token under /api, with a cookie elsewhere; of a stream, the first event.
 * Returns what is wrong with the response, or null.
 */
async function read({ url, token }: Client, path: string): Promise<string | null> {
  const credentials: Record<string, string> = !token
    ? {}
    : path.startsWith("/api/")
    ? { authorization: `Bearer ${token}` }
    : { cookie: `aisle_access=${token}` };
  const response = await fetch(url + path, {
    headers: { accept: "*/*", ...credentials },
    redirect: path.startsWith("/share/") ? "follow" : "manual",
  });
  const { status, headers } = response;
  if (headers.get("content-type")?.startsWith("text/event-stream")) {
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return status === 200 && value ? null : `${path} sent no event`;
  }
  const body = await response.text();
  return isClean(path, { status, headers, body }) ? null : `${path} ${status} ${body.slice(0, 200)}`;
}

/** Writes through the API, which must accept what its schemas accept. */
async function write(client: Client, path: string, body: unknown): Promise<ApiResponse["body"]> {
  const response = await client.post(path, body);
  assert.equal(response.status, 201, `${path} ${JSON.stringify(response.body)} for ${JSON.stringify(body)}`);
  return response.body;
}

async function writeRow(admin: Client, row: HostileRow): Promise<Written> {
  const { id: venueId } = await write(admin, "/api/admin/venues", row.venue);
  const { id: chartId } = await write(admin, "/api/admin/charts", {
    venueId,
    name: row.hallName,
    chart: row.chart,
  });
  const { id, slug } = await write(admin, "/api/admin/events", { ...row.event, venueId, chartId });
  const published = await admin.post(`/api/admin/events/${id}/publish`, {});
  assert.ok(isClean("/api/", published), JSON.stringify(published.body));
  const { accessToken } = await write(new Client(admin.url), "/api/auth/register", row.account);
  const buyer = new Client(admin.url, accessToken);
  const own = [
    "/account",
    "/account/bookings",
    "/account/messages",
    "/api/me",
    "/api/bookings",
    "/api/messages",
  ];
  const { title, startsAt } = row.event;
  const [day] = String(startsAt).split("T");
  const paths = [
    `/events/${slug}`,
    `/events/${slug}?list=all`,
    `/events/${slug}/map.svg`,
    `/share/${slug}/any.jpg`,
    "/sitemap.xml",
    `/events?q=${encodeURIComponent(title)}`,
    `/events?city=${encodeURIComponent(String(row.venue.city))}`,
    `/events?from=${day}&to=${day}`,
    `/api/events?q=${encodeURIComponent(title)}&sort=title`,
    `/api/events?city=${encodeURIComponent(String(row.venue.city))}`,
    ...["", "/chart", "/seats", "/stream"].map((part) => `/api/events/${id}${part}`),
  ];
  const staff = [
    ...["", "/artwork", "/sales", "/map", "/bookings", "/cancel", "/delete"].map((part) =>
      `/admin/events/${id}${part}`
    ),
    `/admin/events?view=all&q=${encodeURIComponent(title)}`,
    `/admin/events/${id}/bookings?q=${encodeURIComponent(row.account.name)}`,
    `/admin/charts/${chartId}.svg`,
    `/admin/events/new?hall=${chartId}`,
    ...["", "/bookings"].map((part) => `/api/admin/events/${id}${part}`),
    `/api/admin/charts/${chartId}`,
  ];
  return { row, eventId: id, paths, staff, buyer, own: [...own, ...await buy(buyer, id, row)] };
}

/** Holds a seat, pays for it and waits for the outcome. Returns the paths of the resulting pages and files. */
async function buy(buyer: Client, eventId: string, { chart }: HostileRow): Promise<string[]> {
  const choice = chart.areas.length > 0 ? { area: "floor", quantity: 1 } : { best: { quantity: 1 } };
  const hold = await buyer.post(`/api/events/${eventId}/holds`, choice);
  assert.ok(isClean("/api/", hold), JSON.stringify(hold.body));
  if (hold.status !== 201) return [];
  const checkout = [`/checkout/${hold.body.id}`, `/api/holds/${hold.body.id}`];
  for (const path of checkout) assert.equal(await read(buyer, path), null);
  const placed = await buyer.book(hold.body.id, "tok_approve");
  assert.ok(isClean("/api/", placed), JSON.stringify(placed.body));
  if (placed.status !== 202) return checkout;
  const { id, status } = await buyer.settled(placed.body.id);
  assert.equal(status, "confirmed");
  const files = ["", "/tickets.pdf", "/calendar.ics", "/stream"].map((part) => `/api/bookings/${id}${part}`);
  return [...checkout, `/bookings/${id}`, ...files];
}

/** Paths that list the rows. */
const lists = [
  "/",
  "/events",
  "/events?sort=title",
  "/events?when=today",
  "/events?when=weekend&sort=price",
  "/events?from=0001-01-01&to=9999-12-31",
  "/api/events?limit=100",
  "/api/events?when=next-30-days",
  "/api/events?limit=1&sort=relevance",
  "/openapi.json",
];

const staffLists = [
  ...["", "/events", "/events?view=past", "/events/new", "/checkin", "/deadletters", "/system"].map((part) =>
    `/admin${part}`
  ),
  ...["events", "venues", "charts", "deadletters"].map((part) => `/api/admin/${part}?limit=100`),
];

/** Reads everything that shows the rows, as everyone who may read it. Returns the faults. */
async function readAll(admin: Client, written: Written[]): Promise<string[]> {
  const guest = new Client(admin.url);
  const faults: (string | null)[] = [];
  for (const path of lists) faults.push(await read(guest, path));
  for (const path of staffLists) faults.push(await read(admin, path));
  for (const { row, paths, buyer, own, staff } of written) {
    const found: (string | null)[] = [];
    for (const path of staff) found.push(await read(admin, path));
    for (const path of paths) found.push(await read(guest, path));
    for (const path of own) found.push(await read(buyer, path));
    faults.push(...found.map((fault) => fault && `${fault} of ${JSON.stringify(row).slice(0, 1_000)}`));
  }
  return faults.filter((fault) => fault !== null);
}

Deno.test("whatever the schemas accept can be written, and everything that shows it can be read", () =>
  withProgram(databaseDeployment, {}, async ({ url, output }) => {
    const admin = await signIn(url, "admin@aisle.test");
    const written: Written[] = [];
    for (const row of hostileRows(ROWS, SEED)) written.push(await writeRow(admin, row));
    assert.ok(
      written.filter(({ own }) => own.some((path) => path.endsWith(".pdf"))).length > ROWS / 4,
      "too few seats were sold",
    );
    assert.deepEqual(await readAll(admin, written), [], output().slice(-2_000));
  }));

/** Texts that the schemas refuse now and may have accepted before. */
const OLD_TEXTS = [
  "\u200b\u2800\u3164",
  "line\u2028and\u2029line\nbreak",
  "bell\u0007 escape\u001b[31m",
  "a\u202eb\u2066",
];

Deno.test("rows with texts that no schema accepts any more can be read", async () => {
  let databaseUrl = "";
  const deployment: Deployment = {
    ...databaseDeployment,
    async prepare() {
      const prepared = await databaseDeployment.prepare();
      databaseUrl = prepared.env.DATABASE_URL;
      return prepared;
    },
  };
  await withProgram(deployment, {}, async ({ url, output }) => {
    const admin = await signIn(url, "admin@aisle.test");
    const written: Written[] = [];
    for (const row of hostileRows(OLD_TEXTS.length, SEED)) written.push(await writeRow(admin, row));
    const sql = openPool(databaseUrl, { max: 1 });
    try {
      for (const [n, { eventId }] of written.entries()) {
        const text = OLD_TEXTS[n];
        await sql`update events set title = ${text}, description = ${text} where id = ${eventId}`;
        await sql`update zones set name = ${text} where event_id = ${eventId}`;
        await sql`
          update venues set name = ${text}, city = ${text}, address = ${text}
          where id = (select venue_id from events where id = ${eventId})`;
        await sql`update charts set name = ${text} where id = (select chart_id from events where id = ${eventId})`;
        await sql`
          update users set name = ${text}
          where id in (select buyer_id from bookings where event_id = ${eventId})`;
        await sql`
          update booking_seats set section = ${text}, row = ${text}, number = ${text}
          where booking_id in (select id from bookings where event_id = ${eventId})`;
      }
    } finally {
      await sql.end();
    }
    assert.deepEqual(await readAll(admin, written), [], output().slice(-2_000));
  });
});

Deno.test("values beyond the range of the schemas are refused as invalid", () =>
  withProgram(databaseDeployment, {}, async ({ url }) => {
    const admin = await signIn(url, "admin@aisle.test");
    const [row] = hostileRows(1, SEED);
    const { id: venueId } = await write(admin, "/api/admin/venues", row.venue);
    const { id: chartId } = await write(admin, "/api/admin/charts", {
      venueId,
      name: "Hall",
      chart: row.chart,
    });
    const event = { ...row.event, venueId, chartId };
    const changes: Record<string, unknown>[] = [
      { startsAt: "+010000-01-01T00:00:00Z" },
      { startsAt: "9999-12-31T23:59:59Z", endsAt: "9999-12-31T23:59:59.5Z" },
      { startsAt: "0001-01-01T00:00:00Z" },
      { currency: "XAU" },
      { title: "x".repeat(121) },
      { title: "\ud800" },
      { title: "a\0b" },
      { zones: row.chart.zones.map(({ id, name }) => ({ id, name, price: 10_000_001 })) },
      { zones: row.chart.zones.map(({ id, name }) => ({ id, name, price: 2 ** 53 })) },
    ];
    for (const change of changes) {
      const { status, body } = await admin.post("/api/admin/events", { ...event, ...change });
      assert.deepEqual([status, body.code], [422, "validation"], JSON.stringify(change).slice(0, 200));
    }
    for (const timeZone of ["MIT", "IST", "+01:00", "Mars/Olympus"]) {
      assert.equal((await admin.post("/api/admin/venues", { ...row.venue, timeZone })).status, 422, timeZone);
    }
  }));
