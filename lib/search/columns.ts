/** The columns of an event by which it is searched and sorted, as this version of the program makes them. */
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { SEARCH_VERSION, storedWords } from "@/lib/text/search_words.ts";
import { foldText } from "@/lib/text/unicode_forms.ts";

/** Longer titles are sorted by their beginning: the key has to fit into a cursor. */
const KEY_LENGTH_MAX = 100;

/** A title as it is sorted. */
export function titleKeyOf(title: string): string {
  return [...foldText(title)].slice(0, KEY_LENGTH_MAX).join("");
}

/**
 * The columns of an event at a venue. What is searched stands line by line: the words of the title, of the description, of
 * venue and city.
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
 * Writes the columns of one event again that an older version of the program has written. False when there is none left that
 * nobody else is writing. One at a time: whoever adds words of several events might wait for another who does.
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
