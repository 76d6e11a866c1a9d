import v8 from "node:v8";
import vm from "node:vm";

/** How many bytes of the heap are still in use after `work` than before, garbage apart. */
export async function bytesKeptBy(work: () => void | Promise<void>): Promise<number> {
  v8.setFlagsFromString("--expose-gc");
  const collect: () => void = vm.runInNewContext("gc");
  collect();
  const before = Deno.memoryUsage().heapUsed;
  await work();
  collect();
  return Deno.memoryUsage().heapUsed - before;
}
