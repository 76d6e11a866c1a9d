import assert from "node:assert/strict";
import { join } from "node:path";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { bundleIslands } from "../src/dev/bundle.ts";
import { findIslands } from "../src/dev/islands.ts";
import { manifestText } from "../src/dev/manifest.ts";
import { manifestCommand } from "../src/dev/manifest_command.ts";
import { ask } from "./ask.ts";

/** Lends a folder with the given files. */
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
  "routes/index_test.ts": "throw new Error('a test is no route');",
  "routes/(_components)/Part.ts": "throw new Error('nor is a component');",
};
const WITH_ISLAND = {
  ...PROJECT,
  "shout.ts": `export const shout = (text: string) => text.toUpperCase();`,
  "islands/Shout.ts": `import { shout } from "../shout.ts";\nexport default () => shout("loud");`,
};

Deno.test("builder - finds the routes of an app without a list, but no tests and no components", () =>
  withFolder(PROJECT, async (root) => {
    const app = await build(root);
    assert.equal(await (await ask(app, "/")).text(), "here");
    assert.equal((await ask(app, "/index_test")).status, 404);
    assert.equal(app.config.root, root);
    assert.equal(app.config.mode, "production");
  }));

Deno.test("builder - takes the list where there is one, rewrites a stale one, and refuses it in production", () =>
  withFolder(PROJECT, async (root) => {
    const list = join(root, "fresh.gen.ts");
    assert.equal(await manifestCommand(root, []), 0);
    assert.equal(await manifestCommand(root, ["--check"]), 0);
    assert.equal(await (await ask(await build(root), "/")).text(), "here");

    await write(root, "routes/more.ts", ROUTE);
    await assert.rejects(() => build(root), /does not fit the folders any more\. Run `deno task manifest`\./);
    await build(root, "development");
    assert.match(await Deno.readTextFile(list), /"routes\/more\.ts": route1/);
  }));

Deno.test("builder - the check of a stale or missing list fails and leaves it alone", () =>
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

Deno.test("builder - the list is the same text for the same folders", () => {
  assert.equal(
    manifestText({ routes: ["routes/[id].tsx", "routes/index.tsx"], islands: [] }),
    `// The routes and islands of this app. Written by \`deno task manifest\`; not to be edited.
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

Deno.test("builder - keeps the bundle until a source changes, and its name follows the content", () =>
  withFolder(WITH_ISLAND, async (root) => {
    const kept = join(root, "_fresh", "islands.json");
    const buildIdOf = async () => {
      await build(root);
      return (await Deno.readTextFile(kept)).match(/"digest":"(\w+)"/)?.[1];
    };
    const first = await buildIdOf();
    const { mtime } = await Deno.stat(kept);
    assert.equal(await buildIdOf(), first);
    assert.deepEqual((await Deno.stat(kept)).mtime, mtime, "nothing was bundled again");
    await write(root, "shout.ts", `export const shout = (text: string) => text + "!";`);
    assert.notEqual(await buildIdOf(), first);
  }));

Deno.test("builder - a broken kept bundle is made anew", () =>
  withFolder({ ...WITH_ISLAND, "_fresh/islands.json": "{ half" }, async (root) => {
    await build(root);
    JSON.parse(await Deno.readTextFile(join(root, "_fresh/islands.json")));
    assert.equal(
      (await Array.fromAsync(Deno.readDir(join(root, "_fresh")))).length,
      1,
      "no temporary file stays",
    );
  }));

Deno.test("builder - islands are bundled by the import map, and may not reach what browsers cannot load", () =>
  withFolder(PROJECT, async (root) => {
    const bundle = (text: string) =>
      write(root, "islands/A.ts", text).then(() =>
        bundleIslands({
          root,
          islandFiles: { A: "islands/A.ts" },
          cacheFolder: join(root, "_fresh"),
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

Deno.test("builder - a build to disk leaves a module for deno serve", async () => {
  const root = new URL("./app/", import.meta.url);
  await new Builder({ root: root.href }).build();
  const server: { default: { fetch: (req: Request) => Promise<Response> } } = await import(
    new URL("_fresh/server.js", root).href
  );
  const response = await server.default.fetch(new Request("http://localhost/"));
  assert.match(await response.text(), /<h1>Home<\/h1>/);
});

Deno.test("islands - every exported function is one, under a name that is free and valid", () => {
  const component = () => null;
  const found = findIslands({
    "islands/nav-bar.tsx": { default: component, limit: 1 },
    "islands/Map.tsx": { default: component, Legend: component },
    "islands/admin/Map.tsx": { default: component },
    "islands/2d.tsx": { default: component },
    "islands/delete.tsx": { default: component },
  });
  assert.deepEqual(found.map(({ name, exportName, entry }) => [name, exportName, entry]), [
    ["nav_bar", "default", "nav-bar"],
    ["Map", "default", "Map"],
    ["Legend", "Legend", "Map"],
    ["Map_1", "default", "Map_1"],
    ["_2d", "default", "2d"],
    ["_delete", "default", "delete"],
  ]);
});
