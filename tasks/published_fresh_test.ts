import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { LEFTOVERS, usePublishedFresh } from "./published_fresh.ts";

const root = join(import.meta.dirname!, "..");

/** The modules that remain when the stand-in is removed. */
function modulesThatStay(folder = root): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (/^(\.|_fresh|node_modules)/.test(name) || LEFTOVERS.includes(relative(root, path))) return [];
    return isDirectory ? modulesThatStay(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

Deno.test("switching to the published Fresh removes all of the stand-in and changes nothing else", async () => {
  const copy = await Deno.makeTempDir();
  try {
    for (const path of ["deno.json", "Dockerfile"]) await Deno.copyFile(join(root, path), join(copy, path));
    for (const path of LEFTOVERS) {
      await Deno.mkdir(dirname(join(copy, path)), { recursive: true });
      await Deno.writeTextFile(join(copy, path), "");
    }
    await usePublishedFresh(copy);
    for (const path of LEFTOVERS) {
      await assert.rejects(() => Deno.stat(join(copy, path)), Deno.errors.NotFound);
    }
    assert.doesNotMatch(await Deno.readTextFile(join(copy, "Dockerfile")), /packages/);

    const before = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
    const after = JSON.parse(await Deno.readTextFile(join(copy, "deno.json")));
    for (const name of ["manifest", "published-fresh"]) delete before.tasks[name];
    before.tasks.check = before.tasks.check.replace(" && deno task manifest --check", "");
    before.fmt.exclude = before.fmt.exclude.filter((path: string) => path !== "fresh.gen.ts");
    delete before.links;
    delete before.imports.devalue;
    assert.deepEqual(after, before);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

Deno.test("no remaining module imports the stand-in, its manifest, or its dependencies", async () => {
  for (const path of modulesThatStay()) {
    const text = await Deno.readTextFile(path);
    assert.doesNotMatch(text, /(from|import) *\(?"[^"]*(packages\/fresh|fresh\.gen|devalue)/, path);
  }
});
