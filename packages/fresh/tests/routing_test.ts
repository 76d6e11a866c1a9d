import assert from "node:assert/strict";
import { App, type Context } from "fresh";
import { send, textOf } from "./requests.ts";

interface Trail {
  steps?: number[];
}

/** A middleware that records its number. */
function step(number: number) {
  return (ctx: Context<Trail>) => {
    (ctx.state.steps ??= []).push(number);
    return ctx.next();
  };
}

const showSteps = (ctx: Context<Trail>) => ctx.text((ctx.state.steps ?? []).join());

Deno.test("routing - middlewares run from the root down, regardless of their order of registration", async () => {
  const app = new App<Trail>().use("/a", step(1)).use(step(2)).use("/a", step(3)).get("/a", showSteps);
  assert.equal(await textOf(app, "/a"), "2,1,3");
});

Deno.test("routing - a route is not affected by what is registered after it", async () => {
  const app = new App<Trail>().use(step(1)).get("/early", showSteps).use(step(2)).get("/late", showSteps);
  assert.equal(await textOf(app, "/early"), "1");
  assert.equal(await textOf(app, "/late"), "1,2");
});

Deno.test("routing - a middleware's path matches whole segments only", async () => {
  const app = new App<Trail>().use("/admin", step(1)).use("/u/:id", step(2))
    .get("/admin", showSteps).get("/admin/x", showSteps).get("/adminx", showSteps).get(
      "/u/:other",
      showSteps,
    );
  assert.equal(await textOf(app, "/admin"), "1");
  assert.equal(await textOf(app, "/admin/x"), "1");
  assert.equal(await textOf(app, "/adminx"), "");
  assert.equal(await textOf(app, "/u/7"), "", "parameters are compared by name");
});

Deno.test("routing - *, /* and / all mean the root, and optional parts are ignored", async () => {
  const app = new App<Trail>().use("*", step(1)).use("/*", step(2)).use("/", step(3)).use("/shop", step(4))
    .get("/shop{/:category}?", showSteps);
  assert.equal(await textOf(app, "/shop/cups"), "1,2,3,4");
});

Deno.test("routing - an unknown URL runs only the root's middlewares, including late ones", async () => {
  const app = new App<Trail>().use(step(1)).use("/admin", step(2)).get("/admin", showSteps).use(showSteps);
  assert.equal(await textOf(app, "/admin/nope"), "1");
});

Deno.test("routing - lazy middlewares are loaded once, when first needed", async () => {
  let loads = 0;
  const app = new App<Trail>()
    .use(() => Promise.resolve(loads++).then(() => step(1)))
    .get("/", () => Promise.resolve(showSteps));
  const handler = app.handler();
  for (let i = 0; i < 2; i++) {
    assert.equal(await (await handler(new Request("http://localhost/"))).text(), "1");
  }
  assert.equal(loads, 1);
});

Deno.test("routing - a fixed path takes precedence over patterns, even for a method it lacks", async () => {
  const app = new App().all("/:name", (ctx) => ctx.text(`pattern ${ctx.params.name}`)).get(
    "/fixed",
    (ctx) => ctx.text("fixed"),
  );
  assert.equal(await textOf(app, "/fixed"), "fixed");
  assert.equal(await textOf(app, "/other"), "pattern other");
  assert.equal((await send(app, "/fixed", { method: "POST" })).status, 405);
});

Deno.test("routing - the first matching pattern decides, even if it lacks the method", async () => {
  const app = new App().get("/:first", (ctx) => ctx.text("first")).all(
    "/:second",
    (ctx) => ctx.text("second"),
  );
  assert.equal(await textOf(app, "/x"), "first");
  const response = await send(app, "/x", { method: "POST" });
  assert.equal(response.status, 405);
  assert.equal(await response.text(), "Method Not Allowed");
});

Deno.test("routing - the first registration of a method and path wins", async () => {
  const app = new App().get("/", (ctx) => ctx.text("first")).get("/", (ctx) => ctx.text("second"));
  assert.equal(await textOf(app, "/"), "first");
});

Deno.test("routing - fixed paths ignore a trailing slash; patterns do not", async () => {
  const app = new App().get("/text", (ctx) => ctx.text("text")).get("/users/:id", (ctx) => ctx.text("user"));
  assert.equal((await send(app, "/text/")).status, 200);
  assert.equal((await send(app, "/users/7/")).status, 404);
});

Deno.test("routing - repeated slashes collapse in ctx.url but stay in the request", async () => {
  const app = new App().get("/a/b", (ctx) => ctx.json([ctx.url.pathname, new URL(ctx.req.url).pathname]));
  assert.deepEqual(await (await send(app, "//a///b")).json(), ["/a/b", "//a///b"]);
});

