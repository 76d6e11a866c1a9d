/**
 * Ends the processes that a task has started, however the task ends, even by `kill -9`. The guard is a process in its
 * own session. It watches the task and the commands that launched it (npx and `deno task` do not forward signals). When
 * one of them has ended, it ends every process that works in the task's folder. It reads /proc, so it works only on
 * Linux; elsewhere a task ends its servers only when it stops normally.
 */
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const WATCH_EVERY_MS = 300;
const LOOK_EVERY_MS = 50;
/** How long a process may take to end once interrupted; a durable Postgres first writes its data. */
const PATIENCE_MS = 10_000;
/** Commands that only launch the task, as /proc spells them. */
const LAUNCHER = /^(\S*\/)?deno task |^sh -c '?deno'? |^np[mx] |^(\S*\/)?node \S*\/(npx|npm|deno)\S* /;

export interface Guarded {
  /** The folder to guard. */
  folder: string;
  /** Whether the folder is only for this run, and removed at the end. */
  isTemporary: boolean;
  /** Ends only processes of these programs; by default, all that work in the folder. */
  programs?: string[];
}

/** Starts the guard of this process. */
export async function startGuard(guarded: Guarded): Promise<void> {
  if (Deno.build.os !== "linux") return;
  const watched = [Deno.pid, ...await launchersOf(Deno.pid)];
  const args = ["run", "-A", "--no-config", import.meta.url, JSON.stringify({ ...guarded, watched })];
  spawn(Deno.execPath(), args, { detached: true, stdio: "ignore" }).unref();
}

/**
 * Creates a folder for all temporary files of this process and its children, and guards it. The guard removes it once
 * this process has ended.
 */
export async function openRunFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "aisle_run_" });
  await startGuard({ folder, isTemporary: true });
  Deno.env.set("TMPDIR", `${folder}/tmp`);
  await Deno.mkdir(`${folder}/tmp`);
  return folder;
}

/**
 * Ends the processes whose command, environment or working directory is in the folder: interrupts each once, and kills
 * those that have not ended after ten seconds.
 */
async function endProcessesIn({ folder, programs }: Guarded): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const interrupted = new Set<number>();
  while (true) {
    const pids = await processesIn(folder, programs);
    if (pids.length === 0) return;
    const isLate = Date.now() > deadline;
    for (const pid of pids.filter((pid) => isLate || !interrupted.has(pid))) {
      end(pid, isLate ? "SIGKILL" : "SIGINT");
    }
    for (const pid of pids) interrupted.add(pid);
    await delay(LOOK_EVERY_MS);
  }
}

async function processesIn(folder: string, programs?: string[]): Promise<number[]> {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    const pid = Number(name);
    if (!(pid > 1) || pid === Deno.pid) continue;
    const [program, command, environment, cwd] = await Promise.all([
      ...["comm", "cmdline", "environ"].map((file) => readProcess(pid, file)),
      Deno.readLink(`/proc/${pid}/cwd`).catch(nothing),
    ]);
    const isOurs = [command, environment, `${cwd}/`].some((text) => text.includes(`${folder}/`));
    if (isOurs && (!programs || programs.includes(program.trim()))) found.push(pid);
  }
  return found;
}

function end(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // The process has already ended, or belongs to another user.
  }
}

/** A file of a process in /proc; empty if the process has ended or belongs to another user. */
function readProcess(pid: number, file: string): Promise<string> {
  return Deno.readTextFile(`/proc/${pid}/${file}`).catch(nothing);
}

const nothing = () => "";

/** The ancestors of a process that only launched it, nearest first. */
async function launchersOf(pid: number): Promise<number[]> {
  const parent = Number(/^PPid:\s*(\d+)/m.exec(await readProcess(pid, "status"))?.[1]);
  if (!LAUNCHER.test(await commandOf(parent))) return [];
  return [parent, ...await launchersOf(parent)];
}

async function commandOf(pid: number): Promise<string> {
  return (await readProcess(pid, "cmdline")).replaceAll("\0", " ");
}

async function guard({ watched, ...guarded }: Guarded & { watched: number[] }): Promise<void> {
  const isGone = async (pid: number) => await commandOf(pid) === "";
  while (!(await Promise.all(watched.map(isGone))).includes(true)) await delay(WATCH_EVERY_MS);
  const [task] = watched;
  const deadline = Date.now() + PATIENCE_MS;
  // If only a launcher has ended, the task can stop normally.
  end(task, "SIGTERM");
  while (!await isGone(task) && Date.now() < deadline) await delay(LOOK_EVERY_MS);
  end(task, "SIGKILL");
  await endProcessesIn(guarded);
  if (guarded.isTemporary) await Deno.remove(guarded.folder, { recursive: true }).catch(nothing);
}

if (import.meta.main) await guard(JSON.parse(Deno.args[0]));
