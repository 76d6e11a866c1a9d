/** The test command, interrupted: nothing that it started may keep running. Linux only, like the guard. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { findCommand } from "./stack/child.ts";
import { until } from "@/lib/testing/until.ts";

/** Starts a server and a program, and never ends. */
const ENDLESS_TEST = `
import { embeddedDeployment, startProgram } from "${new URL("../tests/program/program.ts", import.meta.url)}";
Deno.test("endless", async () => {
  await startProgram((await embeddedDeployment.prepare()).env);
  console.log("under way");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});`;

/** The parent of each running process, by id. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [, state, parent] = /\) (\w) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8"))!;
      if (state !== "Z") found.set(Number(name), Number(parent));
    } catch {
      // It ended between the two reads.
    }
  }
  return found;
}

function descendants(pid: number, all = parents()): number[] {
  const children = [...all].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...children, ...children.flatMap((child) => descendants(child, all))];
}

/** The program of a process; empty if it has ended. */
const nameOf = (pid: number) => Deno.readTextFile(`/proc/${pid}/comm`).then((name) => name.trim(), () => "");

/** A whole test run has to start, including the product. */
const START_MS_MAX = 300_000;

/** Starts the test command through `deno task`, in its own process group, and waits until its test is running. */
async function startCommand(folder: string): Promise<ChildProcess> {
  await Deno.mkdir(`${folder}/bin`);
  // Without Java: Kafka is slow to start, and ends like the other servers.
  for (const name of ["redis-server", "setpriv", "sync"]) {
    const path = await findCommand(name);
    if (path) await Deno.symlink(path, `${folder}/bin/${name}`);
  }
  // JavaScript, since TypeScript would be type-checked.
  await Deno.writeTextFile(`${folder}/endless_test.js`, ENDLESS_TEST);
  const command = spawn(Deno.execPath(), ["task", "test", `${folder}/endless_test.js`], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...Deno.env.toObject(), TMPDIR: folder, PATH: `${folder}/bin` },
  });
  let output = "";
  command.stdout!.on("data", (chunk) => output += chunk);
  command.stderr!.on("data", (chunk) => output += chunk);
  await until(
    () => output,
    (text) => text.includes("under way") || command.exitCode !== null,
    START_MS_MAX,
  );
  assert.match(output, /under way/, output);
  return command;
}

const interruptions: Record<string, (command: ChildProcess) => void> = {
  "Ctrl-C, which its whole group receives": ({ pid }) => Deno.kill(-pid!, "SIGINT"),
  "a SIGTERM that only the outer command receives": ({ pid }) => Deno.kill(pid!, "SIGTERM"),
  "kill -9 of its whole group": ({ pid }) => Deno.kill(-pid!, "SIGKILL"),
};

for (const [name, interrupt] of Object.entries(interruptions)) {
  Deno.test({
    name: `nothing keeps running after a test command is ended by ${name}`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "aisle_interrupt_" });
      const command = await startCommand(folder);
      const started = [command.pid!, ...descendants(command.pid!)];
      const names = new Set(await Promise.all(started.map(nameOf)));
      assert.ok(names.has("deno") && names.has("postgres"), [...names].join());
      interrupt(command);
      const left = () => Promise.resolve(started.filter((pid) => parents().has(pid)));
      await until(left, (pids) => pids.length === 0);
      await until(
        () => Promise.resolve(readdirSync(folder)),
        (files) => !files.some((file) => file.startsWith("aisle_run_")),
      );
      await Deno.remove(folder, { recursive: true });
    },
  });
}
