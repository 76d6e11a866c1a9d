import assert from "node:assert/strict";
import { Builder } from "fresh/dev";
import { createApp } from "@/app.ts";
import type { RateLimits } from "@/lib/http/rate_limits.ts";
import type { Services } from "@/lib/services.ts";
import { sign } from "./lib/http/wire/cookies.ts";
import { onlyRoutable } from "./lib/http/wire/routable_requests.ts";
import { testSecrets, testServices } from "./lib/server/testing.ts";

const applyBuild = await new Builder({ root: import.meta.dirname }).build({ snapshot: "memory" });

const info: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Sends a request to the whole app, with its real routes and middlewares, on services that connect to nothing. */
function ask(path: string, init: RequestInit = {}, services: Partial<Services> = {}): Promise<Response> {
  const app = createApp(testServices(services));
  applyBuild(app);
  const handler = onlyRoutable(app.handler());
  return Promise.resolve(handler(new Request(new URL(path, "http://aisle.test"), init), info));
}

Deno.test("every response has an id; one given by a trusted proxy is kept", async () => {
  for (const path of ["/healthz", "/api/nothing", "/nothing", "/icons/aisle.svg"]) {
    const response = await ask(path);
    await response.body?.cancel();
    assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
  }
  const given = { headers: { "x-request-id": "proxy-0001" } };
  const idFor = async (proxyHops: number) => {
    const config = { ...testServices().config, proxyHops };
    return (await ask("/healthz", given, { config })).headers.get("x-request-id");
  };
  assert.equal(await idFor(1), "proxy-0001");
  assert.notEqual(await idFor(0), "proxy-0001");
});

Deno.test("an unknown API path responds with a problem", async () => {
  const response = await ask("/api/nothing");
  assert.equal(response.status, 404);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal((await response.json()).code, "not-found");
});

Deno.test("an unknown path gets a page with a link to the events and a content security policy", async () => {
  const response = await ask("/nothing");
  assert.equal(response.status, 404);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const html = await response.text();
  assert.match(html, /<h1>Not found<\/h1>/);
  assert.match(html, /<a [^>]*href="\/events"/);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe-inline/);
});

Deno.test("a demonstration says so on every page; other sites never do", async () => {
  const config = { ...testServices({}).config, demonstration: true };
  for (const path of ["/login", "/nothing"]) {
    assert.match(
      await (await ask(path, {}, { config })).text(),
      /This is a demonstration\. No payment is taken/,
    );
    assert.doesNotMatch(await (await ask(path)).text(), /demonstration/);
  }
});

Deno.test("a form from another site is rejected with a page", async () => {
  const foreign = { method: "POST", headers: { origin: "https://evil.example" } };
  const response = await ask("/login", foreign);
  assert.equal(response.status, 403);
  assert.match(await response.text(), /Sent from another site/);
});

Deno.test("another site can't sign anyone out, even though its form sends no cookie", async () => {
  for (const path of ["/logout", "/api/auth/logout"]) {
    for (const [name, value] of [["origin", "https://evil.example"], ["sec-fetch-site", "cross-site"]]) {
      const response = await ask(path, { method: "POST", headers: { [name]: value } });
      await response.body?.cancel();
      assert.equal(response.status, 403, path);
      assert.deepEqual(response.headers.getSetCookie(), [], path);
    }
  }
});

Deno.test("a response is not stored unless it is a page for everyone or sets its own cache lifetime", async () => {
  const rows: [path: string, method: string, cacheControl: string][] = [
    ["/login", "GET", "private, no-cache"],
    ["/nothing", "GET", "no-store"],
    ["/account", "GET", "no-store"],
    ["/api/nothing", "GET", "no-store"],
    ["/api/auth/logout", "POST", "no-store"],
    ["/openapi.json", "GET", "public, max-age=300"],
  ];
  for (const [path, method, cacheControl] of rows) {
    const { headers, body } = await ask(path, { method });
    await body?.cancel();
    assert.equal(headers.get("cache-control"), cacheControl, path);
  }
});

