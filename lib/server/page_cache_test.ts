import assert from "node:assert/strict";
import { PageCache } from "./page_cache.ts";

const NONCE = Symbol.for("__freshNonce");

/** Renders pages as Fresh does, each with its own number and nonce. */
function renderer() {
  const rendered: string[] = [];
  function render(): Promise<Response> {
    const nonce = `nonce${rendered.length}`;
    rendered.push(nonce);
    const html =
      `<h1>Łódź ${rendered.length}</h1><script nonce="${nonce}"></script><style nonce="${nonce}"></style>`;
    const headers = { "content-type": "text/html; charset=utf-8", link: "</a.js>" };
    return Promise.resolve(Object.assign(new Response(html, { headers }), { [NONCE]: nonce }));
  }
  return { rendered, render };
}

Deno.test("a page is rendered once while its inputs are the same, and again when one changes", async () => {
  const pages = new PageCache(10);
  const { rendered, render } = renderer();
  const [event, counts] = [{}, {}];
  const read = async (key: string, ...inputs: unknown[]) =>
    /Łódź \d/.exec(await (await pages.serve(key, inputs, render)).text())?.[0];
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("de", event, counts), "Łódź 2");
  assert.equal(await read("en", event, {}), "Łódź 3");
  assert.equal(await read("en", event, counts), "Łódź 4");
  assert.equal(rendered.length, 4);
});

Deno.test("each response has its own nonce, in the page and for the policy, and the page's headers", async () => {
  const pages = new PageCache(10);
  const { render } = renderer();
  const nonces = new Set<unknown>();
  for (let n = 0; n < 3; n++) {
    const response = await pages.serve("key", [], render);
    const nonce = Reflect.get(response, NONCE);
    nonces.add(nonce);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(response.headers.get("link"), "</a.js>");
    const html = await response.text();
    assert.equal(
      html,
      `<h1>Łódź 1</h1><script nonce="${nonce}"></script><style nonce="${nonce}"></style>`,
    );
  }
  assert.equal(nonces.size, 3);
});

Deno.test("a response keeps its nonce when others are created before it is sent", async () => {
  const pages = new PageCache(10);
  const { render } = renderer();
  const responses = [await pages.serve("key", [], render), await pages.serve("key", [], render)];
  for (const response of responses) {
    assert.match(await response.text(), new RegExp(`<script nonce="${Reflect.get(response, NONCE)}">`));
  }
});

Deno.test("requests that arrive while a page is being rendered share the result", async () => {
  const pages = new PageCache(10);
  const { rendered, render } = renderer();
  const responses = await Promise.all([pages.serve("key", [], render), pages.serve("key", [], render)]);
  assert.equal(rendered.length, 1);
  for (const response of responses) assert.match(await response.text(), /Łódź 1/);
});

Deno.test("redirects and errors are passed on and not cached", async () => {
  const pages = new PageCache(10);
  const redirect = () => Promise.resolve(new Response(null, { status: 301, headers: { location: "/x" } }));
  for (let n = 0; n < 2; n++) {
    assert.equal((await pages.serve("moved", [], redirect)).headers.get("location"), "/x");
  }
  const fail = () => Promise.reject(new Error("no board"));
  await assert.rejects(pages.serve("broken", [], fail), /no board/);
  assert.match(await (await pages.serve("broken", [], renderer().render)).text(), /Łódź 1/);
});
