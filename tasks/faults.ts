/**
 * Runs the product on its real servers, with buyers who compete for seats, and injects one fault after the other:
 * `deno task test:faults [--seed <number>] [part of a fault's name …]`. After each the auditor judges.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "@/lib/db/sample_random.ts";
import { faults } from "../tests/faults/faults.ts";
import { canRunProduct, Product } from "../tests/faults/product.ts";
import { type FaultResult, makeAccounts, runFault } from "../tests/faults/run.ts";
import { workers } from "../workers/mod.ts";

const BUYERS = 12;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: { seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) } },
  });
  const names = Object.keys(faults).filter((name) =>
    positionals.length === 0 || positionals.some((part) => name.includes(part))
  );
  if (names.length === 0) {
    console.error(`There is no such fault; there are: ${Object.keys(faults).join(", ")}.`);
    return 2;
  }
  if (!await canRunProduct()) {
    console.error("Redis and Kafka are needed; `deno task stack install` brings them.");
    return 2;
  }
  const product = await Product.start({
    workers: workers.map(({ name }) => [name]),
    onProgress: console.log,
  });
  // The servers do not hear of Ctrl-C by themselves.
  const interrupt = () => product.stop().finally(() => Deno.exit(130));
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  try {
    const seed = Number(values.seed);
    console.log(`\nSeed ${seed}. A violation is an invariant that does not hold once all is quiet.\n`);
    console.log(
      row(["fault", "buyers", "bookings", "confirmed", "failed", "in doubt", "violations", "recovered"]),
    );
    const random = seededRandom(seed);
    let violations = 0;
    for (const name of names) {
      // New ones for each fault: access tokens last a quarter of an hour.
      const result = await runFault(product, name, await makeAccounts(product.url, BUYERS), random);
      report(result);
      violations += result.violations.length;
    }
    console.log(`\n${violations} violations after ${names.length} faults (seed ${seed})`);
    return violations > 0 ? 1 : 0;
  } finally {
    await product.stop();
  }
}

function report(result: FaultResult): void {
  const { fault, buyers, bookings, confirmed, failed, unknown, violations, recoveredMs } = result;
  const seconds = `${(recoveredMs / 1000).toFixed(1)} s`;
  console.log(row([fault, buyers, bookings, confirmed, failed, unknown, violations.length, seconds]));
  for (const violation of violations) console.log(`    ${violation}`);
}

function row([name, ...cells]: (string | number)[]): string {
  return String(name).padEnd(36) + cells.map((cell) => String(cell).padStart(11)).join("");
}

Deno.exit(await main());
