import assert from "node:assert/strict";
import { z } from "zod";
import { boundedList } from "@/lib/bounded_list.ts";
import { Unavailable } from "@/lib/errors.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { Problem } from "@/lib/http/problem.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import { sign } from "@/lib/http/wire/cookies.ts";
import { endpoint, method } from "./endpoint.ts";
import { callEndpoint, jsonRequest, testContext, testSecrets } from "./testing.ts";

const visitor = {
  id: crypto.randomUUID(),
  email: "v@example.org",
  emailConfirmed: true,
  name: "V",
  role: "visitor",
  locale: null,
} as const;
const organizer = { ...visitor, role: "organizer" } as const;
const exhausted: RateLimits = {
  consume: () =>
    Promise.resolve({ allowed: false, retryAfterSeconds: 7, headers: { ratelimit: '"address";r=0;t=7' } }),
  giveBack: () => Promise.resolve(),
};
const visitorCookie = `aisle_visitor=${sign("visitor", crypto.randomUUID(), testSecrets.cookieSecrets)}`;

const things = endpoint("/api/things/{id}", {
  GET: method({
    operationId: "readsAThing",
    summary: "Reads a thing",
    description: "Reads a thing.",
    params: z.object({ id: z.uuid() }),
    query: pageQuery.pick({ limit: true }),
    responses: { 200: z.object({ id: z.string(), limit: z.number() }) },
    handle: ({ params, query }) => Response.json({ id: params.id, limit: query.limit }),
  }),
  POST: method({
    operationId: "writesAThing",
    summary: "Writes a thing",
    description: "Writes a thing.",
    access: "edit-events",
    idempotencyKey: true,
    body: z.object({ name: z.string() }),
    responses: { 201: z.object({ name: z.string() }) },
    handle: ({ body, caller, idempotencyKey }) =>
      Response.json({ name: body.name, by: caller.user.role, key: idempotencyKey }, { status: 201 }),
  }),
  PUT: method({
    operationId: "openToGuests",
    summary: "Open to guests",
    description: "Open to guests.",
    body: z.object({ name: z.string() }),
    responses: { 204: null },
    handle: () => new Response(null, { status: 204 }),
  }),
});

const url = `/api/things/${crypto.randomUUID()}`;
const params = { id: url.split("/")[3] };

async function assertProblem(
  response: Response,
  status: number,
  code: string,
): Promise<Record<string, unknown>> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const document = await response.json();
  assert.equal(document.code, code);
  assert.equal(document.status, status);
  assert.equal(typeof document.title, "string");
  assert.equal(typeof document.detail, "string");
  return document;
}

Deno.test("a valid request reaches the handler with parsed values", async () => {
  const response = await callEndpoint(things, new Request(`http://aisle.test${url}?limit=5`), { params });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), { id: params.id, limit: 5 });
});

Deno.test("a validation problem lists at most 50 errors and counts the rest, however large the request", async () => {
  const lists = endpoint("/api/lists", {
    POST: method({
      operationId: "takeLists",
      summary: "Takes lists",
      description: "For the test.",
      body: z.object({ numbers: z.array(z.number()), words: boundedList(z.string(), { max: 500 }) }),
      responses: { 204: null },
      handle: () => new Response(null, { status: 204 }),
    }),
  });
  const refused = async (body: unknown) => {
    const response = await callEndpoint(lists, jsonRequest("POST", "/api/lists", body));
    const text = await response.clone().text();
    assert(text.length < 10_000, `${text.length} characters`);
    return await assertProblem(response, 422, "validation") as { errors: { path: string }[]; more?: number };
  };
  const many = await refused({ numbers: new Array(5_000).fill("x"), words: [] });
  assert.equal(many.errors.length, 50);
  assert.equal(many.more, 4_950);
  const one = await refused({ numbers: [], words: new Array(20_000).fill(0) });
  assert.deepEqual(one, {
    ...one,
    errors: [{ path: "words", message: "has 20000 items; at most 500 are allowed" }],
  });
  assert.equal(one.more, undefined);
  const unknown = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`m${at}`, 1]));
  assert.equal((await refused({ numbers: [], words: [], ...unknown })).more, 1_950);
  const { errors: [{ path }] } = await refused({ numbers: [], words: [], ["x".repeat(60_000)]: 1 });
  assert.equal(path, `${"x".repeat(200)}…`);
});

Deno.test("a caller with the right role may write", async () => {
  const request = jsonRequest("POST", url, { name: "a" }, { "idempotency-key": "k" });
  const response = await callEndpoint(things, request, { params, user: organizer });
  assert.equal(response.status, 201);
  assert.deepEqual(await response.json(), { name: "a", by: "organizer", key: "k" });
});

/**
 * Each request has another fault that is checked later: the first one found is reported.
 */
