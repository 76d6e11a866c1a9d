import assert from "node:assert/strict";
import { newHoldId } from "@/lib/board/board.ts";
import { type Shop, withShop } from "@/lib/holds/holds_testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

/** Asks for former seats again on the page of an expired hold, as a browser without cookies. */
async function askAgain(shop: Shop, seats: string[]): Promise<Response> {
  const browser = new PageClient(await appOn(shop.services));
  const form = new URLSearchParams([["action", "again"], ...seats.map((id) => ["seat", id])]);
  const response = await browser.post(`/checkout/${newHoldId(shop.eventId)}`, form);
  await response.body?.cancel();
  return response;
}

Deno.test("former seats are held again for a browser without cookies, which gets a visitor cookie", () =>
  withShop(async (shop) => {
    const response = await askAgain(shop, shop.ids(0, 1));
    assert.equal(response.status, 303);
    assert.match(response.headers.get("location") ?? "", /^\/checkout\/[^?]+\?seat=/);
    assert.match(response.headers.get("set-cookie") ?? "", /aisle_visitor=/);
    assert.match(await shop.statuses(), /^hha/);
  }));

Deno.test("asking for no seats holds nothing, and redirects", () =>
  withShop(async (shop) => {
    const response = await askAgain(shop, []);
    assert.equal(response.status, 303);
    assert.match(await shop.statuses(), /^a+$/);
  }));
