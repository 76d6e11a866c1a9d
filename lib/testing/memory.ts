import v8 from "node:v8";
import vm from "node:vm";

/** How many more bytes of the heap are in use after `work` than before, not counting garbage. */
export async function bytesRetainedBy(work: () => void | Promise<void>): Promise<number> {
  v8.setFlagsFromString("--expose-gc");
  const collect: () => void = vm.runInNewContext("gc");
  collect();
  const before = Deno.memoryUsage().heapUsed;
  await work();
  collect();
  return Deno.memoryUsage().heapUsed - before;
}
