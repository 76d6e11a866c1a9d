import assert from "node:assert/strict";
import { PageCache } from "./page_cache.ts";

const NONCE = Symbol.for("__freshNonce");

/** Something that draws pages as Fresh does, each with a number and a nonce of its own. */
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

Deno.test("a page is drawn once while all that it shows is the same, and anew when one thing is another", async () => {
  const pages = new PageCache(10);
  const { drawn, draw } = painter();
  const [event, counts] = [{}, {}];
  const read = async (key: string, ...shows: unknown[]) =>
    /Łódź \d/.exec(await (await pages.answer(key, shows, draw)).text())?.[0];
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("en", event, counts), "Łódź 1");
  assert.equal(await read("de", event, counts), "Łódź 2");
  assert.equal(await read("en", event, {}), "Łódź 3");
  assert.equal(await read("en", event, counts), "Łódź 4");
  assert.equal(drawn.length, 4);
});

Deno.test("each answer has a nonce of its own, in all of the page and for the policy, and the page's headers", async () => {
  const pages = new PageCache(10);
  const { draw } = painter();
  const nonces = new Set<unknown>();
  for (let n = 0; n < 3; n++) {
    const response = await pages.answer("key", [], draw);
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

Deno.test("an answer keeps its nonce while others are made before it is sent", async () => {
  const pages = new PageCache(10);
  const { draw } = painter();
  const answers = [await pages.answer("key", [], draw), await pages.answer("key", [], draw)];
  for (const response of answers) {
    assert.match(await response.text(), new RegExp(`<script nonce="${Reflect.get(response, NONCE)}">`));
  }
});

Deno.test("those who come while a page is drawn share the drawing", async () => {
  const pages = new PageCache(10);
  const { drawn, draw } = painter();
  const answers = await Promise.all([pages.answer("key", [], draw), pages.answer("key", [], draw)]);
  assert.equal(drawn.length, 1);
  for (const answer of answers) assert.match(await answer.text(), /Łódź 1/);
});

Deno.test("what is no page is given to who asked, and an error to who met it", async () => {
  const pages = new PageCache(10);
  const redirect = () => Promise.resolve(new Response(null, { status: 301, headers: { location: "/x" } }));
  for (let n = 0; n < 2; n++) {
    assert.equal((await pages.answer("moved", [], redirect)).headers.get("location"), "/x");
  }
  const fail = () => Promise.reject(new Error("no board"));
  await assert.rejects(pages.answer("broken", [], fail), /no board/);
  assert.match(await (await pages.answer("broken", [], painter().draw)).text(), /Łódź 1/);
});
