/** What every response of the API has, and the order in which requests are refused. */
import assert from "node:assert/strict";
import { assertProblem, Browser, Client, findSeats, newBuyer, signIn } from "../client.ts";
import type { Steps } from "./steps.ts";

const unknownId = "01890000-0000-7000-8000-000000000000";
const json = { "content-type": "application/json" };
const keyed = { ...json, "idempotency-key": "a-key" };
const tooLarge = `"${"x".repeat(64 * 1024)}"`;

/** Each request breaks the rule of its code and as many later ones as possible, so that the order is tested. */
const requestChecks: {
  who: "guest" | "visitor" | "admin" | "badToken" | "cookie";
  request: [method: string, path: string, headers?: Record<string, string>, body?: BodyInit];
  response: [status: number, code: string];
}[] = [
  { who: "badToken", request: ["PUT", "/api/me", {}, tooLarge], response: [405, "method-not-allowed"] },
  { who: "badToken", request: ["GET", "/api/events?unknown=1"], response: [401, "invalid-token"] },
  { who: "guest", request: ["POST", "/api/bookings", {}, tooLarge], response: [401, "unauthenticated"] },
  {
    who: "cookie",
    request: ["POST", "/api/admin/events", { origin: "https://evil.example" }, tooLarge],
    response: [403, "cross-site"],
  },
  {
    who: "cookie",
    request: ["POST", "/api/admin/events", { "sec-fetch-site": "same-site" }, tooLarge],
    response: [403, "cross-site"],
  },
  { who: "cookie", request: ["POST", "/api/admin/events", {}, tooLarge], response: [403, "forbidden"] },
  {
    who: "visitor",
    request: ["POST", "/api/admin/events", { origin: "https://evil.example" }, tooLarge],
    response: [403, "forbidden"],
  },
  { who: "admin", request: ["POST", "/api/admin/events", {}, tooLarge], response: [413, "body-too-large"] },
  {
    who: "visitor",
    request: ["POST", "/api/bookings", { "content-type": "text/plain" }, "{"],
    response: [415, "unsupported-media-type"],
  },
  { who: "visitor", request: ["POST", "/api/bookings?x=1", json, "{"], response: [400, "malformed-json"] },
  {
    who: "visitor",
    request: ["POST", "/api/bookings?x=1", json, "{}"],
    response: [400, "idempotency-key-required"],
  },
  {
    who: "visitor",
    request: ["POST", "/api/bookings?x=1", { ...json, "idempotency-key": "a b" }, "{}"],
    response: [400, "idempotency-key-invalid"],
  },
  {
    who: "visitor",
    request: ["POST", "/api/bookings", { ...json, "idempotency-key": "k".repeat(65) }, "{}"],
    response: [400, "idempotency-key-invalid"],
  },
  { who: "visitor", request: ["POST", "/api/bookings", keyed, "{}"], response: [422, "validation"] },
  { who: "guest", request: ["POST", "/api/events/none/holds", json, "{}"], response: [422, "validation"] },
  { who: "guest", request: ["GET", "/api/events/none?x=1"], response: [422, "validation"] },
  { who: "guest", request: ["GET", "/api/events/none"], response: [404, "not-found"] },
  { who: "guest", request: ["GET", "/api/events/%E0%A4%A"], response: [404, "not-found"] },
  { who: "guest", request: ["GET", "/api/nothing"], response: [404, "not-found"] },
  { who: "guest", request: ["POST", "/api/nothing", json, "{"], response: [404, "not-found"] },
  {
    who: "guest",
    request: ["POST", "/api/events/none/holds", json, '{"seats":["A-1"]}'],
    response: [404, "not-found"],
  },
  { who: "visitor", request: ["GET", `/api/bookings/${unknownId}`], response: [404, "not-found"] },
  {
    who: "visitor",
    request: ["POST", "/api/bookings", keyed, '{"holdId":"none","paymentToken":"tok_approve"}'],
    response: [409, "hold-expired"],
  },
  {
    who: "visitor",
    request: ["POST", "/api/bookings", keyed, '{"holdId":"none","paymentToken":"tok_other"}'],
    response: [422, "validation"],
  },
];

