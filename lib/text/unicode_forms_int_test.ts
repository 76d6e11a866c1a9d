/** Compares PostgreSQL's Unicode with the runtime's, where the product compares text in SQL. */
import assert from "node:assert/strict";
import process from "node:process";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { lowerAscii } from "./unicode_forms.ts";
import { allCharacters, formDifferences, textsToNormalize } from "./unicode_forms_testing.ts";

const BATCH = 100_000;
const FORMS = ["NFC", "NFD", "NFKC", "NFKD"];

/** Postgres 18 treats this vowel as an empty final consonant, and drops it after a syllable. */
const LOST = "U+11A7";

/** More than any Unicode release has added, so one of two adjacent releases may lack this many. */
const UNKNOWN_MAX = 12_000;

Deno.test("Postgres normalizes all known text like the runtime in all four forms, except for one vowel", async () => {
  await withDatabase(async (sql) => {
    const texts = textsToNormalize();
    const known = await inBatches(sql, texts, "unicode_assigned(text)::text");
    const byForm: string[][] = [];
    for (const form of FORMS) byForm.push(await inBatches(sql, texts, `normalize(text, ${form})`));
    const forms = texts.map((_, i) => known[i] === "true" ? byForm.map((formed) => formed[i]) : null);
    const { differ, unknown } = formDifferences(texts, forms);
    assert.deepEqual(differ, [LOST]);
    const [{ version }] = await sql<[{ version: string }]>`select unicode_version() as version`;
    assert.ok(
      unknown < UNKNOWN_MAX,
      `Unicode ${version} of Postgres lacks ${unknown} characters of the runtime's ${process.versions.unicode}`,
    );
  });
});

Deno.test("the database and lowerAscii agree on which email addresses are equal, for every character", async () => {
  await withDatabase(async (sql) => {
    const addresses = allCharacters().map((character) => `Adm${character}n@Example.org`);
    const lowered = await inBatches(sql, addresses, 'lower(text collate "C")');
    assert.deepEqual(addresses.filter((address, i) => lowered[i] !== lowerAscii(address)), []);
  });
});

/** Evaluates a SQL expression of `text` for each text. */
async function inBatches(sql: Sql, texts: string[], expression: string): Promise<string[]> {
  const results: string[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const [{ batch }] = await sql<[{ batch: string[] }]>`
      select array_agg(${sql.unsafe(expression)} order by position) as batch
      from unnest(${texts.slice(from, from + BATCH)}::text[]) with ordinality as list(text, position)`;
    results.push(...batch);
  }
  return results;
}
