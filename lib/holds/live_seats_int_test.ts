import assert from "node:assert/strict";
import { Unavailable } from "@/lib/errors.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { handler as seats } from "@/routes/api/events/[id]/seats.ts";
import { handler as stream } from "@/routes/api/events/[id]/stream.ts";
import { type Shop, withShop } from "./holds_testing.ts";

function request(
  { services, eventId }: Shop,
  endpoint: Endpoint,
  init: RequestInit & { id?: string; query?: string } = {},
) {
  const { id = eventId, query = "", ...requestInit } = init;
  const url = `http://aisle.test/api/events/${id}/any${query}`;
  return callEndpoint(endpoint, new Request(url, requestInit), { services, params: { id } });
}

/** Reads until the text ends with a complete event, then disconnects. */
async function firstEvent(response: Response): Promise<string> {
  assert(response.body);
  let text = "";
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (/event: [^]*\n\n$/.test(text)) break;
  }
  return text;
}

Deno.test("seats are sent as one letter each and never cached", () =>
  withShop(async (shop) => {
    await shop.guest().held(1);
    const response = await request(shop, seats);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual(await response.json(), await shop.services.board.snapshot(shop.eventId));
  }));

Deno.test("the stream starts with the same JSON as /seats, with its position as the id", () =>
  withShop(async (shop) => {
    await shop.guest().held(1);
    const json = await (await request(shop, seats)).text();
    const { epoch, version } = JSON.parse(json);
    const response = await request(shop, stream);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.equal(response.headers.get("cache-control"), "no-store");
    const text = await firstEvent(response);
    assert.match(text, /^retry: \d+\n\n/);
    assert(text.endsWith(`event: snapshot\nid: ${epoch}:${version}\ndata: ${json}\n\n`));
  }));

Deno.test("a hold made over the API reaches a client that reconnects with a Last-Event-ID", () =>
  withShop(async (shop) => {
    const { epoch } = await (await request(shop, seats)).json();
    const following = firstEvent(await request(shop, stream, { headers: { "last-event-id": `${epoch}:0` } }));
    await shop.guest().held(2, 3);
    const data = `{"version":1,"seats":[[2,"h"],[3,"h"]]}`;
    assert((await following).endsWith(`\n\nevent: delta\nid: ${epoch}:1\ndata: ${data}\n\n`));
  }));

Deno.test("HEAD never starts a stream", () =>
  withShop(async (shop) => {
    const response = await request(shop, stream, { method: "HEAD" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.equal(response.body, null);
    assert.equal(shop.services.streams.size, 0);
  }));

for (const [name, endpoint] of [["seats", seats], ["stream", stream]] as const) {
  Deno.test(`${name}: drafts and unknown events are not found, and other errors are the usual problems`, () =>
    withShop(async (shop, sql) => {
      const { eventId: draft } = await insertEvent(sql, { status: "draft" });
      const rows: [init: Parameters<typeof request>[2], status: number, code: string][] = [
        [{ id: draft }, 404, "not-found"],
        [{ id: crypto.randomUUID() }, 404, "not-found"],
        [{ query: "?since=1" }, 422, "validation"],
        [{ method: "POST" }, 405, "method-not-allowed"],
      ];
      for (const [init, status, code] of rows) {
        const response = await request(shop, endpoint, init);
        assert.equal(response.status, status);
        assert.equal((await response.json()).code, code);
      }
    }));

  Deno.test(`${name}: while the board is unavailable, the response says when to retry`, () =>
    withShop(async (shop) => {
      shop.services.board.snapshot = () => Promise.reject(new Unavailable("rebuilding", 2000));
      const response = await request(shop, endpoint);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "2");
      assert.equal((await response.json()).code, "unavailable");
    }));
}
