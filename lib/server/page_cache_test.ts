import assert from "node:assert/strict";
import { PageCache } from "./page_cache.ts";

const NONCE = Symbol.for("__freshNonce");

/** Draws pages as Fresh does, each with its own number and nonce. */
function painter() {
  const drawn: string[] = [];
  function draw(): Promise<Response> {
    const nonce = `nonce${drawn.length}`;
    drawn.push(nonce);
    const html =
      `<h1>Łódź ${drawn.length}</h1><script nonce="${nonce}"></script><style nonce="${nonce}"></style>`;
    const headers = { "content-type": "text/html; charset=utf-8", link: "</a.js>" };
    return Promise.resolve(Object.assign(new Response(html, { headers }), { [NONCE]: nonce }));
  }
  return { drawn, draw };
}

Deno.test("a page is drawn once while everything it shows is the same, and again when one thing changes", async () => {
  const pages = new PageCache(10);
  const { drawn, draw } = painter();
  const [event, counts] = [{}, {}];
  const read = async (key: string, ...shows: unknown[]) =>
    /Łódź \d/.exec(await (await pages.serve(key, shows, draw)).text())?.[0];
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("de", event, counts), "Łódź 2");
  assert.equal(await read("en", event, {}), "Łódź 3");
  assert.equal(await read("en", event, counts), "Łódź 4");
  assert.equal(drawn.length, 4);
});

Deno.test("each response has its own nonce, in the page and for the policy, and the page's headers", async () => {
  const pages = new PageCache(10);
  const { draw } = painter();
  const nonces = new Set<unknown>();
  for (let n = 0; n < 3; n++) {
    const response = await pages.serve("key", [], draw);
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
  const { draw } = painter();
  const answers = [await pages.serve("key", [], draw), await pages.serve("key", [], draw)];
  for (const response of answers) {
    assert.match(await response.text(), new RegExp(`<script nonce="${Reflect.get(response, NONCE)}">`));
  }
});

Deno.test("requests that arrive while a page is being drawn share the result", async () => {
  const pages = new PageCache(10);
  const { drawn, draw } = painter();
  const answers = await Promise.all([pages.serve("key", [], draw), pages.serve("key", [], draw)]);
  assert.equal(drawn.length, 1);
  for (const answer of answers) assert.match(await answer.text(), /Łódź 1/);
});

Deno.test("redirects and errors are passed on and not cached", async () => {
  const pages = new PageCache(10);
  const redirect = () => Promise.resolve(new Response(null, { status: 301, headers: { location: "/x" } }));
  for (let n = 0; n < 2; n++) {
    assert.equal((await pages.serve("moved", [], redirect)).headers.get("location"), "/x");
  }
  const fail = () => Promise.reject(new Error("no board"));
  await assert.rejects(pages.serve("broken", [], fail), /no board/);
  assert.match(await (await pages.serve("broken", [], painter().draw)).text(), /Łódź 1/);
});
