/** The words that were meant by a search which finds nothing as it was typed. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { foldedWords } from "@/lib/text/unicode_forms.ts";
import { isListed } from "./search.ts";
import { nearestWord } from "./spelling.ts";

/** Of a long text that nothing has, no word is likely a typing error. */
const WORDS_MAX = 8;
/** How many words like a mistyped one are looked at; trigrams bring them, typing errors decide. */
const NEAR_WORDS = 40;

/**
 * Other words to search for when nothing has those of `q`: each that begins no word of a listed event gives way to the
 * nearest one that a listed event has. Null when all of them are known, or one has nothing near it. `now` in milliseconds.
 */
export async function correctSpelling(sql: Sql, q: string, now: number): Promise<string | null> {
  const words = foldedWords(q);
  if (words.length > WORDS_MAX) return null;
  const listedWith = (query: ReturnType<typeof sql>) =>
    sql`exists (select from events e where ${
      isListed(sql, {}, now)
    } and searched_words(e.search_text) @@ ${query}::tsquery)`;
  const unknown = await deadline(sql<{ typed: string; near: string[] }[]>`
    select typed, array(
      select word from (
        select word, word <-> typed as distance from search_words order by word <-> typed limit ${NEAR_WORDS}
      ) as near
      where ${listedWith(sql`('''' || word || '''')`)}
      order by distance) as near
    from unnest(${[...new Set(words)]}::text[]) as typed
    where not ${listedWith(sql`('''' || typed || ''':*')`)}`);
  const meant = new Map(unknown.map(({ typed, near }) => [typed, nearestWord(typed, near)]));
  if (meant.size === 0 || [...meant.values()].includes(null)) return null;
  return words.map((word) => meant.get(word) ?? word).join(" ");
}