async function send(
  client: Client,
  [method, path, headers, body]: (typeof requestChecks)[number]["request"],
): Promise<Parameters<typeof assertProblem>[0]> {
  const cookies = client instanceof Browser ? { cookie: client.cookieHeader } : {};
  const authorization = client.token ? { authorization: `Bearer ${client.token}` } : {};
  const response = await fetch(client.url + path, {
    method,
    body,
    headers: { ...cookies, ...authorization, ...headers } as Record<string, string>,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

export const requests: Steps = {
  "are refused in the documented order"({ url }) {
    return checkRefusalOrder(url);
  },

  async "by cookie are accepted from their own origin or without one, and those by token from any"({ url }) {
    const browser = new Browser(url);
    await browser.post("/api/auth/login", { email: "visitor@aisle.test", password: "aisle-demo" });
    const rename = (headers: Record<string, string>) =>
      browser.call("PATCH", "/api/me", { name: "Vera Visitor" }, headers);
    const ownOrigins: Record<string, string>[] = [{}, { origin: url }, { "sec-fetch-site": "same-origin" }];
    for (const headers of ownOrigins) {
      assert.equal((await rename(headers)).status, 200, JSON.stringify(headers));
    }
    const visitor = await signIn(url, "visitor@aisle.test");
    const foreign = { origin: "https://evil.example" };
    assert.equal((await visitor.call("PATCH", "/api/me", { name: "Vera Visitor" }, foreign)).status, 200);
    assert.equal((await browser.call("GET", "/api/me", undefined, foreign)).status, 200, "reading is safe");
  },

  async "with an unsupported method are refused with a list of the supported ones"({ url }) {
    for (const method of ["PUT", "PURGE", "TRACE", "constructor"]) {
      const response = await rawRequest(url, `${method} /api/events HTTP/1.1`);
      assert.match(response, /^HTTP\/1\.1 405 /, method);
      assert.match(response, /^allow: GET, HEAD, OPTIONS\r$/im, method);
    }
    const options = await new Client(url).call("OPTIONS", "/api/bookings");
    assert.equal(options.status, 204);
    assert.equal(options.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
  },

  async "have an id in every response, never the client's without a trusted proxy"({ url }) {
    const client = new Client(url);
    for (
      const path of ["/", "/events", "/nothing", "/%ff", "/sw.js", "/healthz", "/api/events", "/api/%ff"]
    ) {
      for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) {
        const { headers } = await client.call(method, path);
        assert.match(headers.get("x-request-id") ?? "", /^[\w-]{8,64}$/, `${method} ${path}`);
      }
    }
    const ask = (id: string) => client.call("GET", "/api/events", undefined, { "x-request-id": id });
    assert.notEqual((await ask("anyone-gave-this")).headers.get("x-request-id"), "anyone-gave-this");
  },

  async "for lists return items and a cursor, or no body for HEAD"({ url }) {
    const { eventId } = await findSeats(new Client(url));
    const admin = await signIn(url, "admin@aisle.test");
    const lists = ["/api/events", "/api/bookings", "/api/messages", `/api/events/${eventId}/holds`].concat(
      ["events", "venues", "charts", "deadletters", `events/${eventId}/bookings`].map((name) =>
        `/api/admin/${name}`
      ),
    );
    for (const path of lists) {
      const { status, body } = await admin.get(path);
      assert.equal(status, 200, path);
      assert.ok(Array.isArray(body.items), path);
      assert.ok(body.nextCursor === null || typeof body.nextCursor === "string", path);
      const head = await admin.call("HEAD", path);
      assert.deepEqual([head.status, head.body], [200, ""], path);
    }
  },

  async "with HEAD return the length of the body that GET returns, or none"({ url }) {
    const client = new Client(url);
    const { eventId } = await findSeats(client);
    const { slug } = (await client.get(`/api/events/${eventId}`)).body;
    const event = `/api/events/${eventId}`;
    const plain = { "accept-encoding": "identity" };
    const paths = [
      "/",
      "/events",
      `/events/${slug}`,
      `/events/${slug}/map.svg`,
      `/sitemap.xml`,
      `/robots.txt`,
      "/login",
    ]
      .concat([
        "/nothing",
        "/offline",
        "/account",
        "/sw.js",
        "/styles/base.css",
        "/icons/aisle.svg",
        "/healthz",
      ])
      .concat([event, `${event}/chart`, `${event}/seats`, "/api/events", "/api/nothing", "/openapi.json"]);
    for (const path of paths) {
      const options = { headers: plain, redirect: "manual" } as const;
      const length = (await (await fetch(url + path, options)).bytes()).length;
      const head = await fetch(url + path, { ...options, method: "HEAD" });
      const declared = head.headers.get("content-length");
      assert.ok(declared === null || Number(declared) === length, `${path}: ${declared}, but ${length}`);
      assert.equal(await head.text(), "");
    }
    const stream = await fetch(`${url}${event}/stream`, { method: "HEAD" });
    assert.equal(stream.headers.get("content-length"), null);
    assert.equal(await stream.text(), "");
  },

  async "for one page after another return every item of a list once"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    for (const path of ["/api/events?", "/api/admin/events?", "/api/admin/venues?", "/api/admin/charts?"]) {
      const whole: { id: string }[] = (await admin.get(`${path}limit=100`)).body.items;
      const paged: { id: string }[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const at: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const { body } = await admin.get(`${path}limit=5${at}`);
        assert.ok(body.items.length <= 5);
        paged.push(...body.items);
        cursor = body.nextCursor;
      }
      assert.deepEqual(paged.map(({ id }) => id), whole.map(({ id }) => id), path);
    }
  },

  async "from other origins can read what is public, and nothing else"({ url }) {
    const { eventId } = await findSeats(new Client(url));
    const admin = new Browser(url);
    await admin.post("/api/auth/login", { email: "admin@aisle.test", password: "aisle-demo" });
    const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    const shared = [
      "/api/events",
      "/openapi.json",
      ...["", "/chart"].map((part) => `/api/events/${eventId}${part}`),
    ];
    for (const path of [...shared, `/api/events/${eventId}/seats`, "/api/events/none", "/api/events?x=1"]) {
      const response = await new Client(url).call("GET", path, undefined, foreign);
      assert.equal(response.headers.get("access-control-allow-origin"), "*", path);
      assert.match(response.headers.get("access-control-expose-headers")!, /ETag.*Retry-After.*X-Request-Id/);
      assert.equal(response.headers.get("access-control-allow-credentials"), null);
      const asAdmin = await admin.call("GET", path, undefined, foreign);
      assert.deepEqual(
        [asAdmin.status, asAdmin.body],
        [response.status, response.body],
        `${path} depends on cookies`,
      );
      const preflight = await new Client(url).call("OPTIONS", path, undefined, {
        ...foreign,
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
      });
      const allowed = ["origin", "methods", "headers", "max-age"]
        .map((part) =>
          preflight.headers.get(`access-control-${part === "max-age" ? part : `allow-${part}`}`)
        );
      assert.deepEqual(
        [preflight.status, ...allowed],
        [204, "*", "GET, HEAD", "If-None-Match, Last-Event-ID", "86400"],
      );
    }
    const notShared = [
      "/api/me",
      "/api/bookings",
      "/api/messages",
      `/api/events/${eventId}/holds`,
      "/api/auth/login",
    ]
      .concat("/api/admin/events", "/api/nothing", "/metrics", "/healthz", "/", "/events");
    for (const path of notShared) {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const { headers } = await admin.call(method, path, undefined, foreign);
        assert.equal(headers.get("access-control-allow-origin"), null, `${method} ${path}`);
      }
    }
    const stream = await fetch(`${url}/api/events/${eventId}/stream`, { headers: foreign });
    await stream.body?.cancel();
    assert.equal(stream.headers.get("access-control-allow-origin"), "*");
  },

  async "accept only cursors of the same list with the same parameters"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const { items: [{ id: eventId }] } = (await admin.get("/api/events")).body;
    const cursorOf = async (path: string) => (await admin.get(path)).body.nextCursor;
    const venues = await cursorOf("/api/admin/venues?limit=1");
    const films = await cursorOf("/api/events?limit=1&type=film");
    const lists = ["/api/events?", "/api/bookings?", "/api/messages?", "/api/admin/events?"].concat(
      ["/api/admin/charts?", "/api/admin/deadletters?", `/api/admin/events/${eventId}/bookings?`],
      ["/api/events?type=film&sort=title&", "/api/events?type=film&q=a&", "/api/admin/events?period=past&"],
    );
    for (const list of lists) {
      const tampered = films.slice(0, -1) + (films.endsWith("A") ? "B" : "A");
      for (const cursor of [venues, films, tampered, films.slice(4), eventId, "x", "", "%00"]) {
        const response = await admin.get(`${list}cursor=${cursor}`);
        assertProblem(response, 422, "validation");
        assert.deepEqual(response.body.errors.map(({ path }: { path: string }) => path), ["cursor"], list);
      }
    }
    assert.equal((await admin.get(`/api/events?type=film&limit=2&cursor=${films}`)).status, 200);
    assert.equal((await admin.get(`/api/admin/venues?cursor=${venues}`)).status, 200);
    assertProblem(
      await admin.get(`/api/admin/charts?venueId=${eventId}&cursor=${venues}`),
      422,
      "validation",
    );
  },

  async "may come from anyone for health, and only from this machine for metrics"({ url }) {
    const client = new Client(url);
    for (const path of ["/healthz", "/readyz"]) {
      const forwarded = { "x-forwarded-for": "203.0.113.9", authorization: "Bearer nonsense" };
      assert.equal((await client.call("GET", path, undefined, forwarded)).status, 200, path);
    }
    const metrics = await client.get("/metrics");
    assert.equal(metrics.status, 200);
    assert.match(metrics.headers.get("content-type") ?? "", /^text\/plain/);
    assert.match(metrics.body, /^# HELP /m);
    for (const header of ["x-forwarded-for", "forwarded", "x-real-ip"]) {
      const response = await client.call("GET", "/metrics", undefined, { [header]: "203.0.113.9" });
      assertProblem(response, 403, "forbidden");
    }
  },

  async "are all described in the OpenAPI document"({ url }) {
    const { status, body } = await new Client(url).get("/openapi.json");
    assert.equal(status, 200);
    assert.match(body.openapi, /^3\.1\./);
    const described = Object.entries<object>(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)
    );
    assert.deepEqual(promised.filter((operation) => !described.includes(operation)), []);
  },
};

