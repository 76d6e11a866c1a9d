/** Cursors: opaque strings that say where the next page of a list begins. */
import { createHash } from "node:crypto";
import type { z } from "zod";

/** Identifies a list: its name, its owner, and everything that determines its items and their order. */
export type ListKey = readonly [name: string, ...(string | null | undefined)[]];

/** The sort keys and the id of the last item of a page. */
type Position = readonly (string | number)[];

/** The cursor is not from a page of this list: it is made up, truncated, or from a list with other filters. */
export class InvalidCursor extends Error {
  override name = "InvalidCursor";
}

/** A cursor that is valid for this list only. */
export function encodeCursor(list: ListKey, position: Position): string {
  return toText([digest(list, position), ...position]);
}

/** Whether text looks like a cursor of any list. */
export function isCursor(text: string): boolean {
  return fromText(text) !== null;
}

/**
 * The position that {@link encodeCursor} encoded for this list; null for any other text. The checksum is not secret: it
 * catches mistakes. Forging a position only chooses where to start in a list that the client may read anyway.
 */
export function decodeCursor<T extends Position>(
  list: ListKey,
  cursor: string,
  shape: z.ZodType<T>,
): T | null {
  const [checksum, ...position] = fromText(cursor) ?? [];
  const parsed = shape.safeParse(position);
  return parsed.success && checksum === digest(list, parsed.data) ? parsed.data : null;
}

/**
 * Like {@link decodeCursor}, for a request whose cursor is optional: null means the first page.
 * @throws {InvalidCursor}
 */
export function positionAfter<T extends Position>(
  list: ListKey,
  cursor: string | undefined,
  shape: z.ZodType<T>,
): T | null {
  if (cursor === undefined) return null;
  const position = decodeCursor(list, cursor, shape);
  if (position === null) throw new InvalidCursor();
  return position;
}

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Makes a page of `limit` items from `limit + 1` rows, of which the last only shows whether there is a next page. */
export function pageOf<T>(
  list: ListKey,
  rows: readonly T[],
  limit: number,
  position: (last: T) => Position,
): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(list, position(items[limit - 1])) : null };
}

function digest(list: ListKey, position: Position): string {
  const text = JSON.stringify([list.map((part) => part ?? null), position]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}

function toText(value: unknown[]): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

function fromText(text: string): unknown[] | null {
  try {
    const value = JSON.parse(
      new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" })),
    );
    // Base64 has several encodings of one value; only the canonical one is valid.
    return Array.isArray(value) && toText(value) === text ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
