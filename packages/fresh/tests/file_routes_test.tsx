import assert from "node:assert/strict";
import { App, type Context, page, type PageProps } from "fresh";
import { compareRouteIds, toPattern } from "../src/file_routes.ts";
import { send, textOf, withBuild } from "./requests.ts";

const named = (name: string) => ({ handler: (ctx: Context<unknown>) => ctx.text(`${name} ${ctx.route}`) });
const frame = (name: string) => ({
  default: ({ Component }: PageProps<unknown>) => (
    <div id={name}>
      <Component />
    </div>
  ),
});

Deno.test("file routes - a file's path determines its pattern", () => {
  const patterns = {
    "index": "/",
    "about": "/about",
    "blog/index": "/blog",
    "blog/[slug]": "/blog/:slug",
    "[a]@[b]": "/:a@:b",
    "[id].json": "/:id.json",
    "docs/[...path]": "/docs/:path*",
    "[[x]]": "/{:x}?",
    "docs/[[version]]/index": "/docs{/:version}?",
    "(group)/about": "/about",
    "(group)/index": "/",
    "a/(b)/c": "/a/c",
    "robots.txt": "/robots.txt",
    "größe": "/gr%C3%B6%C3%9Fe",
  };
  for (const [id, pattern] of Object.entries(patterns)) assert.equal(toPattern(id), pattern);
  assert.throws(() => toPattern("[a][b]"), SyntaxError);
});

Deno.test("file routes - files that apply to others sort first, then fixed names, groups and parameters", () => {
  const sorted = [
    "_app",
    "_middleware",
    "_error",
    "_layout",
    "index",
    "blog/_middleware",
    "blog/index",
    "blog/new",
    "blog/[slug]",
    "blog",
    "shop",
    "(group)/x",
    "[id]",
    "[...path]",
  ];
  const shuffled = sorted.toSorted();
  assert.deepEqual(shuffled.toSorted(compareRouteIds), sorted);
  assert.deepEqual(shuffled.toReversed().toSorted(compareRouteIds), sorted);
});

Deno.test("file routes - each file handles its pattern, the more specific first", async () => {
  const app = withBuild(new App().fsRoutes(), {
    "[...rest]": named("rest"),
    "[id]": named("id"),
    "about": named("about"),
    "shop/[[category]]": named("shop"),
    "größe": named("size"),
  });
  assert.equal(await textOf(app, "/about"), "about /about");
  assert.equal(await textOf(app, "/7"), "id /:id");
  assert.equal(await textOf(app, "/a/b"), "rest /:rest*");
  assert.equal(await textOf(app, "/shop"), "shop /shop/:category?");
  assert.equal(await textOf(app, "/größe"), "size /gr%C3%B6%C3%9Fe");
});

Deno.test("file routes - a method that the file lacks is not found, and HEAD falls back to GET", async () => {
  const app = withBuild(new App().fsRoutes(), {
    "get": { handlers: { GET: () => page("got") }, default: () => <p>page</p> },
    "post": { handler: { POST: (ctx: Context<unknown>) => ctx.text("posted") } },
  });
  for (const method of ["PUT", "OPTIONS", "DELETE"]) {
    assert.equal((await send(app, "/get", { method })).status, 404);
  }
  assert.equal((await send(app, "/get", { method: "HEAD" })).status, 200);
  assert.equal((await send(app, "/post", { method: "POST" })).status, 200);
  assert.equal((await send(app, "/post")).status, 404);
});

Deno.test("file routes - a component without a handler responds to a form's POST", async () => {
  const app = withBuild(new App().fsRoutes(), { "form": { default: () => <p>form</p> } });
  assert.equal((await send(app, "/form", { method: "POST" })).status, 200);
});

Deno.test("file routes - middlewares and layouts apply to their folder and those below, including groups", async () => {
  const mark = (text: string) => (ctx: Context<{ marks: string }>) => {
    ctx.state.marks = (ctx.state.marks ?? "") + text;
    return ctx.next();
  };
  const Page = { default: ({ state }: PageProps<unknown, { marks: string }>) => <p>{state.marks}</p> };
  const app = withBuild(new App<{ marks: string }>().fsRoutes(), {
    "_app": frame("app"),
    "_middleware": { handler: [mark("1"), mark("2")] },
    "_layout": frame("root"),
    "index": Page,
    "shop": Page,
    "shop/_middleware": { default: mark("s") },
    "shop/_layout": frame("shop"),
    "shop/index": Page,
    "shop/[id]": Page,
    "(account)/_layout": { ...frame("account"), config: { skipInheritedLayouts: true } },
    "(account)/tickets": Page,
    "bare": { ...Page, config: { skipAppWrapper: true, skipInheritedLayouts: true } },
  });
  const outline = async (path: string) =>
    [...(await textOf(app, path)).matchAll(/id="(\w+)"|<p>(\w+)/g)].map((match) => match[1] ?? match[2])
      .join();
  assert.equal(await outline("/"), "app,root,12");
  assert.equal(await outline("/shop/7"), "app,root,shop,12s");
  assert.equal(await outline("/tickets"), "app,account,12");
  assert.equal(await outline("/bare"), "12");
  assert.equal(
    await outline("/shop"),
    "app,root,shop,12s",
    "the folder's index sorts before the file beside it",
  );
});

Deno.test("file routes - the root's middleware runs for unknown URLs; a folder's does not", async () => {
  const stop = (name: string) => ({ handler: (ctx: Context<unknown>) => ctx.text(name) });
  const app = withBuild(new App().fsRoutes(), {
    "shop/_middleware": stop("shop"),
    "shop/index": named("index"),
  });
  assert.equal((await send(app, "/shop/nope")).status, 404);
  assert.equal(
    await textOf(withBuild(new App().fsRoutes(), { "_middleware": stop("root") }), "/nope"),
    "root",
  );
});

Deno.test("file routes - without the required exports a route fails on request, and a special file on start", async () => {
  const app = withBuild(new App().onError("*", (ctx) => ctx.text(String(ctx.error))).fsRoutes(), {
    "good": named("good"),
    "shared": { help: 1 },
  });
  assert.equal(await textOf(app, "/good"), "good /good");
  assert.match(await textOf(app, "/shared"), /Could not find relevant exports in: routes\/shared/);
  assert.throws(() => withBuild(new App().fsRoutes(), { "_layout": {} }).handler(), /routes\/_layout/);
});

Deno.test("file routes - are registered where fsRoutes() is called", async () => {
  const app = withBuild(
    new App().get("/x", (ctx) => ctx.text("before")).fsRoutes().get("/y", (ctx) => ctx.text("after")),
    { "x": named("file"), "y": named("file") },
  );
  assert.equal(await textOf(app, "/x"), "before");
  assert.equal(await textOf(app, "/y"), "file /y");
});

Deno.test("file routes - there are none before the Builder has run", async () => {
  assert.equal((await send(new App().fsRoutes(), "/")).status, 404);
});
