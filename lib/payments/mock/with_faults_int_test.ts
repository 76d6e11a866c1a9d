import assert from "node:assert/strict";
import type { MockFaults } from "@/lib/config.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import type { PaymentProvider } from "../provider.ts";
import { mockProvider } from "./provider.ts";
import { ProviderDown, withFaults } from "./with_faults.ts";

const noFaults: MockFaults = { delayMs: 0, failureRate: 0, lateRate: 0, doubleRate: 0 };
const charge = (key: string) => ({ key, amount: 1000, currency: "EUR", token: "tok_approve" });
const timeout = (ms = 5_000) => AbortSignal.timeout(ms);
const timedOut = { name: "TimeoutError" };

/** Runs `test` with a provider behind these faults, and with the same provider without them. */
function withFaultyProvider(
  faults: Partial<MockFaults>,
  test: (faulty: PaymentProvider, reliable: PaymentProvider, sql: Sql) => Promise<void>,
): Promise<void> {
  return withDatabase(async (sql) => {
    const provider = mockProvider({ sql, approvalRate: 1, paymentDeadlineMs: 60_000 });
    await test(withFaults(provider, { ...noFaults, ...faults }, seededRandom(1)), provider, sql);
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

Deno.test("without faults, calls are unchanged", () =>
  withFaultyProvider({}, async (faulty, _, sql) => {
    assert.equal(await faulty.charge(charge("a"), timeout()), "approved");
    assert.equal(await faulty.close("a", timeout()), "approved");
    await faulty.refund({ key: "r", chargeKey: "a", amount: 400 }, timeout());
    assert.deepEqual(await books(sql), ["a approved 400"]);
  }));

Deno.test("a slow call runs after its delay, and not at all if its caller aborts first", () =>
  withFaultyProvider({ delayMs: 1 }, async (faulty, reliable, sql) => {
    assert.equal(await faulty.charge(charge("a"), timeout()), "approved");
    const slow = withFaults(reliable, { ...noFaults, delayMs: 3_600_000 }, seededRandom(1));
    const caller = new AbortController();
    const charged = slow.charge(charge("b"), caller.signal);
    caller.abort();
    await assert.rejects(charged, { name: "AbortError" });
    assert.equal(await reliable.close("b", timeout()), "closed");
    assert.deepEqual(await books(sql), ["a approved", "b closed"]);
  }));

Deno.test("a failed call has no effect", () =>
  withFaultyProvider({ failureRate: 1 }, async (faulty, reliable, sql) => {
    await assert.rejects(faulty.charge(charge("a"), timeout()), ProviderDown);
    await assert.rejects(faulty.close("a", timeout()), ProviderDown);
    assert.deepEqual(await books(sql), []);
    await reliable.charge(charge("a"), timeout());
    await assert.rejects(faulty.refund({ key: "r", chargeKey: "a", amount: 400 }, timeout()), ProviderDown);
    assert.deepEqual(await books(sql), ["a approved"]);
  }));

Deno.test("a late call takes effect without a response; repeating it changes nothing", () =>
  withFaultyProvider({ lateRate: 1 }, async (faulty, reliable, sql) => {
    for (let calls = 0; calls < 2; calls++) {
      await assert.rejects(faulty.charge(charge("a"), timeout(50)), timedOut);
      await assert.rejects(faulty.refund({ key: "r", chargeKey: "a", amount: 400 }, timeout(50)), timedOut);
      await assert.rejects(faulty.close("b", timeout(50)), timedOut);
      assert.deepEqual(await books(sql), ["a approved 400", "b closed"]);
    }
    assert.equal(await reliable.charge(charge("b"), timeout()), "closed");
  }));

Deno.test("a doubled call is one charge and one refund", () =>
  withFaultyProvider({ doubleRate: 1 }, async (faulty, _, sql) => {
    assert.equal(await faulty.charge(charge("a"), timeout()), "approved");
    assert.equal(await faulty.close("b", timeout()), "closed");
    await faulty.refund({ key: "r", chargeKey: "a", amount: 700 }, timeout());
    assert.deepEqual(await books(sql), ["a approved 700", "b closed"]);
  }));

Deno.test("under all faults at once, a caller who keeps retrying pays once and is refunded in full", () =>
  withFaultyProvider(
    { delayMs: 2, failureRate: 0.4, lateRate: 0.3, doubleRate: 0.5 },
    async (faulty, _, sql) => {
      const retry = async <T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> => {
        for (let tries = 0; tries < 200; tries++) {
          try {
            return await call(timeout(100));
          } catch {
            // Failed or late: the outcome is not known, so ask again.
          }
        }
        assert.fail("no response in 200 tries");
      };
      const keys = Array.from({ length: 20 }, (_, at) => `key-${String(at).padStart(2, "0")}`);
      await Promise.all(keys.map(async (key) => {
        assert.equal(await retry((signal) => faulty.charge(charge(key), signal)), "approved");
        await retry((signal) => faulty.refund({ key: `r-${key}`, chargeKey: key, amount: 1000 }, signal));
      }));
      assert.deepEqual(await books(sql), keys.map((key) => `${key} approved 1000`));
    },
  ));

Deno.test("the same seed makes the same calls fail", () =>
  withDatabase(async (sql) => {
    const provider = mockProvider({ sql, approvalRate: 1, paymentDeadlineMs: 60_000 });
    const outcomes = async (seed: number) => {
      const faulty = withFaults(provider, { ...noFaults, failureRate: 0.5 }, seededRandom(seed));
      const outcome = [];
      for (let at = 0; at < 20; at++) {
        outcome.push(await faulty.charge(charge(`${at}`), timeout()).catch(({ code }) => code));
      }
      return outcome.join(" ");
    };
    assert.equal(await outcomes(7), await outcomes(7));
    assert.notEqual(await outcomes(7), await outcomes(8));
  }));
