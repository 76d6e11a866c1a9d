/** Writes the figures with every sample, the machine and the versions that they were measured on. */
import type { Figure } from "./figures.ts";
import { median, ratioOf } from "./figures.ts";
import { describeMachine } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const FOLDER = new URL("results/", import.meta.url);

/** Writes `bench/results/<date>-<name>.json`; a later run on the same day replaces it. */
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
