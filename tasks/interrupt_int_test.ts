/** The test command, interrupted: nothing that it started may stay. Linux only, as the guard is. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { findCommand } from "./stack/child.ts";
import { until } from "@/lib/testing/until.ts";

/** Starts a server and a program of its own, and never ends. */
const ENDLESS_TEST = `
import { embeddedHome, startProgram } from "${new URL("../tests/program/program.ts", import.meta.url)}";
Deno.test("endless", async () => {
  await startProgram((await embeddedHome.prepare()).env);
  console.log("under way");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});`;

/** The processes that run, by id, with the parent of each. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [, state, parent] = /\) (\w) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8"))!;
      if (state !== "Z") found.set(Number(name), Number(parent));
    } catch {
      // Gone between the two.
    }
  }
  return found;
}

function descendants(pid: number, all = parents()): number[] {
  const children = [...all].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...children, ...children.flatMap((child) => descendants(child, all))];
}

const nameOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, "utf8").trim();

/** Starts the test command in a group of its own, with `deno task` around it, and waits until its test is under way. */
async function startCommand(folder: string): Promise<ChildProcess> {
  await Deno.mkdir(`${folder}/bin`);
  // Without Java: Kafka takes long to start, and ends as the others do.
  for (const name of ["redis-server", "setpriv", "sync"]) {
    const path = await findCommand(name);
    if (path) await Deno.symlink(path, `${folder}/bin/${name}`);
  }
  // Not TypeScript, which would be checked.
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
    () => Promise.resolve(output),
    (text) => text.includes("under way") || command.exitCode !== null,
  );
  assert.match(output, /under way/, output);
  return command;
}

const interruptions: Record<string, (command: ChildProcess) => void> = {
  "Ctrl-C, which its whole group gets": ({ pid }) => Deno.kill(-pid!, "SIGINT"),
  "a SIGTERM that only the command around it gets": ({ pid }) => Deno.kill(pid!, "SIGTERM"),
  "kill -9 of all of its group": ({ pid }) => Deno.kill(-pid!, "SIGKILL"),
};

for (const [name, interrupt] of Object.entries(interruptions)) {
  Deno.test({
    name: `nothing stays of a test command that is ended by ${name}`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "aisle_interrupt_" });
      const command = await startCommand(folder);
      const started = [command.pid!, ...descendants(command.pid!)];
      const names = new Set(started.map(nameOf));
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