Deno.test("errors are reported in the order of the request checks", async () => {
  const json = { "content-type": "application/json" };
  const large = JSON.stringify({ name: "x".repeat(70_000) });
  const foreign = { origin: "https://evil.example", cookie: visitorCookie };
  const rows: [string, number, string, RequestInit, object][] = [
    ["a limit comes first", 429, "rate-limited", { method: "POST", body: large }, {
      services: { rateLimits: exhausted },
    }],
    ["then authentication", 401, "unauthenticated", { method: "POST", body: large, headers: foreign }, {}],
    ["then cross-site requests", 403, "cross-site", { method: "PUT", body: large, headers: foreign }, {}],
    ["then the role", 403, "forbidden", { method: "POST", body: large }, { user: visitor }],
    ["then the size", 413, "body-too-large", { method: "POST", body: large }, { user: organizer }],
    ["then the type", 415, "unsupported-media-type", { method: "POST", body: "{" }, { user: organizer }],
    ["then the JSON", 400, "malformed-json", { method: "POST", body: "{", headers: json }, {
      user: organizer,
    }],
    [
      "then the key",
      400,
      "idempotency-key-required",
      { method: "POST", body: "{}", headers: json },
      { user: organizer },
    ],
    [
      "a key with invalid characters",
      400,
      "idempotency-key-invalid",
      { method: "POST", body: "{}", headers: { ...json, "idempotency-key": "a b" } },
      { user: organizer },
    ],
    [
      "then the schema",
      422,
      "validation",
      { method: "POST", body: "{}", headers: { ...json, "idempotency-key": "k" } },
      { user: organizer, params: { id: "no id" } },
    ],
  ];
  for (const [what, status, code, init, call] of rows) {
    const response = await callEndpoint(things, new Request(`http://aisle.test${url}`, init), {
      params,
      ...call,
    });
    await assertProblem(response, status, code).catch((error) => assert.fail(`${what}: ${error.message}`));
  }
});

Deno.test("an unsupported method is a 405 that lists the supported ones, before any limit", async () => {
  for (const method of ["DELETE", "PROPFIND", "constructor"]) {
    const request = new Request(`http://aisle.test${url}`, { method });
    const response = await callEndpoint(things, request, { services: { rateLimits: exhausted } });
    await assertProblem(response, 405, "method-not-allowed");
    assert.equal(response.headers.get("allow"), "GET, POST, PUT, HEAD, OPTIONS");
  }
});

Deno.test("a rate-limit error says when to retry", async () => {
  const response = await callEndpoint(things, new Request(`http://aisle.test${url}`), {
    services: { rateLimits: exhausted },
  });
  await assertProblem(response, 429, "rate-limited");
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal(response.headers.get("ratelimit"), '"address";r=0;t=7');
});

Deno.test("a body without a length is read only up to the limit", async () => {
  let chunksRead = 0;
  const endless = new ReadableStream({
    pull(controller) {
      chunksRead++;
      controller.enqueue(new Uint8Array(16 * 1024));
    },
  });
  const request = new Request(`http://aisle.test${url}`, {
    method: "PUT",
    body: endless,
    headers: { "content-type": "application/json" },
  });
  await assertProblem(await callEndpoint(things, request, { params }), 413, "body-too-large");
  assert.ok(chunksRead < 10, `${chunksRead} chunks were read`);
});

Deno.test("validation names each member that is wrong, missing or unknown", async () => {
  const request = jsonRequest("PUT", url, { name: 1, size: 2, colour: 3 });
  const document = await assertProblem(await callEndpoint(things, request, { params }), 422, "validation");
  const paths = (document.errors as { path: string; message: string }[]).map((error) => error.path);
  assert.deepEqual(paths.toSorted(), ["colour", "name", "size"]);
});

Deno.test("wrong, repeated and unknown query parameters are refused", async () => {
  for (const query of ["limit=many", "limit=1&limit=2", "colour=red", "limit=1&__proto__=1"]) {
    const request = new Request(`http://aisle.test${url}?${query}`);
    await assertProblem(await callEndpoint(things, request, { params }), 422, "validation");
  }
});

Deno.test("an endpoint without query parameters refuses a query", async () => {
  const request = jsonRequest("PUT", `${url}?a=1`, { name: "a" });
  await assertProblem(await callEndpoint(things, request, { params }), 422, "validation");
});

Deno.test("text that cannot be stored, with a NUL or a lone surrogate, is refused", async () => {
  for (const name of ["a\0b", "\ud83d"]) {
    const request = jsonRequest("PUT", url, { name });
    const document = await assertProblem(await callEndpoint(things, request, { params }), 422, "validation");
    assert.deepEqual(document.errors, [{
      path: "name",
      message: "contains a character that cannot be stored",
    }]);
  }
});

