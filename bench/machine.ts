/** What the figures were measured on, and what the measured processes used of it. Linux tells the most. */
import { cpus, release, totalmem, type } from "node:os";

export interface Machine {
  cpu: string;
  cores: number;
  memoryMb: number;
  os: string;
  /** Of the last minute; well above 0 at the start of a run means that others used the machine. */
  load: number;
}

/** The machine that this runs on. */
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

/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;

/** CPU time that a process has used so far, in milliseconds; NaN where the system does not tell. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readProc(`/proc/${pid}/stat`);
  return stat === null ? NaN : parseCpuTicks(stat) * TICK_MS;
}

/** User and system time in ticks, of a `/proc/<pid>/stat`. The name before them may have spaces and brackets. */
export function parseCpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/**
 * CPU time that a process, its descendants and those that have ended used so far, in milliseconds; NaN where the system
 * does not tell. What an ended one used is counted by its parent.
 */
export async function familyCpuMs(pid: number): Promise<number> {
  const stats = await Promise.all((await familyOf(pid)).map((member) => readProc(`/proc/${member}/stat`)));
  if (stats[0] === null) return NaN;
  return stats.reduce((sum, stat) => sum + (stat === null ? 0 : parseFamilyTicks(stat) * TICK_MS), 0);
}

/**
 * Notes the CPU time of some processes, by name, with their families. Later it tells how much each has used since then for
 * each of so many pieces of work, in microseconds: `webCpuMicrosEach` for `web`, and all of them as `serverCpuMicrosEach`.
 */
export async function meterCpu(
  pids: Record<string, number>,
): Promise<(pieces: number) => Promise<Record<string, number>>> {
  const read = () => Promise.all(Object.values(pids).map(familyCpuMs));
  const before = await read();
  return async (pieces) => {
    const after = await read();
    const each = after.map((ms, n) => (ms - before[n]) * 1000 / pieces);
    return {
      serverCpuMicrosEach: each.reduce((sum, micros) => sum + micros, 0),
      ...Object.fromEntries(Object.keys(pids).map((name, n) => [`${name}CpuMicrosEach`, each[n]])),
    };
  };
}

/** User and system time in ticks as {@link parseCpuTicks} gives it, and that of children which have ended. */
function parseFamilyTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/**
 * Memory of a process and all its descendants in MB, what they share counted once (proportional set size); NaN where the
 * system does not tell.
 */
export async function familyMemoryMb(pid: number): Promise<number> {
  const sizes = await Promise.all((await familyOf(pid)).map(memoryMb));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function memoryMb(pid: number): Promise<number> {
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

/** A file of a process, or null when the process has gone or the system has no such file. */
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
