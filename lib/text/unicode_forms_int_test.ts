/** Postgres' release of Unicode beside the runtime's, and what the product compares in SQL. */
import assert from "node:assert/strict";
import process from "node:process";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { lowerAscii } from "./unicode_forms.ts";
import { allCharacters, formDifferences, textsToForm } from "./unicode_forms_testing.ts";

const BATCH = 100_000;
const FORMS = ["NFC", "NFD", "NFKC", "NFKD"];

/** Postgres 18 takes this vowel for a final consonant, as which it adds nothing, and loses it after a syllable. */
const LOST = "U+11A7";

/** More than any release of Unicode has added: what one of two neighbours may not know. */
const UNKNOWN_MAX = 12_000;

Deno.test("Postgres gives every text that it knows the same four forms as the runtime, but for one vowel", async () => {
  await withDatabase(async (sql) => {
    const texts = textsToForm();
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

Deno.test("of every character, what the database takes as one address is one for look-ups and limits, and no more", async () => {
  await withDatabase(async (sql) => {
    const addresses = allCharacters().map((character) => `Adm${character}n@Example.org`);
    const lowered = await inBatches(sql, addresses, 'lower(text collate "C")');
    assert.deepEqual(addresses.filter((address, i) => lowered[i] !== lowerAscii(address)), []);
  });
});

/** An expression of `text` for each text. */
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