Deno.test("an id of the wrong form is not found", async () => {
  const request = new Request("http://aisle.test/api/things/nothing");
  await assertProblem(await callEndpoint(things, request, { params: { id: "nothing" } }), 404, "not-found");
});

Deno.test("a handler's error becomes a problem; an unexpected one reveals nothing", async () => {
  const rows: [Error, number, string, string | null][] = [
    [new Problem("seats-unavailable", { members: { unavailable: ["A1"] } }), 409, "seats-unavailable", null],
    [new Unavailable("Redis is down", 1500), 503, "unavailable", "2"],
    [new TypeError("secret of the database"), 500, "internal", null],
  ];
  for (const [error, status, code, retryAfter] of rows) {
    const failing = endpoint("/api/fail", {
      GET: method({
        operationId: "fails",
        summary: "Fails",
        description: "Fails.",
        responses: { 200: null },
        handle: () => Promise.reject(error),
      }),
    });
    const response = await callEndpoint(failing, new Request("http://aisle.test/api/fail"));
    const document = await assertProblem(response, status, code);
    assert.equal(response.headers.get("retry-after"), retryAfter);
    assert.ok(!JSON.stringify(document).includes("secret of the database"));
  }
});

Deno.test("OPTIONS lists the methods", async () => {
  const response = await callEndpoint(things, new Request(`http://aisle.test${url}`, { method: "OPTIONS" }));
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("allow"), "GET, POST, PUT, HEAD, OPTIONS");
});

Deno.test("HEAD responds like GET without a body", async () => {
  const response = await callEndpoint(things, new Request(`http://aisle.test${url}`, { method: "HEAD" }), {
    params,
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(await response.text(), "");
});

Deno.test("HEAD never starts a lazy stream", async () => {
  let started = false;
  const stream = endpoint("/api/stream", {
    GET: method({
      operationId: "streams",
      summary: "Streams",
      description: "Streams.",
      responses: { 200: { contentType: "text/event-stream" } },
      handle: () =>
        new Response(
          new ReadableStream({ pull: () => void (started = true) }, { highWaterMark: 0 }),
          { headers: { "content-type": "text/event-stream" } },
        ),
    }),
  });
  const response = await callEndpoint(
    stream,
    new Request("http://aisle.test/api/stream", { method: "HEAD" }),
  );
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(started, false);
});

Deno.test("cross-site requests are refused, with and without cookies", async () => {
  const rows: [Record<string, string>, number][] = [
    [{ cookie: visitorCookie }, 204],
    [{ cookie: visitorCookie, origin: "http://aisle.test" }, 204],
    [{ cookie: visitorCookie, "sec-fetch-site": "same-origin" }, 204],
    [{ cookie: visitorCookie, "sec-fetch-site": "none" }, 204],
    [{ cookie: visitorCookie, "sec-fetch-site": "same-origin", origin: "null" }, 204],
    [{ cookie: visitorCookie, origin: "null" }, 403],
    [{ cookie: visitorCookie, "sec-fetch-site": "same-site" }, 403],
    [{ cookie: visitorCookie, "sec-fetch-site": "cross-site" }, 403],
    [{ cookie: visitorCookie, origin: "null" }, 403],
    [{ cookie: visitorCookie, origin: "http://aisle.test:81" }, 403],
    [{ origin: "https://other.example" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{}, 204],
  ];
  for (const [headers, status] of rows) {
    const response = await callEndpoint(things, jsonRequest("PUT", url, { name: "a" }, headers), { params });
    assert.equal(response.status, status, JSON.stringify(headers));
  }
});

Deno.test("a request with a bearer token may be cross-site, and the token takes precedence over cookies", async () => {
  const headers = { origin: "https://other.example", cookie: visitorCookie };
  const request = jsonRequest("PUT", url, { name: "a" }, headers);
  const response = await callEndpoint(things, request, { params, user: visitor });
  assert.equal(response.status, 204);
});

Deno.test("a bad bearer token is refused on public routes too", async () => {
  const sessions = { identify: () => Promise.resolve(null) };
  for (const authorization of ["Bearer nonsense", "bearer a b", "Bearer"]) {
    const request = new Request(`http://aisle.test${url}`, { headers: { authorization } });
    const ctx = testContext(request, { params });
    Object.assign(ctx.state.services, { sessions });
    const response = await things(ctx);
    await assertProblem(response, 401, "invalid-token");
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer/);
  }
});

Deno.test("a truncated body is the client's fault", async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.error(new Error("connection reset"));
    },
  });
  const init = { method: "PUT", body: broken, headers: { "content-type": "application/json" } };
  const response = await callEndpoint(things, new Request(`http://aisle.test${url}`, init), { params });
  await assertProblem(response, 400, "malformed-json");
});
