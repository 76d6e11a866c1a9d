import assert from "node:assert/strict";
import { join } from "node:path";
import { App, staticFiles } from "fresh";
import { asset, assetSrcSet } from "fresh/runtime";
import { Builder } from "fresh/dev";
import { withBuildId } from "../src/asset_urls.ts";
import { send } from "./requests.ts";

/** Runs `use` with an app that has the given static files; the first folder of each path is its static folder. */
async function withStatics(
  files: Record<string, string>,
  mode: "production" | "development",
  use: (app: App<unknown>) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(join(root, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, path), content);
    }
    const app = new App<unknown>().use(staticFiles());
    (await new Builder({ root, staticDir: ["static", "more"] }).build({ mode, snapshot: "memory" }))(app);
    await use(app);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const FILES = {
  "static/style.css": `p { background: url("/logo.svg") } q { background: url(data:x) }`,
  "static/logo.svg": "<svg/>",
  "static/a b.txt": "space",
  "static/.secret": "secret",
  "static/.well-known/x.json": "{}",
  "more/logo.svg": "hidden by the first folder",
  "more/only.unknown": "more",
};

const NO_CACHE = "no-cache, no-store, max-age=0, must-revalidate";

Deno.test("static files - in production they have a weak ETag, and a request with it gets 304", () =>
  withStatics(FILES, "production", async (app) => {
    const response = await send(app, "/logo.svg");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "image/svg+xml; charset=UTF-8");
    assert.equal(response.headers.get("content-length"), "6");
    assert.equal(response.headers.get("cache-control"), NO_CACHE);
    assert.equal(await response.text(), "<svg/>");
    const etag = response.headers.get("etag") ?? "";
    assert.match(etag, /^W\/"[0-9a-f]{64}"$/);
    for (const known of [etag, etag.slice(3, -1)]) {
      const again = await send(app, "/logo.svg", { headers: { "if-none-match": known } });
      assert.equal(again.status, 304);
      assert.equal(again.headers.get("etag"), null);
    }
  }));

Deno.test("static files - a URL with the build's id is cacheable forever; a wrong id redirects to the plain URL", () =>
  withStatics(FILES, "production", async (app) => {
    const locked = await send(app, asset("/logo.svg"));
    assert.equal(locked.headers.get("cache-control"), "public, max-age=31536000, immutable");
    const wrong = await send(app, "/logo.svg?x=1&__frsh_c=bad");
    assert.equal(wrong.status, 307);
    assert.equal(wrong.headers.get("location"), "/logo.svg?x=1");
  }));

Deno.test("static files - style sheets refer to files of the same build", () =>
  withStatics(FILES, "production", async (app) => {
    const css = await (await send(app, "/style.css")).text();
    assert.equal(css, `p { background: url("${asset("/logo.svg")}") } q { background: url(data:x) }`);
  }));

Deno.test("static files - only GET and HEAD are allowed; odd names are found, and hidden ones are not", () =>
  withStatics(FILES, "production", async (app) => {
    assert.equal((await send(app, "/logo.svg", { method: "POST" })).status, 405);
    const head = await send(app, "/logo.svg", { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), "6");
    assert.equal(await head.text(), "");
    assert.equal(await (await send(app, "/a%20b.txt")).text(), "space");
    assert.equal(await (await send(app, "/logo.svg/")).text(), "<svg/>");
    assert.equal(await (await send(app, "/.well-known%2fx.json")).text(), "{}");
    assert.equal(await (await send(app, "/.well-known/x.json")).text(), "{}");
    assert.equal((await send(app, "/only.unknown")).headers.get("content-type"), "text/plain; charset=UTF-8");
    for (const path of ["/.secret", "/", "/nope", "/%ff", "/../main.ts", "/%2e%2e%2fmain.ts"]) {
      assert.equal((await send(app, path)).status, 404, path);
    }
  }));

Deno.test("static files - a missing favicon gets an empty response at once", () =>
  withStatics({}, "production", async (app) => {
    app.use(() => new Response("should not be called"));
    const response = await send(app, "/favicon.ico");
    assert.equal(response.status, 404);
    assert.equal(await response.text(), "");
  }));

Deno.test("static files - in development browsers may not cache anything", () =>
  withStatics(FILES, "development", async (app) => {
    const response = await send(app, asset("/logo.svg"), { headers: { "if-none-match": "x" } });
    assert.equal(response.headers.get("etag"), null);
    assert.equal(response.headers.get("cache-control"), NO_CACHE);
  }));

Deno.test("assets - only absolute paths get the build's id, once and before the fragment", () => {
  const cases = {
    "/p": "/p?__frsh_c=id",
    "/p?x=1#h": "/p?x=1&__frsh_c=id#h",
    "/p#h?x": "/p?__frsh_c=id#h?x",
    "p": "p",
    "//host/p": "//host/p",
    "https://host/p": "https://host/p",
    "/p?__frsh_c=other": "/p?__frsh_c=other",
  };
  for (const [path, expected] of Object.entries(cases)) assert.equal(withBuildId(path, "id"), expected);
  assert.equal(assetSrcSet("url(/x) 1x"), "url(/x) 1x");
});
