import assert from "node:assert/strict";
import { App, type Context, HttpError, page } from "fresh";
import { send, textOf, withBuild } from "./requests.ts";

const fail = (status: HttpError["status"]) => () => {
  throw new HttpError(status, `status ${status}`);
};

/** Runs a test with `console.error` silenced, and returns what was logged. */
async function logged(run: () => Promise<void>): Promise<unknown[]> {
  const original = console.error;
  const lines: unknown[] = [];
  console.error = (...args) => lines.push(args[0]);
  try {
    await run();
  } finally {
    console.error = original;
  }
  return lines;
}

Deno.test("errors - without an error route the response is plain text and reveals no unexpected error", async () => {
  const secret = new Error("secret");
  const app = new App().get("/custom", fail(409)).get("/bare", () => Promise.reject(new HttpError(403)))
    .get("/broken", () => Promise.reject(secret));
  const lines = await logged(async () => {
    assert.equal(await textOf(app, "/custom"), "status 409");
    assert.equal(await textOf(app, "/bare"), "Forbidden");
    const response = await send(app, "/broken");
    assert.equal(response.status, 500);
    assert.equal(await response.text(), "Internal server error");
  });
  assert.deepEqual(lines, [secret], "only unexpected errors are logged");
});

Deno.test("errors - a handler that returns something other than a response fails with 500", async () => {
  const app = new App().get("/", (() => "text") as unknown as () => Response);
  await logged(async () => assert.equal((await send(app, "/")).status, 500));
});

Deno.test("errors - the innermost error route responds, with ctx.error set", async () => {
  const respond = (name: string) => (ctx: Context<unknown>) =>
    ctx.text(`${name}: ${(ctx.error as Error).message}`);
  const app = new App().onError("*", respond("root")).onError("/a", respond("a"))
    .get("/a/x", fail(400)).get("/b", fail(401));
  assert.equal(await textOf(app, "/a/x"), "a: status 400");
  assert.equal(await textOf(app, "/b"), "root: status 401");
});

Deno.test("errors - what an error route throws propagates", async () => {
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message)).onError("/a", fail(409))
    .get("/a", fail(400));
  assert.equal(await textOf(app, "/a"), "status 409");
});

Deno.test("errors - a middleware that catches an error sees ctx.error too", async () => {
  const app = new App().use(async (ctx) => {
    try {
      return await ctx.next();
    } catch {
      return ctx.text(`caught ${(ctx.error as Error).message}`);
    }
  }).get("/", fail(400));
  assert.equal(await textOf(app, "/"), "caught status 400");
});

Deno.test("errors - an error page has the error's status unless its handler sets another", async () => {
  const app = new App().onError("*", { component: ({ error }) => <p>{(error as Error).message}</p> })
    .onError("/own", {
      handler: () => page({ text: "own" }, { status: 200 }),
      component: ({ data }) => <p>{data}</p>,
    })
    .get("/x", fail(404)).get("/own", fail(404));
  const response = await send(app, "/x");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /<p>status 404<\/p>/);
  assert.equal((await send(app, "/own")).status, 200);
});

Deno.test("errors - an unknown method gets a plain 500 if the path has a route", async () => {
  const app = new App().onError("*", (ctx) => ctx.text("not called")).all("/all", (ctx) => ctx.text("all"))
    .get("/one/:id", (ctx) => ctx.text("one"));
  const lines = await logged(async () => {
    for (const path of ["/all", "/one/1"]) {
      const response = await send(app, path, { method: "PURGE" });
      assert.equal(response.status, 500);
      assert.equal(await response.text(), "Internal server error");
    }
  });
  assert.equal(lines.length, 2);
});

Deno.test("errors - an unknown URL reaches the root's error route, not a folder's", async () => {
  const app = withBuild(new App().fsRoutes(), {
    "_error": { default: () => <p>root error</p> },
    "shop/_error": { default: () => <p>shop error</p> },
    "shop/index": { handler: { GET: fail(410) } },
  });
  assert.match(await textOf(app, "/shop/nope"), /root error/);
  const response = await send(app, "/shop");
  assert.equal(response.status, 410);
  assert.match(await response.text(), /shop error/);
});

Deno.test("errors - the root's error route runs outside the root's middlewares", async () => {
  const app = new App().onError("*", (ctx) => ctx.text("error", { status: 400 }))
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-after", "yes");
      return response;
    })
    .get("/good", (ctx) => ctx.text("good")).get("/bad", fail(400));
  assert.equal((await send(app, "/good")).headers.get("x-after"), "yes");
  assert.equal((await send(app, "/bad")).headers.get("x-after"), null);
});

Deno.test("errors - error pages have the wrapper and the layouts down to their folder", async () => {
  const app = new App<unknown>()
    .appWrapper(({ Component }) => (
      <div id="app">
        <Component />
      </div>
    ))
    .layout("/a", ({ Component }) => (
      <div id="a">
        <Component />
      </div>
    ))
    .layout("/a/b", ({ Component }) => (
      <div id="b">
        <Component />
      </div>
    ))
    .onError("/a", { component: () => <p>error</p> })
    .get("/a/b", fail(400));
  assert.match(await textOf(app, "/a/b"), /<div id="app"><div id="a"><p>error<\/p><\/div><\/div>/);
});

Deno.test("errors - a component that throws is an error like any other", async () => {
  const Broken = () => {
    throw new HttpError(409, "broken");
  };
  const app = new App().get("/", (ctx) => ctx.render(<Broken />));
  assert.equal((await send(app, "/")).status, 409);
});
