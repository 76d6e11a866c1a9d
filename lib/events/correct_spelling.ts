/** Corrects the words of a search that finds nothing as typed. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { nearestWord } from "@/lib/search/spelling.ts";
import { searchPieces } from "@/lib/text/search_words.ts";
import { toNfc } from "@/lib/text/unicode_forms.ts";
import { isListed, pieceQuery } from "./search.ts";

/** In a longer text that matches nothing, typing errors are unlikely to be the reason. */
const WORDS_MAX = 8;
/** How many candidates, ranked by trigrams, are compared with a mistyped word by the number of typing errors. */
const NEAR_WORDS = 40;

/**
 * Corrected words for a search `q` without results: each word that no listed event has is replaced by the nearest one
 * that a listed event has. Null if all words are known, or if an unknown one has none near it, as always in scripts
 * without spaces between words. `now` in milliseconds.
 */
export async function correctSpelling(sql: Sql, q: string, now: number): Promise<string | null> {
  const pieces = searchPieces(q);
  if (pieces.length > WORDS_MAX) return null;
  const asked = [...new Map(pieces.map((piece) => [piece.text, piece])).values()];
  const listedWith = (query: ReturnType<typeof sql>) =>
    sql`exists (select from events e where ${
      isListed(sql, {}, now)
    } and searched_words(e.search_text) @@ ${query}::tsquery)`;
  const unknown = await deadline(sql<{ text: string; spelling: string | null; near: string[] }[]>`
    select text, spelling, array(
      select word from (
        select word, word <-> spelling as distance from search_words order by word <-> spelling limit ${NEAR_WORDS}
      ) as near
      where spelling is not null and ${listedWith(sql`('''' || word || '''')`)}
      order by distance) as near
    from unnest(${asked.map(({ text }) => text)}::text[], ${asked.map(({ spelling }) => spelling)}::text[], ${
    asked.map((piece) => pieceQuery(piece))
  }::text[]) as asked (text, spelling, query)
    where not ${listedWith(sql`query`)}`);
  const meant = new Map(
    unknown.map(({ text, spelling, near }) => [text, spelling && nearestWord(spelling, near)]),
  );
  if (meant.size === 0 || [...meant.values()].includes(null)) return null;
  return toNfc(pieces.map(({ text }) => meant.get(text) ?? text).join(" "));
}
