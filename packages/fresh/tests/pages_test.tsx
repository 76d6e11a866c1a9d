import assert from "node:assert/strict";
import { App, type Context, createDefine, type HandlerFn, page, type PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { send, textOf, withBuild } from "./requests.ts";

/** The content of a page's body. */
async function bodyOf(response: Response): Promise<string> {
  return (await response.text()).match(/<body>(.*)<\/body>/s)?.[1] ?? "";
}

const show = ({ data }: PageProps<unknown>) => <p>{JSON.stringify(data) ?? "undefined"}</p>;

Deno.test("pages - a context has the value of the closest provider, or its default if there is none", async () => {
  const Colour = createContext("none");
  const Shown = () => <b>{useContext(Colour)}</b>;
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <>
        <Colour.Provider value="red">
          <Shown />
          <Colour.Provider value="blue">
            <Shown />
          </Colour.Provider>
          <Colour.Consumer>{(colour) => <i>{colour}</i>}</Colour.Consumer>
        </Colour.Provider>
        <Shown />
      </>,
    ));
  assert.equal(
    await bodyOf(await send(app, "/")),
    "<b>red</b><b>blue</b><i>red</i><b>none</b>",
  );
});

Deno.test("pages - missing parts of the document are added", async () => {
  const app = new App()
    .get("/part", (ctx) => ctx.render(<p>part</p>))
    .get("/null", (ctx) => ctx.render(null))
    .get("/whole", (ctx) =>
      ctx.render(
        <html lang="en">
          <head></head>
          <body>whole</body>
        </html>,
      ));
  const shell = (content: string) =>
    `<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body>${content}</body></html>`;
  assert.equal(await textOf(app, "/part"), shell("<p>part</p>"));
  assert.equal(await textOf(app, "/null"), shell(""));
  assert.equal(
    await textOf(app, "/whole"),
    '<!DOCTYPE html><html lang="en"><head></head><body>whole</body></html>',
  );
});

Deno.test("pages - render uses the given status and headers, but sets the content type", async () => {
  const headers = new Headers([["set-cookie", "a=1"], ["set-cookie", "b=2"], ["content-type", "text/plain"]]);
  const app = new App().get("/", (ctx) => ctx.render(<p />, { status: 201, headers }));
  const response = await send(app, "/");
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
});

Deno.test("pages - render rejects anything but JSX", async () => {
  const app = new App().get("/", async (ctx) => {
    await assert.rejects(() => ctx.render("text" as unknown as null), /takes a JSX element/);
    return ctx.text("refused");
  });
  assert.equal(await textOf(app, "/"), "refused");
});

Deno.test("pages - a handler's data, status and headers reach the page", async () => {
  const handler = {
    GET: () => page([1], { status: 201, headers: { "x-a": "1" } }),
    POST: () => ({ data: 2, status: 422, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] }),
    PUT: () => page(),
  } satisfies Record<string, HandlerFn<unknown, unknown>>;
  const app = new App().route("/", { handler, component: show });
  const get = await send(app, "/");
  assert.equal(get.status, 201);
  assert.equal(get.headers.get("x-a"), "1");
  assert.equal(await bodyOf(get), "<p>[1]</p>");
  const post = await send(app, "/", { method: "POST" });
  assert.equal(post.status, 422);
  assert.deepEqual(post.headers.getSetCookie(), ["b=2"], "of headers with the same name, the last is sent");
  assert.equal(await bodyOf(await send(app, "/", { method: "PUT" })), "<p>undefined</p>");
  assert.equal((await send(app, "/", { method: "DELETE" })).status, 405);
});

Deno.test("pages - a component without a handler responds to every method, with empty data", async () => {
  const app = new App().route("/", { component: show });
  for (const method of ["GET", "POST", "DELETE"]) {
    assert.equal(await bodyOf(await send(app, "/", { method })), "<p>{}</p>");
  }
});

Deno.test("pages - a handler without GET leaves GET to the component", async () => {
  const app = new App().route("/", { handler: { POST: () => page(1) }, component: show });
  assert.equal(await bodyOf(await send(app, "/")), "<p>{}</p>");
});

Deno.test("pages - data without a component is an empty page", async () => {
  const response = await send(new App().route("/", { handler: () => page(1) }), "/");
  assert.equal(response.status, 200);
  assert.equal(
    await response.text(),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body></body></html>',
  );
});

