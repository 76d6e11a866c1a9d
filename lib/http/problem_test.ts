import assert from "node:assert/strict";
import { LANGUAGES, wordsIn } from "@/lib/i18n/words.ts";
import { Problem, type ProblemCode, statuses } from "./problem.ts";

const codes = Object.keys(statuses) as ProblemCode[];

Deno.test("in every language, titles are not sentences and details are", () => {
  for (const language of LANGUAGES) {
    const words = wordsIn(language);
    for (const code of codes) {
      const { title, detail } = new Problem(code).textsIn(words);
      assert.match(title, /^\p{Lu}.*[^.]$/u, `${language} ${code}`);
      assert.match(detail, /^\p{Lu}.*\.$/u, `${language} ${code}`);
      assert(!detail.startsWith(title), `${language}: the detail of ${code} repeats its title`);
    }
  }
});

Deno.test("a problem's texts are in the reader's language, and everything else is the same in all languages", async () => {
  const problem = new Problem("body-too-large", {
    detail: ({ problems }) => problems["body-too-large"].limit({ kib: 64 }),
    errors: [{ path: "name", message: "is needed" }],
    members: { limit: 65_536 },
    headers: { "retry-after": "1" },
  });
  for (const language of LANGUAGES) {
    const words = wordsIn(language);
    const { title, limit } = words.problems["body-too-large"];
    const response = problem.response(words);
    assert.equal(response.status, 413);
    assert.equal(response.headers.get("retry-after"), "1");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual(await response.json(), {
      type: "urn:problem-type:aisle:body-too-large",
      title,
      status: 413,
      detail: limit({ kib: 64 }),
      code: "body-too-large",
      errors: [{ path: "name", message: "is needed" }],
      limit: 65_536,
    });
  }
});
