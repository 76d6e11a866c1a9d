/** A few of the faults; `deno task test:faults` injects them all. */
import assert from "node:assert/strict";
import { workers } from "../../workers/mod.ts";
import { canRunProduct, Product } from "./product.ts";
import { createAccounts, runFault } from "./run.ts";

const FAULTS = ["a second tab changes the hold", "web killed", "Redis flushed", "Postgres connections cut"];
const FIRST = ["relay", "payments", "sweeper"];
const OTHERS = workers.map(({ name }) => name).filter((name) => !FIRST.includes(name));
const BUYERS = 8;
const SEED = 20261122;

Deno.test({
  name:
    "whatever breaks while buyers compete, every booking becomes final, and nothing is sold or charged twice",
  ignore: !await canRunProduct(),
  async fn(t) {
    const product = await Product.prepare();
    try {
      await product.start({ workers: [FIRST, OTHERS], onProgress: () => {} });
      const accounts = await createAccounts(product.url, BUYERS);
      for (const fault of FAULTS) {
        await t.step(fault, async () => {
          const { violations } = await runFault(product, fault, { accounts, seed: SEED });
          assert.deepEqual(violations, []);
        });
      }
    } finally {
      await product.stop();
    }
  },
});