Deno.test("pages - layouts and wrapper surround the page, and receive no data", async () => {
  const frame = (name: string) => ({ data, Component }: PageProps<unknown>) => (
    <div id={name}>
      {String(data)}
      <Component />
    </div>
  );
  const app = new App<unknown>().appWrapper(frame("app")).layout("*", frame("root")).layout("/a", frame("a"))
    .layout("/b", frame("b"), { skipInheritedLayouts: true })
    .layout("/c", frame("c"), { skipAppWrapper: true })
    .route("/a", { component: show })
    .route("/b", { component: show })
    .route("/c", { component: show })
    .route("/d", { component: show, config: { skipInheritedLayouts: true, skipAppWrapper: true } });
  const outline = async (path: string) =>
    [...(await textOf(app, path)).matchAll(/id="(\w+)">null/g)].map((match) => match[1]).join();
  assert.equal(await outline("/a"), "app,root,a");
  assert.equal(await outline("/b"), "app,b");
  assert.equal(await outline("/c"), "root,c");
  assert.equal(await outline("/d"), "");
  assert.equal(await outline("/a"), "app,root,a", "a request does not affect the next one");
});

Deno.test("pages - async pages, layouts and wrappers are awaited, and may return a response", async () => {
  const refuse = async () => await Promise.resolve(new Response("refused", { status: 403 }));
  const app = new App<unknown>()
    .layout("/layout", async ({ Component }) =>
      await Promise.resolve(
        <div id="later">
          <Component />
        </div>,
      ))
    .layout("/refused/layout", refuse)
    .route("/layout", { component: async ({ url }) => await Promise.resolve(<p>{url.pathname}</p>) })
    .route("/refused/page", { component: refuse })
    .route("/refused/layout", { component: show })
    .appWrapper(refuse)
    .route("/refused/app", { component: show });
  assert.equal(await bodyOf(await send(app, "/layout")), '<div id="later"><p>/layout</p></div>');
  for (const part of ["page", "layout", "app"]) {
    assert.equal(await textOf(app, `/refused/${part}`), "refused");
  }
});

Deno.test("pages - a handler that takes more than the context is rejected", async () => {
  const handler = ((_req: unknown, _ctx: unknown) => new Response()) as unknown as () => Response;
  const app = new App().onError("*", (ctx) => ctx.text(String(ctx.error))).route("/", { handler });
  assert.match(await textOf(app, "/"), /takes one argument/);
});

Deno.test("head - a page's elements replace the wrapper's in place, and new ones come last", async () => {
  const Description = () => <meta name="description" content="page" />;
  const app = new App<unknown>()
    .appWrapper(({ Component }) => (
      <html>
        <head>
          <title>App</title>
          <meta name="description" content="app" />
          <link rel="stylesheet" href="/a.css" key="main" />
        </head>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) =>
      ctx.render(
        <main>
          <Head>
            <title>Page {1}</title>
            <Description />
            <meta name="robots" content="none" />
            <link rel="stylesheet" href="/b.css" key="more" />
          </Head>
          <Head>
            <meta name="robots" content="all" />
          </Head>
          text
        </main>,
      ));
  const head = (await textOf(app, "/")).match(/<head>(.*)<\/head>/s)?.[1];
  assert.equal(
    head,
    '<title>Page 1</title><meta name="description" content="page"/><link rel="stylesheet" href="/a.css"/>' +
      '<meta name="robots" content="all"/><link rel="stylesheet" href="/b.css" data-key="more"/>',
  );
});

Deno.test("head - works without a wrapper, and leaves the body's own elements where they are", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <main>
        <Head>
          <title>Title</title>
        </Head>
        <template id="row"></template>
        <svg>
          <title>drawing</title>
        </svg>
      </main>,
    ));
  const html = await textOf(app, "/");
  assert.match(html, /<head><meta charset="utf-8"\/><title>Title<\/title><\/head>/);
  assert.match(html, /<main><template id="row"><\/template><svg><title>drawing<\/title><\/svg><\/main>/);
});

