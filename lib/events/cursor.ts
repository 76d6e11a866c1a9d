import type { z } from "zod";

/** An opaque text that says where the next page of a list begins: the sort key and the id of the last item. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return new TextEncoder().encode(JSON.stringify(position))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The position that {@link encodeCursor} made opaque, or null when the text is not one of that shape. */
export function decodeCursor<T>(cursor: string, shape: z.ZodType<T>): T | null {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    return shape.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Makes a page of `limit` items from rows of which one more was asked for, to see whether there is a next page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  position: (last: T) => readonly (string | number)[],
): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(position(items[limit - 1])) : null };
}
