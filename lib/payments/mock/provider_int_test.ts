import assert from "node:assert/strict";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import type { PaymentProvider } from "../provider.ts";
import { mockProvider } from "./provider.ts";

const signal = () => AbortSignal.timeout(5_000);

function withProvider(
  test: (provider: PaymentProvider, restarted: PaymentProvider, sql: Sql) => Promise<void>,
  { approvalRate = 0.5, paymentDeadlineMs = 60_000 } = {},
): Promise<void> {
  return withDatabase(async (sql) => {
    const options = { sql, approvalRate, paymentDeadlineMs };
    await test(mockProvider(options), mockProvider(options), sql);
  });
}

const charge = (key: string, token: string) => ({ key, amount: 1000, currency: "EUR", token });

Deno.test("the first result for a key is always repeated, even by another instance or for another token", () =>
  withProvider(async (provider, restarted) => {
    assert.equal(await provider.charge(charge("a", "tok_approve"), signal()), "approved");
    assert.equal(await restarted.charge(charge("a", "tok_decline"), signal()), "approved");
    assert.equal(await provider.close("a", signal()), "approved");
    assert.equal(await provider.charge(charge("b", "tok_decline"), signal()), "declined");
    assert.equal(await restarted.charge(charge("b", "tok_approve"), signal()), "declined");
    assert.equal(await provider.charge(charge("c", "no such token"), signal()), "declined");
  }));

Deno.test("a closed key is never charged", () =>
  withProvider(async (provider, restarted) => {
    assert.equal(await provider.close("a", signal()), "closed");
    assert.equal(await provider.charge(charge("a", "tok_approve"), signal()), "closed");
    assert.equal(await restarted.charge(charge("a", "tok_late"), signal()), "closed");
    assert.equal(await restarted.close("a", signal()), "closed");
    await assert.rejects(provider.refund({ key: "r", chargeKey: "a", amount: 1 }, signal()), /no charge/);
  }));

Deno.test("if a charge and a close are concurrent, one wins, and both return its result from then on", () =>
  withProvider(async (provider) => {
    for (let run = 0; run < 20; run++) {
      const key = `race-${run}`;
      const [charged, closed] = await Promise.all([
        provider.charge(charge(key, "tok_approve"), signal()),
        provider.close(key, signal()),
      ]);
      assert.equal(charged, closed);
      assert.equal(await provider.close(key, signal()), charged);
    }
  }));

Deno.test("a charge without a response waits until its caller aborts, and can then be closed", () =>
  withProvider(async (provider) => {
    const caller = new AbortController();
    const result = provider.charge(charge("a", "tok_timeout"), caller.signal);
    caller.abort(new Error("given up"));
    await assert.rejects(result, /given up/);
    assert.equal(await provider.close("a", signal()), "closed");
  }));

Deno.test("a late charge can't be closed, and is approved after 1.5 times the deadline", () =>
  withProvider(async (provider, _, sql) => {
    assert.equal(await provider.charge(charge("a", "tok_late"), signal()), "processing");
    assert.equal(await provider.close("a", signal()), "processing");
    const [{ wait }] = await sql`
      update mock_provider.charges c set approves_at = now() from mock_provider.charges old where old.key = c.key
      returning (extract(epoch from old.approves_at - old.created_at) * 1000)::integer as wait`;
    assert.equal(wait, 90_000);
    assert.equal(await provider.close("a", signal()), "approved");
    assert.equal(await provider.charge(charge("a", "tok_late"), signal()), "approved");
  }, { paymentDeadlineMs: 60_000 }));

Deno.test("random charges are approved at the configured rate, each key always the same way", () =>
  withProvider(async (provider) => {
    const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`);
    const chargeAll = () =>
      Promise.all(keys.map((key) => provider.charge(charge(key, "tok_random"), signal())));
    const results = await chargeAll();
    const approved = results.filter((status) => status === "approved").length;
    assert.ok(approved > 60 && approved < 140, `${approved} of 200`);
    assert.deepEqual(await chargeAll(), results);
  }));
