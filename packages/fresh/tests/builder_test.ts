import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { bundleIslands } from "../src/dev/bundle.ts";
import { findIslands, islandEntries } from "../src/islands.ts";
import { manifestText } from "../src/dev/manifest.ts";
import { manifestCommand } from "../src/dev/manifest_command.ts";
import { send } from "./requests.ts";

/** Runs `use` with a temporary folder that has the given files. */
async function withFolder(
  files: Record<string, string>,
  use: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, content] of Object.entries(files)) await write(root, path, content);
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function write(root: string, path: string, content: string): Promise<void> {
  await Deno.mkdir(join(root, path, ".."), { recursive: true });
  await Deno.writeTextFile(join(root, path), content);
}

async function build(root: string, mode: "production" | "development" = "production"): Promise<App<unknown>> {
  const app = new App<unknown>().use(staticFiles()).fsRoutes();
  (await new Builder({ root }).build({ mode, snapshot: "memory" }))(app);
  return app;
}

const ROUTE = `export const handler = (ctx) => ctx.text("here");`;
const PROJECT = {
  "deno.json": `{ "imports": { "@/": "./", "preact": "npm:preact@10.29.8" } }`,
  "routes/index.ts": ROUTE,
  "routes/index_test.ts": "throw new Error('a test is not a route');",
  "routes/(_components)/Part.ts": "throw new Error('nor is a component');",
};
const WITH_ISLAND = {
  ...PROJECT,
  "shout.ts": `export const shout = (text: string) => text.toUpperCase();`,
  "islands/Shout.ts": `import { shout } from "../shout.ts";\nexport default () => shout("loud");`,
};

Deno.test("builder - finds the routes of an app without a manifest, but not its tests or components", () =>
  withFolder(PROJECT, async (root) => {
    const app = await build(root);
    assert.equal(await (await send(app, "/")).text(), "here");
    assert.equal((await send(app, "/index_test")).status, 404);
    assert.equal(app.config.root, root);
    assert.equal(app.config.mode, "production");
  }));

Deno.test("builder - uses the manifest, rewrites a stale one in development, and rejects it in production", () =>
  withFolder(PROJECT, async (root) => {
    const manifest = join(root, "fresh.gen.ts");
    assert.equal(await manifestCommand(root, []), 0);
    assert.equal(await manifestCommand(root, ["--check"]), 0);
    assert.equal(await (await send(await build(root), "/")).text(), "here");

    await write(root, "routes/more.ts", ROUTE);
    await assert.rejects(() => build(root), /is out of date\. Run `deno task manifest`\./);
    await build(root, "development");
    assert.match(await Deno.readTextFile(manifest), /"routes\/more\.ts": route1/);
  }));

Deno.test("builder - --check fails for a missing manifest and writes nothing", () =>
  withFolder(PROJECT, async (root) => {
    const original = console.error;
    const lines: string[] = [];
    console.error = (line) => lines.push(line);
    try {
      assert.equal(await manifestCommand(root, ["--check"]), 1);
      await assert.rejects(() => Deno.stat(join(root, "fresh.gen.ts")), Deno.errors.NotFound);
    } finally {
      console.error = original;
    }
    assert.deepEqual(lines, ["fresh.gen.ts is missing. Run `deno task manifest` and commit the file."]);
  }));

Deno.test("builder - the manifest is the same text for the same folders", () => {
  assert.equal(
    manifestText({ routes: ["routes/[id].tsx", "routes/index.tsx"], islands: [] }),
    `// The routes and islands of this app. Written by \`deno task manifest\`; do not edit.
import * as route0 from "./routes/[id].tsx";
import * as route1 from "./routes/index.tsx";

export default {
  routes: {
    "routes/[id].tsx": route0,
    "routes/index.tsx": route1,
  },
  islands: {},
};
`,
  );
});

