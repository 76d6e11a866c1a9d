/** Stored artwork: an upload's pictures in several sizes, named by a hash of its content and shared between events. */
import { BoundedMap } from "@/lib/bounded_map.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import type { PreparedArtwork } from "./artwork_image.ts";
import { type ArtworkType, artworkTypes } from "./poster.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Stores an upload unless it is already stored. Artwork that no event uses is deleted after an hour. */
export async function storeArtwork(
  sql: Sql,
  { id, width, height, tint, pictures }: PreparedArtwork,
): Promise<void> {
  await transaction(sql, async (tx) => {
    // Also rescues artwork that is about to be deleted: the row lock serializes the two.
    await tx`
      insert into artworks ${tx({ id, width, height, tint })}
      on conflict (id) do update set uploaded_at = now()`;
    for (const picture of pictures) {
      await tx`
        insert into artwork_pictures ${tx({ artworkId: id, ...picture })}
        on conflict (artwork_id, width, type) do nothing`;
    }
  });
}

/** Copies the artwork of one event to another. */
export async function copyArtwork(
  tx: Transaction,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await tx`
    update events e set artwork_id = o.artwork_id, artwork_alt = o.artwork_alt, artwork_x = o.artwork_x,
      artwork_y = o.artwork_y
    from events o where o.id = ${from} and e.id = ${to}`;
}

/** Deletes up to `limit` artworks that no event uses and that were uploaded before a time. Returns how many. */
export async function deleteUnusedArtwork(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from artworks where id in (
      select id from artworks a
      where uploaded_at < ${before} and not exists (select from events e where e.artwork_id = a.id)
      limit ${limit}) and uploaded_at < ${before}`);
  return count;
}

/** Limits of the cache of recent pictures. */
const CACHED_MAX = 1_000;
const CACHED_BYTES_MAX = 32 * 1024 * 1024;

/** Reads the pictures of artwork, caching recent ones: they never change. */
export class ArtworkPictures {
  readonly #sql: Sql;
  readonly #cached = new BoundedMap<string, Bytes>(CACHED_MAX, {
    of: (bytes) => bytes.byteLength,
    max: CACHED_BYTES_MAX,
  });

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** A picture in one of its widths; null if there is none. */
  async read(id: string, width: number, type: ArtworkType): Promise<Bytes | null> {
    const key = `${id}/${width}.${type}`;
    const cached = this.#cached.get(key);
    if (cached) return cached;
    const [row] = await deadline(this.#sql<{ bytes: Uint8Array }[]>`
      select bytes from artwork_pictures where artwork_id = ${id} and width = ${width} and type = ${type}`);
    if (!row) return null;
    const bytes = new Uint8Array(row.bytes);
    this.#cached.set(key, bytes);
    return bytes;
  }
}

const PICTURE = /^([1-9]\d{0,3})\.([a-z]+)$/;

/** Parses the last two segments of a picture's path; null if they do not name one. */
export function readPicturePath(
  id: string,
  file: string,
): { id: string; width: number; type: ArtworkType } | null {
  const [, width, type] = PICTURE.exec(file) ?? [];
  const isPicture = /^[0-9a-f]{64}$/.test(id) && type !== undefined && Object.hasOwn(artworkTypes, type);
  return isPicture ? { id, width: Number(width), type: type as ArtworkType } : null;
}
