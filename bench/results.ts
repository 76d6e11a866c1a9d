/** Writes what was measured, with every sample and what it was measured on. */
import type { Figure } from "./figures.ts";
import { median, ratioOf } from "./figures.ts";
import { describeMachine } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const FOLDER = new URL("results/", import.meta.url);

/** Writes `bench/results/<date>-<name>.json`; a later run of the same day takes the place of an earlier one. */
export async function writeResults(name: string, figures: Figure[], { versions }: BenchStack): Promise<void> {
  const measuredAt = new Date().toISOString();
  const results = {
    name,
    measuredAt,
    machine: describeMachine(),
    versions: { ...Deno.version, ...versions },
    figures: figures.map((figure) => ({
      ...figure,
      median: median(figure.product.map(({ value }) => value)),
      medianOfLimit: median(figure.limit.map(({ value }) => value)),
      ratio: ratioOf(figure),
    })),
  };
  await Deno.mkdir(FOLDER, { recursive: true });
  const file = new URL(`${measuredAt.slice(0, 10)}-${name}.json`, FOLDER);
  await Deno.writeTextFile(file, JSON.stringify(results, null, 2) + "\n");
}