/** Operations that clients may rely on. */
const promised = [
  ...["POST /api/auth/register", "POST /api/auth/login", "POST /api/auth/refresh", "POST /api/auth/logout"],
  ...["GET /api/me", "PATCH /api/me", "DELETE /api/me", "PUT /api/me/password", "PUT /api/me/email"],
  ...["POST /api/auth/confirm", "POST /api/me/confirmation"],
  ...["POST /api/auth/password/forgot", "POST /api/auth/password/reset"],
  ...["", "/{id}", "/{id}/chart", "/{id}/seats", "/{id}/stream"].map((path) => `GET /api/events${path}`),
  ...["POST /api/events/{id}/holds", "GET /api/events/{id}/holds", "GET /api/holds/{id}"],
  ...["PUT /api/holds/{id}", "POST /api/holds/{id}/extend", "DELETE /api/holds/{id}"],
  ...["POST /api/bookings", "GET /api/bookings", "GET /api/bookings/{id}", "GET /api/bookings/{id}/stream"],
  ...["POST /api/bookings/{id}/cancel", "GET /api/bookings/{id}/tickets.pdf"],
  ...["GET /api/bookings/{id}/calendar.ics", "GET /api/messages"],
  ...["GET /api/admin/events", "POST /api/admin/events", "GET /api/admin/events/{id}"],
  ...["PATCH /api/admin/events/{id}", "DELETE /api/admin/events/{id}", "POST /api/admin/events/{id}/publish"],
  ...["GET /api/admin/venues", "POST /api/admin/venues", "GET /api/admin/charts"],
  ...["GET /api/admin/charts/{id}", "GET /api/admin/events/{id}/bookings"],
  ...["GET /api/admin/deadletters", "POST /api/admin/deadletters/{id}/retry"],
  ...["GET /healthz", "GET /readyz", "GET /metrics", "GET /openapi.json"],
];

