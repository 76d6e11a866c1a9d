/** Runs an SQL script with pgbench, PostgreSQL's own load generator: what the database alone can do. */
import { findPgbench } from "../tasks/stack/pgbench.ts";
import type { Sample } from "./figures.ts";
import { meterCpu } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

export interface PgbenchRun {
  databaseUrl: string;
  /** A file in `bench/raw/`. */
  script: string;
  clients: number;
  /** For all clients together. Each counts its own from 1 in the variable `counter`. */
  transactions: number;
  /** Further variables of the script. */
  variables: Record<string, string | number>;
}

/** More threads would take CPU time from the server. */
const THREADS = 2;

/**
 * Transactions of the script per second, not counting the time to connect.
 * @throws {Error} if pgbench is missing or a transaction failed, because then not all the work was done.
 */
export async function runPgbench(stack: BenchStack, run: PgbenchRun): Promise<Sample> {
  const command = await findPgbench();
  if (!command) throw new Error("pgbench is missing; install it with `deno task stack install pgbench`");
  const each = Math.floor(run.transactions / run.clients);
  const variables = { counter: 0, ...run.variables };
  const readCpu = await meterCpu({ postgres: stack.pids.PostgreSQL });
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [
      ["--no-vacuum", "--protocol=prepared", `--jobs=${THREADS}`],
      [`--client=${run.clients}`, `--transactions=${each}`],
      [`--file=${new URL(`raw/${run.script}`, import.meta.url).pathname}`],
      Object.entries(variables).map(([name, value]) => `--define=${name}=${value}`),
      run.databaseUrl,
    ].flat(),
  }).output();
  const report = new TextDecoder().decode(stdout);
  const rate = /^tps = ([\d.]+) \(without/m.exec(report)?.[1];
  const done = Number(/processed: (\d+)\//.exec(report)?.[1]);
  if (!success || !rate || done !== each * run.clients) {
    throw new Error(`pgbench failed: ${new TextDecoder().decode(stderr)}${report}`);
  }
  return { value: Number(rate), completed: done, rejected: 0, ...await readCpu(done) };
}
