/** Cursors: opaque texts that say where the next page of a list begins. */
import { createHash } from "node:crypto";
import type { z } from "zod";

/** A list: its name, whose it is, and all that decides which items it has and in which order. */
export type ListKey = readonly [name: string, ...(string | null | undefined)[]];

/** Sort keys and the id of the last item of a page. */
type Position = readonly (string | number)[];

/** A cursor was sent that no page of this list gave: made up, cut off, or of a list with other filters. */
export class InvalidCursor extends Error {
  override name = "InvalidCursor";
}

/** A cursor that is good for this list alone. */
export function encodeCursor(list: ListKey, position: Position): string {
  return toText([digest(list, position), ...position]);
}

/** Whether a text looks like a cursor, of whatever list. */
export function isCursor(text: string): boolean {
  return fromText(text) !== null;
}

/**
 * The position that {@link encodeCursor} made opaque for this list; null when the text is anything else. The check is not
 * a secret: it finds mistakes. Who makes up a position has only chosen where to start in a list that is theirs to read.
 */
export function decodeCursor<T extends Position>(
  list: ListKey,
  cursor: string,
  shape: z.ZodType<T>,
): T | null {
  const [check, ...position] = fromText(cursor) ?? [];
  const parsed = shape.safeParse(position);
  return parsed.success && check === digest(list, parsed.data) ? parsed.data : null;
}

/**
 * As {@link decodeCursor}, for a request that may have none: null is the first page.
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

/** Makes a page of `limit` items from rows of which one more was asked for, to see whether there is a next page. */
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
    // Base64 has several spellings of one value; only ours counts.
    return Array.isArray(value) && toText(value) === text ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
