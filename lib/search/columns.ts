/** The columns by which an event is searched and sorted, as this version of the program computes them. */
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { SEARCH_VERSION, storedWords } from "@/lib/text/search_words.ts";
import { foldText } from "@/lib/text/unicode_forms.ts";

/** Longer titles are sorted by their beginning, since the key has to fit into a cursor. */
const KEY_LENGTH_MAX = 100;

/** The sort key of a title. */
export function titleKeyOf(title: string): string {
  return [...foldText(title)].slice(0, KEY_LENGTH_MAX).join("");
}

/**
 * The columns of an event at a venue. The search text has three lines: the words of the title, of the description, and
 * of venue and city.
 */
export function searchColumns(
  event: { title: string; description: string },
  venue: { name: string; city: string },
) {
  return {
    titleKey: titleKeyOf(event.title),
    searchText: [event.title, event.description, `${venue.name} ${venue.city}`].map(storedWords).join("\n"),
    searchVersion: SEARCH_VERSION,
  };
}

/**
 * Rewrites the columns of one event that were written by an older version of the program. False if none is left, apart
 * from those that other processes are rewriting. One at a time: adding the words of several events could block on
 * another writer.
 */
export async function renewSearchColumns(sql: Sql): Promise<boolean> {
  return await transaction(sql, async (tx) => {
    const [event] = await tx<
      [{ id: string; title: string; description: string; name: string; city: string }?]
    >`
      select e.id, e.title, e.description, v.name, v.city from events e join venues v on v.id = e.venue_id
      where e.search_version < ${SEARCH_VERSION} order by e.search_version limit 1 for update of e skip locked`;
    if (!event) return false;
    await tx`update events set ${tx(searchColumns(event, event))} where id = ${event.id}`;
    return true;
  });
}
