/** The build that production serves, as processes with the permissions of their tasks, on a copy of the product. */
import assert from "node:assert/strict";
import manifest from "@/deno.json" with { type: "json" };
import { canRun, fullDeployment, type Program, StartFailed, startProgram } from "./program.ts";

const root = new URL("../..", import.meta.url).pathname;

interface Copy {
  /** Runs a task as `deno task` does, until it ends. */
  run(task: "build"): Promise<void>;
  /** Starts a web server. */
  web(): Promise<Program>;
  write(path: string, text: string): Promise<void>;
}

/** A copy of the product's source, which a test may change and build. */
async function withCopy(test: (copy: Copy) => Promise<void>): Promise<void> {
  const { env, clean } = await fullDeployment.prepare();
  const cwd = await Deno.makeTempDir({ prefix: "aisle_copy_" });
  const programs: Program[] = [];
  try {
    for (const { name } of Deno.readDirSync(root)) {
      if ([".git", ".data", "_fresh", "node_modules"].includes(name)) continue;
      await run(["cp", "-R", `${root}${name}`, cwd], root);
    }
    await Deno.symlink(`${root}node_modules`, `${cwd}/node_modules`);
    await test({
      run: (task) => run(manifest.tasks[task].replace("deno", Deno.execPath()).split(" "), cwd),
      async web() {
        const flags = manifest.tasks.web.split(" ").filter((word) => word.startsWith("--allow-"))
          .map((flag) =>
            flag.replace("=.data", `=${env.DATA_DIR}`).replace("=node_modules", `=${root}node_modules`)
          );
        const program = await startProgram(env, "tasks/web.ts", { cwd, flags });
        programs.push(program);
        return program;
      },
      write: (path, text) => Deno.writeTextFile(`${cwd}/${path}`, text),
    });
  } finally {
    await Promise.all(programs.map((program) => program.end("SIGTERM")));
    await Deno.remove(cwd, { recursive: true });
    await clean();
  }
}

async function run([command, ...args]: string[], cwd: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, cwd }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** The address of the JavaScript that every page with an island loads, and the id of the build in it. */
async function runtimeOf(url: string): Promise<{ path: string; id: string }> {
  const [path, id] = /\/_fresh\/js\/(\w+)\/fresh-runtime\.js/.exec(await textOf(`${url}/events`))!;
  return { path, id };
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return await response.text();
}

function isRefusal(error: unknown): boolean {
  return error instanceof StartFailed && error.code === 1 &&
    /^There is no build of this source; `deno task build` makes one\.$/m.test(error.output);
}

Deno.test({
  name: "web serves the build of this very source and no other, and a running one keeps its files",
  ignore: !canRun(fullDeployment),
  fn: () =>
    withCopy(async ({ run, web, write }) => {
      await assert.rejects(web, isRefusal);
      await run("build");
      const [one, two] = [await web(), await web()];
      const runtime = await runtimeOf(one.url);
      assert.deepEqual(await runtimeOf(two.url), runtime, "one id for all processes of a build");
      await checkAssets(one.url, runtime);
      await checkStrangeRequests(one.url);

      await write("static/styles/base.css", "p { color: red }");
      await write("islands/LiveSearch.tsx", "export default () => null;");
      await assert.rejects(web, isRefusal);
      await run("build");
      const next = await web();
      const nextRuntime = await runtimeOf(next.url);
      assert.notEqual(nextRuntime.id, runtime.id);
      assert.match(await textOf(`${next.url}/styles/site.css`), /}p{color:red}@layer/);
      assert.match(await textOf(`${one.url}${runtime.path}`), /boot/);
      assert.match(await textOf(`${one.url}/styles/site.css?__frsh_c=${runtime.id}`), /site-header/);
      assert.deepEqual(await runtimeOf(one.url), runtime);
    }),
});

/** What changes with the build may be kept for ever; the rest is asked for again, and is answered 304. */
async function checkAssets(url: string, { path, id }: { path: string; id: string }): Promise<void> {
  for (const asset of [path, `/styles/base.css?__frsh_c=${id}`]) {
    const response = await fetch(`${url}${asset}`);
    await response.body?.cancel();
    assert.equal(response.headers.get("cache-control"), "public, max-age=31536000, immutable", asset);
    const etag = response.headers.get("etag")!;
    assert.match(etag, /^W\/"[^"]+"$/);
    const again = await fetch(`${url}${asset}`, { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304);
  }
  const plain = await fetch(`${url}/styles/base.css`);
  await plain.body?.cancel();
  assert.match(plain.headers.get("cache-control")!, /no-cache/);
}

async function checkStrangeRequests(url: string): Promise<void> {
  const rows: [line: string, status: number, type: string][] = [
    ["GET /..%2Fdeno.json", 404, "text/html"],
    ["GET /styles/base.css/x", 404, "text/html"],
    [`GET /${"x".repeat(300)}`, 404, "text/html"],
    ["GET /events/%ff", 404, "text/html"],
    ["GET /%", 404, "text/html"],
    ["GET /api/events/%E0%A4%A", 404, "application/problem+json"],
    ["GET /api/%zz", 404, "application/problem+json"],
    ["TRACE /api/me", 405, "application/problem+json"],
    ["PROPFIND /api/events", 405, "application/problem+json"],
    ["PROPFIND /events", 405, "text/html"],
    ["constructor /events", 405, "text/html"],
  ];
  for (const [line, status, type] of rows) {
    const head = await askRaw(url, line);
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `), line);
    assert.ok(head.toLowerCase().includes(`content-type: ${type}`), `${line}\n${head}`);
  }
}

/** The head of the answer to a request that `fetch` would not send. */
async function askRaw(url: string, line: string): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `${line} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  return (await new Response(connection.readable).text()).split("\r\n\r\n")[0];
}
