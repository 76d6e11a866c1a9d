/** What the documents name exists: files in backquotes, and the targets of links. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const folders = "bench|components|deploy|docs|islands|lib|packages|routes|static|tasks|tests|workers";
const paths = new RegExp("`((?:" + folders + ")/[\\w./\\[\\]-]*)`", "g");
const links = /\]\((?!https?:)([^)\s#]*)(?:#([^)]*))?\)/g;

const documents = await Array.fromAsync(
  glob(["*.md", "docs/**/*.md"], { cwd: fileURLToPath(root) }),
);

/** The anchors of a document's headings, as GitHub makes them. */
async function anchorsOf(document: URL): Promise<string[]> {
  const text = await Deno.readTextFile(document);
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-")
  );
}

Deno.test("every file that a document names exists", async () => {
  const missing: string[] = [];
  for (const document of documents) {
    for (const [, path] of (await Deno.readTextFile(new URL(document, root))).matchAll(paths)) {
      if (!existsSync(new URL(path, root))) missing.push(`${document}: ${path}`);
    }
  }
  assert.deepEqual(missing, []);
});

Deno.test("every link between documents leads somewhere", async () => {
  const broken: string[] = [];
  for (const document of documents) {
    const at = new URL(document, root);
    for (const [link, path, anchor] of (await Deno.readTextFile(at)).matchAll(links)) {
      const target = path === "" ? at : new URL(path, at);
      const isThere = existsSync(target) &&
        (anchor === undefined || !target.pathname.endsWith(".md") ||
          (await anchorsOf(target)).includes(anchor));
      if (!isThere) broken.push(`${document}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});
