/** Searching for people, and the columns by which their names are searched, as this version of the program computes them. */
import { type Queryable, type Sql, transaction } from "@/lib/db/pool.ts";
import { SEARCH_VERSION, type SearchPiece, searchTerms, storedWords } from "@/lib/text/search_words.ts";
import { lowerAscii } from "@/lib/text/unicode_forms.ts";

/** The columns stored for a name. */
export function nameColumns(name: string) {
  return { name, searchName: storedWords(name), searchVersion: SEARCH_VERSION };
}

/**
 * Rewrites the columns of one account that were written by an older version of the program. False if none is left,
 * apart from those that other processes are rewriting.
 */
export async function renewNameColumns(sql: Sql): Promise<boolean> {
  return await transaction(sql, async (tx) => {
    const [user] = await tx<[{ id: string; name: string }?]>`
      select id, name from users where search_version < ${SEARCH_VERSION}
      order by search_version limit 1 for update skip locked`;
    if (!user) return false;
    await tx`update users set ${tx(nameColumns(user.name))} where id = ${user.id}`;
    return true;
  });
}

/**
 * SQL: whether what was typed is a prefix of the email address of user `u`, or each of its words begins one of the
 * name. True if nothing was typed.
 */
export function matchesPerson(sql: Queryable, typed: string) {
  if (typed.trim() === "") return sql`true`;
  // A space before each word lets a substring match find the beginnings of words.
  const hasAll = (pieces: SearchPiece[]) =>
    sql`' ' || u.search_name like all(${pieces.map(({ prefixes }) => `% ${prefixes.join(" ")}%`)}::text[])`;
  const terms = searchTerms(typed).map((alternatives) =>
    sql`(${alternatives.map(hasAll).reduce((a, b) => sql`${a} or ${b}`)})`
  );
  return sql`(
    starts_with(lower(u.email collate "C"), ${lowerAscii(typed.trim())})
    or ${terms.length > 0 ? terms.reduce((all, term) => sql`${all} and ${term}`) : sql`false`})`;
}
