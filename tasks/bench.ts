/**
 * Measures how close the product comes to what the machine can do: `deno task bench [--short] [name …]`, all by default.
 * `--short` measures each phase of `idle` for half a minute instead of five minutes.
 * docs/measuring.md explains the figures.
 */
import { openRunFolder } from "@/lib/testing/guard.ts";
import { benchAccounts } from "../bench/accounts.ts";
import { benchBounds } from "../bench/bounds.ts";
import { benchComplete } from "../bench/complete.ts";
import { benchDesigner } from "../bench/designer.ts";
import { benchFanout } from "../bench/fanout.ts";
import { type Figure, formatTable } from "../bench/figures.ts";
import { benchHold } from "../bench/hold.ts";
import { benchLatency } from "../bench/latency.ts";
import { benchIdle } from "../bench/idle.ts";
import { benchMap } from "../bench/map.ts";
import { benchPage } from "../bench/page.ts";
import { benchPlace } from "../bench/place.ts";
import { benchRelay } from "../bench/relay.ts";
import { benchSearch } from "../bench/search.ts";
import { benchStart } from "../bench/start.ts";
import { benchSnapshot } from "../bench/snapshot.ts";
import { type BenchStack, openStack } from "../bench/stack.ts";
import { benchVitals } from "../bench/vitals.ts";
import { writeResults } from "../bench/results.ts";
import { Progress } from "./progress.ts";

const benches: Record<string, (stack: BenchStack) => Promise<Figure[]>> = {
  start: benchStart,
  page: benchPage,
  search: benchSearch,
  hold: benchHold,
  place: benchPlace,
  complete: benchComplete,
  latency: benchLatency,
  relay: benchRelay,
  fanout: benchFanout,
  map: benchMap,
  designer: benchDesigner,
  snapshot: benchSnapshot,
  vitals: benchVitals,
  accounts: benchAccounts,
  bounds: benchBounds,
  idle: benchIdle,
};

async function main(args: string[]): Promise<void> {
  const short = args.includes("--short");
  const names = args.filter((arg) => arg !== "--short");
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    console.error(
      `There is no benchmark ${unknown.join(", ")}; the benchmarks are ${Object.keys(benches).join(", ")}.`,
    );
    Deno.exit(2);
  }
  await openRunFolder();
  const progress = new Progress();
  const all: Figure[] = [];
  for (const name of Object.keys(benches)) {
    if (names.length === 0 || names.includes(name)) all.push(...await run(name, progress, short));
  }
  console.log(
    `\n${formatTable(all)}\n\nMeasured in ${progress.elapsed()}; every sample is in bench/results/.`,
  );
}

async function run(name: string, progress: Progress, short: boolean): Promise<Figure[]> {
  const stack = await openStack(progress, short);
  // The servers are detached and do not receive Ctrl-C.
  const interrupt = () => stack.stop().finally(() => Deno.exit(130));
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  try {
    const figures = await benches[name](stack);
    await writeResults(name, figures, stack);
    return figures;
  } finally {
    await stack.stop();
    Deno.removeSignalListener("SIGINT", interrupt);
    Deno.removeSignalListener("SIGTERM", interrupt);
  }
}

await main(Deno.args);
