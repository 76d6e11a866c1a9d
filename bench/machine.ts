/** The machine that the figures were measured on, and the resources that processes used, which only Linux reports. */
import { cpus, release, totalmem, type } from "node:os";

export interface Machine {
  cpu: string;
  cores: number;
  memoryMb: number;
  os: string;
  /** Of the last minute. If it is well above 0 at the start of a run, other programs were using the machine. */
  load: number;
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const [first, ...others] = cpus();
  return {
    cpu: first.model,
    cores: others.length + 1,
    memoryMb: Math.round(totalmem() / 1e6),
    os: `${type()} ${release()}`,
    load: Deno.loadavg()[0],
  };
}

/** Linux counts process time in hundredths of a second. */
const TICK_MS = 10;

/** The CPU time a process has used so far, in milliseconds; NaN if the system does not report it. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readProc(`/proc/${pid}/stat`);
  return stat === null ? NaN : parseCpuTicks(stat) * TICK_MS;
}

/** User and system time in ticks, from `/proc/<pid>/stat`. The name before them may have spaces and brackets. */
export function parseCpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/**
 * The CPU time that a process and its descendants have used so far, in milliseconds; NaN if the system does not report
 * it. It includes descendants that have ended: their time is in their parents' figures.
 */
export async function familyCpuMs(pid: number): Promise<number> {
  const stats = await Promise.all((await familyOf(pid)).map((member) => readProc(`/proc/${member}/stat`)));
  if (stats[0] === null) return NaN;
  return stats.reduce((sum, stat) => sum + (stat === null ? 0 : parseFamilyTicks(stat) * TICK_MS), 0);
}

/**
 * Records the CPU time of named processes and their descendants. The returned function resolves to the time that each
 * has used since then per unit of work, in microseconds: `webCpuMicrosEach` for `web`, and `serverCpuMicrosEach` for
 * all together.
 */
export async function meterCpu(
  pids: Record<string, number>,
): Promise<(units: number) => Promise<Record<string, number>>> {
  const read = () => Promise.all(Object.values(pids).map(familyCpuMs));
  const before = await read();
  return async (units) => {
    const after = await read();
    const each = after.map((ms, n) => (ms - before[n]) * 1000 / units);
    return {
      serverCpuMicrosEach: each.reduce((sum, micros) => sum + micros, 0),
      ...Object.fromEntries(Object.keys(pids).map((name, n) => [`${name}CpuMicrosEach`, each[n]])),
    };
  };
}

/** Like {@link parseCpuTicks}, including children that have ended. */
function parseFamilyTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/**
 * The memory of a process and all its descendants in MB, counting shared pages once (proportional set size); NaN if the
 * system does not report it.
 */
export async function familyMemoryMb(pid: number): Promise<number> {
  const [own, ...others] = await Promise.all((await familyOf(pid)).map(memoryMb));
  // A process that has since ended has none.
  return others.reduce((sum, size) => sum + (size || 0), own);
}

/** The memory of one process in MB; see {@link familyMemoryMb}. */
export async function memoryMb(pid: number): Promise<number> {
  const rollup = await readProc(`/proc/${pid}/smaps_rollup`);
  return rollup === null ? NaN : Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1]) * 1024 / 1e6;
}

async function familyOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  try {
    for await (const { name } of Deno.readDir("/proc")) {
      const stat = /^\d+$/.test(name) ? await readProc(`/proc/${name}/stat`) : null;
      if (stat !== null) {
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/** A file of a process, or null if the process has ended or the system has no such file. */
async function readProc(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    // A process may end between opening its file and reading it ("no such process").
    if (
      error instanceof Deno.errors.NotFound ||
      (error instanceof Error && error.message.includes("os error 3"))
    ) {
      return null;
    }
    throw error;
  }
}