Deno.test("pages and forms are limited; signing in and registering have their own limits", async () => {
  const asked: string[] = [];
  const rateLimits: RateLimits = {
    consume(keys) {
      asked.push(...keys.map(({ limit }) => limit));
      return Promise.resolve({ allowed: keys.length === 0, retryAfterSeconds: 30, headers: {} });
    },
    giveBack: () => Promise.resolve(),
  };
  const rows = [["POST", "/login"], ["POST", "/register"], ["POST", "/account"], ["GET", "/login"]];
  for (const [method, path] of rows) {
    const response = await ask(path, { method }, { rateLimits });
    await response.body?.cancel();
    assert.equal(response.status, 429);
    assert.equal(response.headers.get("retry-after"), "30");
  }
  assert.deepEqual(asked, ["sign-in-address", "register-address", "address", "address"]);
  assert.equal((await ask("/healthz", {}, { rateLimits })).status, 200);
});

Deno.test("requests that Fresh cannot route get 404 or 405 as usual: a problem in the API, a page elsewhere", async () => {
  const rows: [method: string, path: string, status: number, type: RegExp][] = [
    ["GET", "/api/holds/%ff", 404, /problem\+json/],
    ["GET", "/api/%", 404, /problem\+json/],
    ["GET", "/share/%E0%A4%A", 404, /html/],
    ["GET", "/%c0%af", 404, /html/],
    ["PROPFIND", "/api/me", 405, /problem\+json/],
    ["PROPFIND", "/api/nothing", 404, /problem\+json/],
    ["PROPFIND", "/login", 405, /html/],
    ["constructor", "/nothing", 404, /html/],
  ];
  for (const [method, path, status, type] of rows) {
    const response = await ask(path, { method });
    await response.body?.cancel();
    assert.equal(response.status, status, `${method} ${path}`);
    assert.match(response.headers.get("content-type") ?? "", type, path);
    assert.ok(response.headers.has("x-request-id"), path);
    assert.ok(response.headers.has("x-content-type-options"), path);
  }
  const refused = await ask("/api/me", { method: "PROPFIND" });
  assert.equal((await refused.json()).code, "method-not-allowed");
  assert.match(refused.headers.get("allow") ?? "", /GET/);
});

Deno.test("a method that an endpoint lacks gets 405 through the whole app", async () => {
  const response = await ask("/api/me", { method: "PUT" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, PATCH, DELETE, HEAD, OPTIONS");
  assert.equal((await response.json()).code, "method-not-allowed");
});

Deno.test("a health check uses no dependency and sets no cookie", async () => {
  // The services have no database and no sessions: using either would throw.
  const health = await ask("/healthz");
  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { status: "ok" });
  assert.equal(health.headers.get("set-cookie"), null);
});

Deno.test("signing out tells the browser to clear its cache, and no other response does", async () => {
  for (const path of ["/logout", "/api/auth/logout"]) {
    assert.equal((await ask(path, { method: "POST" })).headers.get("clear-site-data"), '"cache"', path);
  }
  assert.equal((await ask("/login")).headers.get("clear-site-data"), null);
});

Deno.test("signing out on an HTTPS site clears its secure cookies", async () => {
  const response = await ask("https://aisle.test/api/auth/logout", {
    method: "POST",
    headers: {
      cookie: `__Host-aisle_visitor=${sign("visitor", crypto.randomUUID(), testSecrets.cookieSecrets)}`,
    },
  });
  assert.equal(response.status, 204);
  const cookies = response.headers.getSetCookie();
  assert.equal(cookies.length, 4);
  for (const cookie of cookies) assert.match(cookie, /^__Host-.*; Secure$/);
  assert.equal(response.headers.get("strict-transport-security"), "max-age=31536000");
});

Deno.test("without a token, metrics are for this machine only", async () => {
  assert.equal((await ask("/metrics", { headers: { "x-forwarded-for": "127.0.0.1" } })).status, 403);
});

Deno.test("metrics with a token need the token", async () => {
  const metricsToken = "a token for Prometheus";
  const config = { ...testServices().config, metricsToken };
  assert.equal((await ask("/metrics", {}, { config })).status, 401);
  assert.equal(
    (await ask("/metrics", { headers: { authorization: "Bearer wrong" } }, { config })).status,
    401,
  );
  const response = await ask("/metrics", { headers: { authorization: `Bearer ${metricsToken}` } }, {
    config,
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  assert.match(await response.text(), /aisle_http_request_duration_seconds/);
});