Deno.test("links - the current page and those above it are marked, unless the author set aria-current", async () => {
  const Links = () => (
    <nav>
      <a href="/">home</a>
      <a href="/shop">shop</a>
      <a href="/shop/cups">cups</a>
      <a href="/shop/cups?size=2">sized</a>
      <a href="/sho">other</a>
      <a href="https://example.org/shop/cups">away</a>
      <a href="/shop/cups" aria-current="step">own</a>
      <a href="/shop/cups" aria-current="false">no</a>
      <a href="/shop/cups" aria-current={undefined}>none</a>
    </nav>
  );
  const html = await textOf(new App().get("/shop/cups", (ctx) => ctx.render(<Links />)), "/shop/cups");
  const marks = [...html.matchAll(/<a ([^>]*)>(\w+)/g)].map(([, attributes, name]) => [
    name,
    attributes.match(/aria-current="(\w+)"/)?.[1],
    attributes.match(/data-(\w+)="true"/)?.[1],
  ]);
  assert.deepEqual(marks, [
    ["home", "true", "ancestor"],
    ["shop", "true", "ancestor"],
    ["cups", "page", "current"],
    ["sized", "true", "ancestor"],
    ["other", undefined, undefined],
    ["away", undefined, undefined],
    ["own", "step", undefined],
    ["no", "false", undefined],
    ["none", "page", "current"],
  ]);
  assert.match(
    html,
    /<a href="\/shop\/cups" data-current="true" aria-current="page">cups/,
    "after the author's",
  );
});

Deno.test("links - those created outside a component are not marked", async () => {
  const Page = async () => <a href="/">{await Promise.resolve("async")}</a>;
  const app = new App().get("/handler", (ctx) => ctx.render(<a href="/">handler</a>)).route("/async", {
    component: Page,
  });
  assert.match(await textOf(app, "/handler"), /<a href="\/">handler/);
  assert.match(await textOf(app, "/async"), /<a href="\/">async/);
});

Deno.test("nonces - scripts and styles have the response's nonce", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <div>
        <script src="/a.js"></script>
        <style>{"p{}"}</style>
        <script nonce="own"></script>
      </div>,
    ));
  const response = await send(app, "/");
  const nonce: unknown = Reflect.get(response, Symbol.for("__freshNonce"));
  const html = await response.text();
  assert.deepEqual([...html.matchAll(/nonce="(\w+)"/g)].map((match) => match[1]), [nonce, nonce, "own"]);
  assert.notEqual(
    nonce,
    Reflect.get(await send(app, "/"), Symbol.for("__freshNonce")),
    "each page has its own",
  );
});

Deno.test("images - URLs of the app's own files include the build's id", async () => {
  const app = withBuild(
    new App().get("/", (ctx) =>
      ctx.render(
        <picture>
          <source srcset="/a.png 1x, /b.png 2x" />
          <img src="/a.png?size=1#x" alt="" />
          <img src="https://example.org/a.png" alt="" />
          <img src="/c.png" alt="" data-fresh-disable-lock />
        </picture>,
      )),
    {},
  );
  const html = await textOf(app, "/");
  assert.match(html, /srcset="\/a\.png\?__frsh_c=build1 1x, \/b\.png\?__frsh_c=build1 2x"/);
  assert.match(html, /src="\/a\.png\?size=1&amp;__frsh_c=build1#x"/);
  assert.match(html, /src="https:\/\/example\.org\/a\.png"/);
  assert.match(html, /src="\/c\.png"/);
});

Deno.test("define - a page's data is the union of what its handlers return", async () => {
  const define = createDefine<{ user: string }>();
  const handler = define.handlers({
    GET: (ctx) => ctx.state.user === "" ? new Response(null, { status: 401 }) : page({ found: 1 }),
    POST: async () => await Promise.resolve(page({ error: "no" })),
  });
  const Component = define.page<typeof handler>(({ data, state }) => {
    const text: string = "error" in data ? data.error : String(data.found);
    return <p>{text} {state.user}</p>;
  });
  const setUser = define.middleware((ctx: Context<{ user: string }>) => {
    ctx.state.user = "ada";
    return ctx.next();
  });
  const app = new App<{ user: string }>().use(setUser).route("/", { handler, component: Component });
  assert.equal(await bodyOf(await send(app, "/")), "<p>1 ada</p>");
  assert.equal(await bodyOf(await send(app, "/", { method: "POST" })), "<p>no ada</p>");
});