Deno.test("routing - parameters are decoded, except for reserved characters, and missing ones are empty", async () => {
  const app = new App()
    .get("/one/:id", (ctx) => ctx.json([ctx.params, ctx.route, Object.getPrototypeOf(ctx.params)]))
    .get("/shop{/:category}?", (ctx) => ctx.json([ctx.params, ctx.route]))
    .get("/docs/:path*", (ctx) => ctx.json(ctx.params))
    .get("/files/*", (ctx) => ctx.json(ctx.params));
  const json = async (path: string) => await (await send(app, path)).json();
  assert.deepEqual(await json("/one/a%20b%2Fc"), [{ id: "a b%2Fc" }, "/one/:id", null]);
  assert.deepEqual(await json("/shop"), [{ category: "" }, "/shop/:category?"]);
  assert.deepEqual(await json("/docs"), { path: "" });
  assert.deepEqual(await json("/docs/a/b%20c"), { path: "a/b c" });
  assert.deepEqual(await json("/files/x/y"), { "0": "x/y" });
  await assert.rejects(() => send(app, "/one/%ff"), URIError, "outside all error routes");
});

Deno.test("routing - HEAD uses the GET handler, without a body, unless the path has a HEAD handler", async () => {
  let isCancelled = false;
  const body = () => new ReadableStream({ cancel: () => void (isCancelled = true) });
  const app = new App()
    .get("/stream", () => new Response(body(), { headers: { "x-from": "get" } }))
    .get("/own", (ctx) => ctx.text("get"))
    .head("/own", () => new Response(null, { headers: { "x-from": "head" } }));
  const response = await send(app, "/stream", { method: "HEAD" });
  assert.equal(response.headers.get("x-from"), "get");
  assert.equal(response.body, null);
  assert.ok(!isCancelled, "a handler that streams has to handle HEAD itself");
  assert.equal((await send(app, "/own", { method: "HEAD" })).headers.get("x-from"), "head");
});

Deno.test("routing - OPTIONS lists the methods of a path", async () => {
  const app = new App().get("/x", (ctx) => ctx.text("")).post("/x", (ctx) => ctx.text(""));
  const response = await send(app, "/x", { method: "OPTIONS" });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("allow"), "GET, POST");
});

Deno.test("routing - a handler is not affected by later registrations", async () => {
  const app = new App();
  const handler = app.handler();
  app.get("/", (ctx) => ctx.text("late"));
  assert.equal((await handler(new Request("http://localhost/"))).status, 404);
});

Deno.test("routing - protocol and host come from the proxy only when it is trusted", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "aisle.example" };
  for (
    const [trustProxy, origin] of [[true, "https://aisle.example"], [false, "http://localhost"]] as const
  ) {
    const app = new App({ trustProxy }).get("/", (ctx) => ctx.text(ctx.url.origin));
    assert.equal(await (await send(app, "/", { headers })).text(), origin);
  }
});

Deno.test("redirects - a path never leads to another host", async () => {
  const location = async (to: string) => {
    const app = new App().get("/", (ctx) => ctx.redirect(to, 303));
    const response = await send(app, "/");
    assert.equal(response.status, 303);
    return response.headers.get("location");
  };
  assert.equal(await location("//evil.com/a//b?x=//y"), "/evil.com/a/b?x=//y");
  assert.equal(await location("/\\evil.com"), "/evil.com");
  assert.equal(await location("/a//b#//c"), "/a/b#//c");
  assert.equal(await location("https://example.org//x"), "https://example.org//x");
});

Deno.test("redirects - a partial page redirects to a partial page", async () => {
  const location = async (to: string) => {
    const app = new App().get("/", (ctx) => ctx.redirect(to));
    return (await send(app, "/?fresh-partial=true")).headers.get("location");
  };
  assert.equal(await location("/a"), "/a?fresh-partial=true");
  assert.equal(await location("/a?b=1#c#d"), "/a?b=1&fresh-partial=true#c#d");
});

Deno.test("contexts - redirect and render throw if destructured from the context", async () => {
  const app = new App()
    .onError("*", (ctx) => ctx.text(String(ctx.error instanceof TypeError)))
    .get("/redirect", ({ redirect }) => redirect("/"))
    .get("/render", ({ render }) => render(null));
  assert.equal(await textOf(app, "/redirect"), "true");
  assert.equal(await textOf(app, "/render"), "true");
});

Deno.test("streams - strings and bytes are sent from every kind of source", async () => {
  const encoded = new TextEncoder().encode("b");
  function* chunks() {
    yield "a";
    yield encoded;
  }
  async function* later() {
    yield await Promise.resolve("ä");
  }
  const app = new App().get("/sync", (ctx) => ctx.stream(chunks())).get(
    "/function",
    (ctx) => ctx.stream(chunks),
  )
    .get("/async", (ctx) => ctx.stream(later, { headers: { "content-type": "text/event-stream" } }));
  assert.equal(await textOf(app, "/sync"), "ab");
  assert.equal(await textOf(app, "/function"), "ab");
  const response = await send(app, "/async");
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(await response.text(), "ä");
});

Deno.test("streams - the source ends when the client disconnects", async () => {
  let isEnded = false;
  async function* endless() {
    try {
      while (true) yield await Promise.resolve("tick");
    } finally {
      isEnded = true;
    }
  }
  const response = await send(new App().get("/", (ctx) => ctx.stream(endless)), "/");
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(isEnded);
});
