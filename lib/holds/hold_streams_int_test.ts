import assert from "node:assert/strict";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { EventStreams } from "@/lib/http/sse.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { handler } from "@/routes/api/holds/[id]/stream.ts";
import { HoldStreams } from "./hold_streams.ts";
import { type Buyer, type Shop, withShop } from "./holds_testing.ts";

/** The events of a stream until it ends: the hold's seat ids and status, or the name of any other event. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/m.exec(block) ?? [];
      if (event !== "hold") {
        if (event) yield event;
        continue;
      }
      const { seats, status }: HoldView = JSON.parse(data);
      yield `${seats.map(({ id }) => id).join(" ")} ${status}`;
    }
  }
}

function streamOf(shop: Shop, buyer: Buyer, id: string) {
  const streams = new EventStreams();
  const holdStreams = new HoldStreams({ streams, logger: silentLogger });
  const headers: Record<string, string> = buyer.cookie ? { cookie: buyer.cookie } : {};
  const response = callEndpoint(
    handler,
    new Request(`http://aisle.test/api/holds/${id}/stream`, { headers }),
    {
      services: { ...shop.services, holdStreams },
      params: { id },
      user: buyer.user,
    },
  );
  return { streams, response };
}

Deno.test("a hold's stream sends the hold at once and on each change, and says when it has ended", () =>
  withShop(async (shop) => {
    const { board } = shop.services;
    const ada = await shop.account();
    const { id } = await ada.held(0);
    const [first, second] = shop.ids(0, 1);
    const { streams, response } = streamOf(shop, ada, id);
    const seen = eventsOf(await response);
    assert.equal((await seen.next()).value, `${first} active`);
    await ada.change(id, [first, second]);
    assert.equal((await seen.next()).value, `${first} ${second} active`);
    const owners = [`u:${ada.user!.id}`];
    await board.claim({ holdId: id, owners, idempotencyHash: "key", bookingId: crypto.randomUUID() });
    assert.equal((await seen.next()).value, `${first} ${second} claimed`);
    await board.sync({ eventId: shop.eventId, seats: [], ended: [{ holdId: id, attempt: 1 }] });
    assert.equal((await seen.next()).value, "ended");
    assert.equal((await seen.next()).done, true);
    assert.equal(streams.size, 0);
  }));

Deno.test("a guest can follow their browser's hold", () =>
  withShop(async (shop) => {
    const guest = shop.guest();
    const { id } = await guest.held(0);
    const { streams, response } = streamOf(shop, guest, id);
    assert.equal((await eventsOf(await response).next()).value, `${shop.ids(0)} active`);
    streams.closeAll();
  }));

Deno.test("a hold that is unknown or someone else's has no stream", () =>
  withShop(async (shop) => {
    const { id } = await shop.guest().held(0);
    for (const holdId of [id, "unknown"]) {
      assert.equal((await streamOf(shop, shop.guest("192.0.2.9"), holdId).response).status, 404);
    }
  }));
