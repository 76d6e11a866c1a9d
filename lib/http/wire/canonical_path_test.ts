import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalPath } from "./canonical_path.ts";

Deno.test("a path has one canonical form", () => {
  const rows: [path: string, canonical: string][] = [
    ["/", "/"],
    ["//", "/"],
    ["/login", "/login"],
    ["/login/", "/login"],
    ["//login///", "/login"],
    ["/%6Cogin", "/login"],
    ["/%6c%6F%67in/", "/login"],
    ["/events/%7Eslug%2d1", "/events/~slug-1"],
    ["/events/caf%c3%a9", "/events/caf%C3%A9"],
    ["/a%2fb%20c", "/a%2Fb%20c"],
    ["/%25%36%63ogin", "/%256cogin"],
    ["/%E0%A4%A", "/%E0%A4%A"],
    ["/Login", "/Login"],
  ];
  for (const [path, canonical] of rows) assert.equal(canonicalPath(path), canonical, path);
});

Deno.test("canonicalizing is idempotent and never leads to another host", () => {
  fc.assert(fc.property(fc.webPath(), fc.string(), (path, text) => {
    const { pathname } = new URL(`http://site.invalid${path}/${encodeURI(text.toWellFormed())}`);
    const canonical = canonicalPath(pathname);
    assert.equal(canonicalPath(canonical), canonical);
    assert.equal(new URL(canonical, "http://site.invalid").origin, "http://site.invalid");
  }));
});
