/** Lists by pages: what their queries take, and what they answer with. */
import { z } from "zod";
import { InvalidCursor, isCursor } from "@/lib/cursor.ts";
import { storableText } from "@/lib/text/typed_text.ts";

/** A whole number in an address: digits only. Where none is given it is `usual`. */
export function wholeNumber(min: number, max: number, usual: number) {
  const isOne = (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return z.string().refine(isOne, `must be a whole number from ${min} to ${max}, in digits`).transform(Number)
    .meta({ type: "integer", minimum: min, maximum: max, default: usual }).default(usual);
}

export const cursorText = z.string().max(2_000).refine(isCursor, { error: "is not a cursor", abort: true })
  .optional()
  .describe("`nextCursor` of the page before, with the same other parameters");

/** The query of a list. */
export const pageQuery = z.strictObject({ limit: wholeNumber(1, 100, 20), cursor: cursorText });

/** What a list answers with. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("For the next page; null on the last one").meta({
      examples: [null],
    }),
  });
}

/**
 * The part of a list that the address of a page asks for: its first part where the cursor is not one of the list, since
 * people edit addresses and keep old ones. `cursor` is the one that counted.
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

/** What the address of a page asks to search for; empty where that is nothing, or no text that can be searched. */
export function readSearch(search: URLSearchParams): string {
  return searchText.safeParse(search.get("q")?.trim() ?? "").data ?? "";
}
