/** Paginated lists: their query parameters and responses. */
import { z } from "zod";
import { InvalidCursor, isCursor } from "@/lib/cursor.ts";
import { storableText } from "@/lib/text/typed_text.ts";

/** A whole number in a query: digits only. */
export function wholeNumber(min: number, max: number, defaultValue: number) {
  const isAllowed = (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return z.string().refine(isAllowed, `must be a whole number from ${min} to ${max}, in digits`).transform(
    Number,
  )
    .meta({ type: "integer", minimum: min, maximum: max, default: defaultValue }).default(defaultValue);
}

export const cursorText = z.string().max(2_000).refine(isCursor, { error: "is not a cursor", abort: true })
  .optional()
  .describe("`nextCursor` of the previous page, with the other parameters unchanged");

/** The query of a list. */
export const pageQuery = z.strictObject({ limit: wholeNumber(1, 100, 20), cursor: cursorText });

/** The response of a list. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("The cursor of the next page; null on the last one").meta({
      examples: [null],
    }),
  });
}

/**
 * The part of a list that a page's URL asks for: the first part if the cursor is invalid for the list, since people
 * edit URLs and keep old ones. `cursor` is the one that was used.
 */
export async function readListPage<T extends object>(
  search: URLSearchParams,
  read: (cursor?: string) => Promise<T>,
): Promise<T & { cursor: string | undefined }> {
  const cursor = search.get("cursor") ?? undefined;
  try {
    return { ...await read(cursor), cursor };
  } catch (error) {
    if (!(error instanceof InvalidCursor)) throw error;
    return { ...await read(), cursor: undefined };
  }
}

const searchText = storableText(200);

/** The search text in a page's URL; empty if it is missing or cannot be searched for. */
export function readSearch(search: URLSearchParams): string {
  return searchText.safeParse(search.get("q")?.trim() ?? "").data ?? "";
}
