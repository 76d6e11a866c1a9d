/** The columns by which an account's name is searched, as this version of the program computes them. */
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { SEARCH_VERSION, storedWords } from "@/lib/text/search_words.ts";

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
