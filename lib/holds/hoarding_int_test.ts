/** How little of a hall one person with many accounts can hoard, and that honest buyers at one address don't notice. */
import assert from "node:assert/strict";
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { createRateLimits, limitKeys } from "@/lib/http/rate_limits.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { testRedisUrl } from "@/lib/testing/services.ts";
import { type Buyer, type Shop, withShop } from "./holds_testing.ts";

const MINUTE_MS = 60_000;
const ADDRESS_CAP = 40;
const SEATS_EACH = 4;
const HALL = { chart: smallChart(1_000), maxSeatsPerBuyer: SEATS_EACH };

/**
 * Takes as many seats as possible for some minutes without ever paying: each minute, extends all holds and then holds
 * seats with unused accounts until one is refused. Returns how many seats are held at the end of each minute.
 */
async function hoard(shop: Shop, accounts: Buyer[], minutes: number): Promise<number[]> {
  const heldEach: number[] = [];
  const unused = accounts.values();
  const holds: { buyer: Buyer; id: string }[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    for (const { buyer, id } of holds) await buyer.extend(id);
    for (const buyer of unused) {
      const free = [...await shop.statuses()].flatMap((status, seat) => status === "a" ? [seat] : []);
      const { status, body } = await buyer.hold({ seats: shop.ids(...free.slice(0, SEATS_EACH)) });
      if (status === 201) holds.push({ buyer, id: String(body.id) });
      else break;
    }
    shop.clock.now += MINUTE_MS;
    await shop.services.board.sweep([shop.eventId]);
    heldEach.push([...await shop.statuses()].filter((status) => status === "h").length);
  }
  return heldEach;
}

async function newAccounts(shop: Shop, count: number): Promise<Buyer[]> {
  return await Promise.all(Array.from({ length: count }, () => shop.account({ emailConfirmed: false })));
}

Deno.test("a thousand new accounts at one address never hold more than its cap, and on average over an hour less", () =>
  withShop(async (shop) => {
    const heldEach = await hoard(shop, await newAccounts(shop, 1_000), 60);
    assert.equal(Math.max(...heldEach), ADDRESS_CAP);
    const mean = heldEach.reduce((sum, held) => sum + held, 0) / heldEach.length;
    assert(mean <= ADDRESS_CAP * 0.75, `${mean} seats on average`);
  }, HALL));

Deno.test({
  name: "on Redis, new accounts at one address never hold more than its cap",
  ignore: testRedisUrl() === undefined,
  fn: () =>
    withShop(
      async (shop) => {
        const heldEach = await hoard(shop, await newAccounts(shop, 100), 35);
        assert.equal(Math.max(...heldEach), ADDRESS_CAP);
        assert(heldEach.includes(0), "a cool-down follows the expiry of the holds");
      },
      HALL,
      {},
      ({ source, now }) => redisBoard({ urls: testRedisUrl()!, source, onError: () => {}, clock: now }),
    ),
});

Deno.test("a cool-down's refusal says how long to wait, and RATE_LIMITS=off lifts it", async () => {
  const abandon = async (shop: Shop, count: number) => {
    for (let n = 0; n < count; n++) {
      const guest = shop.guest();
      await guest.release((await guest.held(n)).id);
    }
  };
  await withShop(async (shop) => {
    await abandon(shop, 7);
    const refused = await shop.guest().hold({ seats: shop.ids(0) });
    assert.deepEqual([refused.status, refused.body.code], [409, "cool-down"]);
    assert.equal(refused.headers.get("retry-after"), "600");
    await shop.guest("192.0.2.2").held(0);
    await (await shop.account()).held(1);
  });
  await withShop((shop) => abandon(shop, 8), {}, { RATE_LIMITS: "off" });
});

Deno.test("a household of six behind one address meets no limit, even if each of them chooses again", () =>
  withShop(async (shop) => {
    for (let member = 0; member < 6; member++) {
      const buyer = await shop.account({ emailConfirmed: false });
      const { id } = await buyer.held(900 + member);
      await buyer.release(id);
      const { id: holdId } = await buyer.held(SEATS_EACH * member, SEATS_EACH * member + 1);
      const [bookingId, owners] = [crypto.randomUUID(), [`u:${buyer.user!.id}`]];
      const claim = { holdId, owners, bookingId, idempotencyHash: bookingId };
      assert((await shop.services.board.claim(claim)).ok);
    }
  }, HALL));

Deno.test("150 confirmed buyers behind a university's address meet no limit within a minute", () =>
  withShop(async (shop) => {
    const limits = createRateLimits({ logger: silentLogger });
    const buyers = await Promise.all(Array.from({ length: 150 }, () => shop.account()));
    for (const [n, buyer] of buyers.entries()) {
      const caller = {
        user: buyer.user!,
        visitorId: null,
        sessionId: null,
        via: "cookie",
        address: buyer.address,
      } as const;
      assert((await limits.consume(limitKeys("holds", caller))).allowed);
      const { id } = await buyer.held(n);
      // A hundred of them choose another seat.
      if (n < 100) {
        assert((await limits.consume(limitKeys("holds", caller))).allowed);
        assert.equal((await buyer.change(id, shop.ids(500 + n))).status, 200);
      }
    }
    assert.equal([...await shop.statuses()].filter((status) => status === "h").length, 150);
  }, HALL));
