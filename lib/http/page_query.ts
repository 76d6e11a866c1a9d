import { z } from "zod";

const cursor = z.uuid();

/** The query of a list that is paged by the id of its last item. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursor.optional().describe("nextCursor of the page before"),
});

/** The cursor in the address of a page with such a list; one that is none is ignored. */
export function readCursor(search: URLSearchParams): string | undefined {
  return cursor.safeParse(search.get("cursor")).data;
}

/** What a list answers with. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("For the next page; null on the last one").meta({
      examples: [null],
    }),
  });
}
