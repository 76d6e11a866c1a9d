/** Every route declares who may call it and its limits, and responds at only one spelling of its path. */
import assert from "node:assert/strict";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Builder } from "fresh/dev";
import { createApp } from "@/app.ts";
import type { LimitName, RateLimits } from "@/lib/http/rate_limits.ts";
import { testServices } from "@/lib/server/testing.ts";

interface RouteFile {
  file: string;
  module: Record<string, unknown>;
  /** A path that the route matches, with “something” for each parameter. */
  path: string;
}

const root = new URL("..", import.meta.url);
const files = await Array.fromAsync(glob("routes/**/*.{ts,tsx}", { cwd: fileURLToPath(root) }));
const routes: RouteFile[] = await Promise.all(
  files
    .filter((file) => !/(^|\/)_\w+\.tsx?$|_test\.tsx?$/.test(file))
    .map(async (file) => {
      const pattern = file.replace(/^routes/, "").replace(/\.tsx?$/, "").replace(/(^|\/)index$/, "$1");
      const path = pattern.replaceAll(/\[\w+\]/g, "something").replace(/(.)\/$/, "$1");
      return { file, module: await import(new URL(file, root).href), path };
    }),
);

/** The limits consumed since the list was last emptied. */
const counted: LimitName[] = [];
const rateLimits: RateLimits = {
  consume(keys) {
    counted.push(...keys.map(({ limit }) => limit));
    return Promise.resolve({ allowed: keys.length === 0, retryAfterSeconds: 30, headers: {} });
  },
  giveBack: () => Promise.resolve(),
};
const app = createApp(testServices({ rateLimits }));
(await new Builder({ root: root.href }).build({ snapshot: "memory" }))(app);
const respond = app.handler();

/** Sends a request to the whole app, with services that connect to nothing. */
function send(path: string, method: string): Promise<Response> {
  counted.length = 0;
  // Not via URL, which would parse a path starting with two slashes as another host.
  return respond(new Request(`http://aisle.test${path}`, { method }));
}

Deno.test("every route declares its policy", () => {
  assert.ok(routes.length > 60);
  for (const { file, module } of routes) {
    const { handler, handlers, config } = module;
    assert.ok(typeof handler === "function" && ("policy" in handler || "methods" in handler), file);
    assert.equal(handlers, undefined, `${file}: "handlers" would be used instead of "handler"`);
    assert.equal(config, undefined, file);
  }
});

Deno.test("no folder has a middleware, since a route's requirements are declared in the route", () => {
  const middlewares = files.filter((file) => file.includes("_middleware"));
  assert.deepEqual(middlewares, []);
});

Deno.test("every response has the security headers for its type and says whether it may be stored", async () => {
  for (const { file, path } of routes) {
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
      const { status, headers, body } = await send(path, method);
      await body?.cancel();
      const name = `${method} ${path} of ${file}: ${status}`;
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src '(none|self)'/, name);
      assert.match(policy, /frame-ancestors 'none'|sandbox/, name);
      assert.doesNotMatch(policy, /script-src[^;]*'unsafe-|\*/, name);
      assert.equal(headers.get("x-content-type-options"), "nosniff", name);
      // Any stricter one would make browsers hide the origin of a page's forms, which are then refused.
      assert.match(headers.get("referrer-policy") ?? "", /^(same-origin|strict-origin)$/, name);
      assert.match(headers.get("cross-origin-resource-policy") ?? "", /^(same-origin|cross-origin)$/, name);
      const isPage = headers.get("content-type")?.startsWith("text/html");
      assert.equal(headers.get("cross-origin-opener-policy"), isPage ? "same-origin" : null, name);
      assert.equal(headers.get("x-frame-options"), isPage ? "DENY" : null, name);
      assert.ok(headers.has("cache-control"), name);
      if (status >= 400) assert.match(headers.get("cache-control")!, /no-store|private/, name);
    }
  }
});

Deno.test("files and pictures have a policy too", async () => {
  for (const path of ["/styles/site.css", "/sw.js", "/icons/aisle.svg", "/robots.txt"]) {
    const response = await send(path, "GET");
    await response.body?.cancel();
    assert.ok(response.headers.has("content-security-policy"), path);
  }
});

Deno.test("any other spelling of a route's path redirects to the canonical one", async () => {
  for (const { file, path } of routes) {
    const letter = path.search(/[a-z]/);
    const encoded = path.slice(0, letter) + `%${path.charCodeAt(letter).toString(16)}` +
      path.slice(letter + 1);
    const spellings = path === "/" ? ["//"] : [`${path}/`, `${path}//`, `/${path}`, encoded];
    for (const spelling of spellings) {
      for (const method of ["GET", "HEAD", "POST", "DELETE"]) {
        const response = await send(`${spelling}?next=%2Faccount&a=//b`, method);
        assert.equal(response.status, 308, `${method} ${spelling} of ${file}`);
        assert.equal(
          response.headers.get("location"),
          `${path}?next=%2Faccount&a=//b`,
          `${method} ${spelling}`,
        );
      }
    }
  }
});

Deno.test("a spelling that matches no route is limited like any unknown page", async () => {
  for (const path of ["/LOGIN", "/login%2F", "/%256Cogin", "/login;a", "/login%00"]) {
    assert.equal((await send(path, "POST")).status, 429, path);
    assert.deepEqual(counted, ["address"], path);
  }
});

Deno.test("every route except operational ones is limited, for every method", async () => {
  const unlimited: string[] = [];
  for (const { file, path } of routes) {
    for (const method of ["GET", "POST"]) {
      const { status } = await send(path, method);
      if (status === 405) continue;
      if (status === 429) assert.ok(counted.length > 0);
      else unlimited.push(`${method} ${file}`);
    }
  }
  assert.deepEqual(unlimited.toSorted(), [
    "GET routes/healthz.ts",
    "GET routes/metrics.ts",
    "GET routes/readyz.ts",
  ]);
});

Deno.test("forms that take a password or create an account have the same limits as the API", async () => {
  const rows: [string, LimitName[]][] = [
    ["/login", ["sign-in-address"]],
    ["/register", ["register-address"]],
    ["/account/delete", ["sign-in-address"]],
    ["/account/security", ["sign-in-address"]],
    ["/reset", ["sign-in-address"]],
    ["/forgot", ["mails-address"]],
    ["/account/confirmation", ["mails-address"]],
    ["/api/auth/password/forgot", ["mails-address"]],
    ["/events/something", ["holds-address"]],
    ["/checkout/something", ["holds-address"]],
    ["/account", ["address"]],
  ];
  for (const [path, limits] of rows) {
    assert.equal((await send(path, "POST")).status, 429);
    assert.deepEqual(counted, limits, path);
  }
});
