/**
 * Runs the product on its real servers, with buyers who compete for seats, and injects one fault at a time:
 * `deno task test:faults [--seed <number>] [--short] [part of a fault's name …]`. The auditor looks for
 * violations after each.
 */
import { parseArgs } from "node:util";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { faults } from "../tests/faults/faults.ts";
import { canRunProduct, Product } from "../tests/faults/product.ts";
import { LiveLine, Table, writeFaults } from "../tests/faults/report.ts";
import { createAccounts, type FaultResult, runFault } from "../tests/faults/run.ts";
import { workers } from "../workers/mod.ts";

const BUYERS = 12;
/** Time for each fault besides its injection: warm-up, recovery, settling, the audit. */
const AROUND_SECONDS = 8;
/** `--short` skips faults that take longer. */
const SHORT_SECONDS_MAX = 30;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
      short: { type: "boolean", default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) {
    console.error("The seed must be a whole number.");
    return 2;
  }
  const names = Object.keys(faults).filter((name) =>
    (positionals.length === 0 || positionals.some((part) => name.includes(part))) &&
    (!values.short || faults[name].seconds <= SHORT_SECONDS_MAX)
  );
  if (names.length === 0) {
    console.error(`No fault matches. The faults are:\n${Object.keys(faults).join("\n")}`);
    return 2;
  }
  if (!await canRunProduct()) {
    console.error("Redis and Kafka are required; `deno task stack install` installs them.");
    return 2;
  }
  const isWhole = names.length === Object.keys(faults).length;
  await openRunFolder();
  return await inProduct((product) => injectAll(product, names, seed, isWhole));
}

/** Runs `work` with a running product, and stops the product however `work` ends. */
async function inProduct(work: (product: Product) => Promise<number>): Promise<number> {
  const product = await Product.prepare();
  // The servers are detached and do not receive Ctrl-C.
  const interrupt = () => product.stop().finally(() => Deno.exit(130));
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  try {
    await product.start({ workers: workers.map(({ name }) => [name]), onProgress: console.log });
    return await work(product);
  } finally {
    await product.stop();
  }
}

async function injectAll(product: Product, names: string[], seed: number, isWhole: boolean): Promise<number> {
  const startedAt = performance.now();
  const minutes = names.reduce((sum, name) => sum + faults[name].seconds + AROUND_SECONDS, 0) / 60;
  const table = new Table(names);
  const line = new LiveLine();
  line.print(
    `\n${names.length} faults, about ${
      Math.ceil(minutes)
    } minutes, seed ${seed}. A violation is an invariant that ` +
      `does not hold once everything has settled.\n\n${table.heading()}`,
  );
  const results: FaultResult[] = [];
  try {
    for (const [n, name] of names.entries()) {
      // New accounts for each fault, since access tokens last a quarter of an hour.
      const accounts = await createAccounts(product.url, BUYERS);
      const onPhase = (phase: string) => line.show(`${n + 1} of ${names.length}: ${name}, ${phase}`);
      const result = await runFault(product, name, { accounts, seed, onPhase });
      results.push(result);
      line.print(table.row(result));
    }
  } finally {
    line.stop();
  }
  const tookMs = performance.now() - startedAt;
  console.log(`\n${table.totals(results)}\n\nSeed ${seed}, ${Math.round(tookMs / 60_000)} minutes.`);
  if (isWhole) console.log(`The full results are in ${await writeFaults(seed, tookMs, results)}.`);
  return results.some(({ violations }) => violations.length > 0) ? 1 : 0;
}

Deno.exit(await main());
