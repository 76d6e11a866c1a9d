import assert from "node:assert/strict";
import { setSecurityHeaders } from "@/lib/http/security_headers.ts";
import { clientAddress, isCrossSite, requestIdOf, traceparentOf } from "@/lib/http/wire/client.ts";
import { isStale, matchesEtag } from "@/lib/http/wire/etags.ts";

const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.7", port: 1 } } as const;

Deno.test("the client address is the one the outermost trusted proxy saw; without proxies headers are ignored", () => {
  const list = "203.0.113.9, [2001:db8::5]:443, 198.51.100.2:8080";
  const rows: [header: string | null, proxyHops: number, address: string][] = [
    [list, 0, "192.0.2.7"],
    [list, 1, "198.51.100.2"],
    [list, 2, "2001:db8::5"],
    [list, 3, "203.0.113.9"],
    [list, 4, "203.0.113.9"],
    [null, 1, "192.0.2.7"],
    ["", 1, "192.0.2.7"],
    ["203.0.113.9, unknown", 1, "192.0.2.7"],
    ["::ffff:203.0.113.9", 1, "203.0.113.9"],
  ];
  for (const [header, proxyHops, address] of rows) {
    const headers = new Headers(header === null ? {} : { "x-forwarded-for": header });
    assert.equal(clientAddress(headers, info, { proxyHops }), address, `${header}, ${proxyHops}`);
  }
});

Deno.test("request and trace ids come from a trusted proxy, or else are new", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const headers = new Headers({ "x-request-id": "proxy-0001", traceparent });
  assert.equal(requestIdOf(headers, { proxyHops: 1 }), "proxy-0001");
  assert.equal(traceparentOf(headers, { proxyHops: 1 }), traceparent);
  assert.match(requestIdOf(headers, { proxyHops: 0 }), /^[0-9a-f-]{36}$/);
  const generated = /^00-(?!4bf92f35)[0-9a-f]{32}-[0-9a-f]{16}-00$/;
  assert.match(traceparentOf(headers, { proxyHops: 0 }), generated);
  for (const bad of ["", "00-4bf9", `${traceparent}-more`, `00-${"0".repeat(32)}-00f067aa0ba902b7-01`]) {
    const headers = new Headers({ "x-request-id": "<script>", traceparent: bad });
    assert.match(requestIdOf(headers, { proxyHops: 1 }), /^[0-9a-f-]{36}$/);
    assert.match(traceparentOf(headers, { proxyHops: 1 }), generated, bad);
  }
});

Deno.test("the public URL of the site counts as its own origin", () => {
  const url = new URL("http://127.0.0.1:8000/login");
  const headers = new Headers({ origin: "https://tickets.example.org" });
  assert.equal(isCrossSite(headers, url, { publicUrl: "https://tickets.example.org" }), false);
  assert.equal(isCrossSite(headers, url, {}), true);
});

Deno.test("ETags are compared weakly, also within lists, and an asterisk matches any", () => {
  const rows: [string | null, boolean][] = [
    [null, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", W/"a"', true],
    ['"b"', false],
    ["*", true],
    ["a", false],
  ];
  for (const [header, matches] of rows) {
    assert.equal(matchesEtag(header, '"a"'), matches, String(header));
    assert.equal(matchesEtag(header, 'W/"a"'), matches, String(header));
  }
});

Deno.test("a write without If-Match is never stale", () => {
  assert.equal(isStale(null, '"2"'), false);
  assert.equal(isStale('"2"', '"2"'), false);
  assert.equal(isStale('"1"', '"2"'), true);
});

Deno.test("a page's policy allows its nonce, and inline styles only in style attributes", () => {
  const page = new Response("", { headers: { "content-type": "text/html; charset=utf-8" } });
  Object.assign(page, { [Symbol.for("__freshNonce")]: "abc123" });
  setSecurityHeaders(page, true);
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self' 'nonce-abc123'(;|$)/);
  assert.match(policy, /style-src 'self' 'nonce-abc123'(;|$)/);
  assert.match(policy, /style-src-attr 'unsafe-inline'/);
  assert.match(policy, /upgrade-insecure-requests/);
});

Deno.test("a response that is not a page has a policy that allows nothing, and keeps its caching headers", () => {
  const file = new Response("", {
    headers: { "content-type": "text/css", "cache-control": "public, immutable" },
  });
  setSecurityHeaders(file, false);
  assert.match(file.headers.get("content-security-policy")!, /^default-src 'none';/);
  assert.equal(file.headers.get("strict-transport-security"), null);
  assert.equal(file.headers.get("cache-control"), "public, immutable");
  assert.equal(file.headers.get("x-content-type-options"), "nosniff");
});

Deno.test("an SVG picture opened as a document cannot run scripts", () => {
  const picture = new Response("<svg/>", { headers: { "content-type": "image/svg+xml" } });
  setSecurityHeaders(picture, false);
  const policy = picture.headers.get("content-security-policy");
  assert.equal(policy, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
});
