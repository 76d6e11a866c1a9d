import type { Figure } from "./figures.ts";
import type { BenchStack } from "./stack.ts";
export function benchPage(_: BenchStack): Promise<Figure[]> {
  return Promise.resolve([]);
}
