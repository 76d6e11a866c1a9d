/** The build that production serves, tested on a copy of the product with the permissions of the tasks. */
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

/** Runs `test` on a copy of the product's source, which it may change and build. */
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
        const program = await startProgram(env, "tasks/launch.ts", { cwd, args: ["web"] });
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

/** The path of the JavaScript that every page with an island loads, and the build id in it. */
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
  name: "web serves only the build of the current source, and a running server keeps its files",
  ignore: !canRun(fullDeployment),
  fn: () =>
    withCopy(async ({ run, web, write }) => {
      await assert.rejects(web, isRefusal);
      await run("build");
      const [one, two] = [await web(), await web()];
      const runtime = await runtimeOf(one.url);
      assert.deepEqual(await runtimeOf(two.url), runtime, "all processes of a build have one id");
      await checkAssets(one.url, runtime);
      await checkUnusualRequests(one.url);

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

/** Checks that files of a build may be cached forever, and that others are revalidated. */
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

async function checkUnusualRequests(url: string): Promise<void> {
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
    const head = await sendRaw(url, line);
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `), line);
    assert.ok(head.toLowerCase().includes(`content-type: ${type}`), `${line}\n${head}`);
  }
}

/** Sends a request that `fetch` refuses to send. Returns the head of the response. */
async function sendRaw(url: string, line: string): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `${line} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  return (await new Response(connection.readable).text()).split("\r\n\r\n")[0];
}