async function checkRefusalOrder(url: string): Promise<void> {
  const cookie = new Browser(url);
  await cookie.post("/api/auth/login", { email: "visitor@aisle.test", password: "aisle-demo" });
  const clients = {
    guest: new Client(url),
    badToken: new Client(url, "not.a.token"),
    visitor: await newBuyer(url),
    admin: await signIn(url, "admin@aisle.test"),
    cookie,
  };
  for (const { who, request, response: [status, code] } of requestChecks) {
    const label = `${who}: ${request[0]} ${request[1]}`;
    const response = await send(clients[who], request);
    assert.deepEqual([label, response.status, response.body?.code], [label, status, code]);
    assertProblem(response, status, code);
    if (status === 405) assert.ok(response.headers.get("allow"));
    if (status === 401) assert.ok(response.headers.get("www-authenticate"));
    if (code === "validation") {
      const [fault] = response.body.errors;
      assert.deepEqual([typeof fault.path, typeof fault.message], ["string", "string"]);
    }
  }
}

/** Sends a request that `fetch` refuses to send. Returns the whole response as text. */
export async function rawRequest(url: string, requestLine: string, rest = ""): Promise<string> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const head = `${requestLine}\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n`;
  await connection.write(new TextEncoder().encode(`${head}${rest}\r\n`));
  return await new Response(connection.readable).text();
}