Deno.test("builder - islands are bundled with the import map, and may not import what browsers cannot load", () =>
  withFolder(PROJECT, async (root) => {
    const bundle = (text: string) =>
      write(root, "islands/A.ts", text).then(() =>
        bundleIslands({
          root,
          islandFiles: { A: "islands/A.ts" },
          isProduction: true,
          target: "chrome99",
        })
      );
    await write(root, "greeting.ts", `export const greeting = "from the root";`);
    const bundled = await bundle(`import { greeting } from "@/greeting.ts"; export default () => greeting;`);
    assert.match(bundled.files[bundled.entries.A.output], /from the root/);
    await assert.rejects(
      () => bundle(`import "node:fs";`),
      /Browsers cannot load "node:fs", imported by .*A\.ts/,
    );
  }));

/** A function that sends requests to the `server.js` of a build on disk. */
async function serverIn(folder: string): Promise<(path: string, headers?: HeadersInit) => Promise<Response>> {
  const server: { default: { fetch: (req: Request) => Promise<Response> } } = await import(
    join(folder, "server.js")
  );
  return (path, headers) => server.default.fetch(new Request(`http://localhost${path}`, { headers }));
}

Deno.test("builder - server.js serves a build on disk: cacheable forever, with ETags, under one id", async () => {
  const root = fileURLToPath(new URL("./app", import.meta.url));
  const outDir = await Deno.makeTempDir({ prefix: "_fresh_" });
  try {
    const apply = await new Builder({ root, outDir }).build();
    assert.throws(() => apply(new App()), /served by the server\.js/);
    const send = await serverIn(outDir);
    const html = await (await send("/counter")).text();
    const [script, id] = /\/_fresh\/js\/(\w+)\/fresh-runtime\.js/.exec(html)!;
    const served = await send(script);
    assert.equal(served.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(await served.text(), /boot/);
    const etag = served.headers.get("etag")!;
    assert.equal((await send(script, { "if-none-match": etag })).status, 304);
    const css = await send(`/styles.css?__frsh_c=${id}`);
    assert.equal(css.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(await css.text(), await Deno.readTextFile(join(outDir, "static/styles.css")));
    for (const path of ["/..%2fmain.ts", "/styles.css/x", `/${"x".repeat(300)}`, "/snapshot.json"]) {
      assert.equal((await send(path)).status, 404, path);
    }
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
});

Deno.test("builder - the id of a build depends only on its content", () =>
  withFolder(WITH_ISLAND, async (root) => {
    const idOf = async (folder: string) => {
      await new Builder({ root, outDir: join(root, folder) }).build();
      return JSON.parse(await Deno.readTextFile(join(root, folder, "snapshot.json"))).id;
    };
    const first = await idOf("one");
    assert.equal(await idOf("two"), first);
    await write(root, "shout.ts", `export const shout = (text: string) => text + "!";`);
    assert.notEqual(await idOf("three"), first);
  }));

Deno.test("islands - every exported function is one, with a unique and valid name", () => {
  const component = () => null;
  const modules = {
    "islands/nav-bar.tsx": { default: component, limit: 1 },
    "islands/Map.tsx": { default: component, Legend: component },
    "islands/admin/Map.tsx": { default: component },
    "islands/2d.tsx": { default: component },
    "islands/delete.tsx": { default: component },
  };
  const found = findIslands(modules).map(({ name, exportName, path }) => [name, exportName, path]);
  assert.deepEqual(found, [
    ["nav_bar", "default", "islands/nav-bar.tsx"],
    ["Map", "default", "islands/Map.tsx"],
    ["Legend", "Legend", "islands/Map.tsx"],
    ["Map_1", "default", "islands/admin/Map.tsx"],
    ["_2d", "default", "islands/2d.tsx"],
    ["_delete", "default", "islands/delete.tsx"],
  ]);
  assert.deepEqual(Object.values(islandEntries(Object.keys(modules))), [
    "nav-bar",
    "Map",
    "Map_1",
    "2d",
    "delete",
  ]);
});
