import assert from "node:assert/strict";
import type { MockFaults } from "@/lib/config.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import type { PaymentProvider } from "../provider.ts";
import { mockProvider } from "./provider.ts";
import { ProviderDown, withFaults } from "./with_faults.ts";

const calm: MockFaults = { delayMs: 0, failureRate: 0, lateRate: 0, doubleRate: 0 };
const charge = (key: string) => ({ key, amount: 1000, currency: "EUR", token: "tok_approve" });
const patience = (ms = 5_000) => AbortSignal.timeout(ms);
const gaveUp = { name: "TimeoutError" };

/** Runs `test` with a provider behind these faults, and with the same provider without them. */
function withLine(
  manners: Partial<MockFaults>,
  test: (line: PaymentProvider, calmLine: PaymentProvider, sql: Sql) => Promise<void>,
): Promise<void> {
  return withDatabase(async (sql) => {
    const provider = mockProvider({ sql, approvalRate: 1, paymentDeadlineMs: 60_000 });
    await test(withFaults(provider, { ...calm, ...manners }, seededRandom(1)), provider, sql);
  });
}

/** The provider's books: each charge with its status and its refunds. */
async function books(sql: Sql): Promise<string[]> {
  const rows = await sql<{ key: string; status: string; refunds: number[] }[]>`
    select c.key, c.status, array_remove(array_agg(r.amount), null) as refunds
    from mock_provider.charges c left join mock_provider.refunds r on r.charge_key = c.key
    group by c.key order by c.key`;
  return rows.map(({ key, status, refunds }) => [key, status, ...refunds].join(" "));
}

Deno.test("without faults calls are unchanged", () =>
  withLine({}, async (line, _, sql) => {
    assert.equal(await line.charge(charge("a"), patience()), "approved");
    assert.equal(await line.close("a", patience()), "approved");
    await line.refund({ key: "r", chargeKey: "a", amount: 400 }, patience());
    assert.deepEqual(await books(sql), ["a approved 400"]);
  }));

Deno.test("a slow call runs after its delay, and not at all if its caller aborts first", () =>
  withLine({ delayMs: 1 }, async (line, calmLine, sql) => {
    assert.equal(await line.charge(charge("a"), patience()), "approved");
    const slow = withFaults(calmLine, { ...calm, delayMs: 3_600_000 }, seededRandom(1));
    const caller = new AbortController();
    const charged = slow.charge(charge("b"), caller.signal);
    caller.abort();
    await assert.rejects(charged, { name: "AbortError" });
    assert.equal(await calmLine.close("b", patience()), "closed");
    assert.deepEqual(await books(sql), ["a approved", "b closed"]);
  }));

Deno.test("a failed call has no effect", () =>
  withLine({ failureRate: 1 }, async (line, calmLine, sql) => {
    await assert.rejects(line.charge(charge("a"), patience()), ProviderDown);
    await assert.rejects(line.close("a", patience()), ProviderDown);
    assert.deepEqual(await books(sql), []);
    await calmLine.charge(charge("a"), patience());
    await assert.rejects(line.refund({ key: "r", chargeKey: "a", amount: 400 }, patience()), ProviderDown);
    assert.deepEqual(await books(sql), ["a approved"]);
  }));

Deno.test("a late call takes effect without a response; repeating it changes nothing", () =>
  withLine({ lateRate: 1 }, async (line, calmLine, sql) => {
    for (let asked = 0; asked < 2; asked++) {
      await assert.rejects(line.charge(charge("a"), patience(50)), gaveUp);
      await assert.rejects(line.refund({ key: "r", chargeKey: "a", amount: 400 }, patience(50)), gaveUp);
      await assert.rejects(line.close("b", patience(50)), gaveUp);
      assert.deepEqual(await books(sql), ["a approved 400", "b closed"]);
    }
    assert.equal(await calmLine.charge(charge("b"), patience()), "closed");
  }));

Deno.test("a doubled call is one charge and one refund", () =>
  withLine({ doubleRate: 1 }, async (line, _, sql) => {
    assert.equal(await line.charge(charge("a"), patience()), "approved");
    assert.equal(await line.close("b", patience()), "closed");
    await line.refund({ key: "r", chargeKey: "a", amount: 700 }, patience());
    assert.deepEqual(await books(sql), ["a approved 700", "b closed"]);
  }));

Deno.test("under all faults at once, a caller who keeps retrying pays once and is refunded in full", () =>
  withLine({ delayMs: 2, failureRate: 0.4, lateRate: 0.3, doubleRate: 0.5 }, async (line, _, sql) => {
    const persist = async <T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      for (let tries = 0; tries < 200; tries++) {
        try {
          return await ask(patience(100));
        } catch {
          // Failed or late: the outcome is not known, so ask again.
        }
      }
      assert.fail("no response in 200 tries");
    };
    const keys = Array.from({ length: 20 }, (_, at) => `key-${String(at).padStart(2, "0")}`);
    await Promise.all(keys.map(async (key) => {
      assert.equal(await persist((signal) => line.charge(charge(key), signal)), "approved");
      await persist((signal) => line.refund({ key: `r-${key}`, chargeKey: key, amount: 1000 }, signal));
    }));
    assert.deepEqual(await books(sql), keys.map((key) => `${key} approved 1000`));
  }));

Deno.test("the same seed makes the same calls fail", () =>
  withDatabase(async (sql) => {
    const provider = mockProvider({ sql, approvalRate: 1, paymentDeadlineMs: 60_000 });
    const fates = async (seed: number) => {
      const line = withFaults(provider, { ...calm, failureRate: 0.5 }, seededRandom(seed));
      const fate = [];
      for (let at = 0; at < 20; at++) {
        fate.push(await line.charge(charge(`${at}`), patience()).catch(({ code }) => code));
      }
      return fate.join(" ");
    };
    assert.equal(await fates(7), await fates(7));
    assert.notEqual(await fates(7), await fates(8));
  }));
