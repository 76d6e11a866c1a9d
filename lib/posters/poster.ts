/** The picture of an event: the artwork that its organizer uploaded, or else a drawn poster. */
import { z } from "zod";
import type { Queryable } from "@/lib/db/pool.ts";

/** The widths in which artwork is stored, in pixels; artwork narrower than the largest is also stored in its own width. */
const WIDTHS = [400, 800, 1600];
export const ARTWORK_WIDTH_MAX = WIDTHS[WIDTHS.length - 1];

export const ALT_MAX = 200;

/** A position in percent. */
const percent = z.int().min(0).max(100);
export const focusSchema = z.strictObject({
  x: percent.describe("Percent from the left"),
  y: percent.describe("Percent from the top"),
});
export type Focus = z.infer<typeof focusSchema>;

export const artworkSchema = z.object({
  id: z.string(),
  width: z.int().describe("Width of the largest picture, in pixels"),
  height: z.int(),
  focus: focusSchema.describe("The point to keep when the picture is cropped"),
  alt: z.string().describe("Alternative text; may be empty"),
  tint: z.string().describe("A matching colour, such as `#3a63c2`"),
}).meta({
  id: "Artwork",
  description:
    "Pictures are at `/artwork/{id}/{width}.jpg` and `.webp`, for widths of 400, 800 and 1600 pixels up to `width`.",
});
export type Artwork = z.infer<typeof artworkSchema>;

export const posterSchema = z.object({
  motif: z.string().nullable().describe(
    "The motif of the drawn poster; null until one is chosen on publication",
  ),
  artwork: artworkSchema.nullable(),
});
export type Poster = z.infer<typeof posterSchema>;

export const posterExample: Poster = {
  motif: "waves",
  artwork: {
    id: "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
    width: 1600,
    height: 1067,
    focus: { x: 40, y: 30 },
    alt: "A woman plays a row of turning glasses",
    tint: "#3a63c2",
  },
};

/** SQL: the {@link Poster} of event `e`, as JSON. */
export function posterOf(sql: Queryable) {
  return sql`json_build_object('motif', e.poster_motif, 'artwork', (
    select json_build_object('id', a.id, 'width', a.width, 'height', a.height, 'tint', a.tint,
      'alt', e.artwork_alt, 'focus', json_build_object('x', e.artwork_x, 'y', e.artwork_y))
    from artworks a where a.id = e.artwork_id))`;
}

/** The widths in which artwork of this width is stored, smallest first. */
export function artworkWidths(width: number): number[] {
  return [...WIDTHS.filter((step) => step < width), Math.min(width, ARTWORK_WIDTH_MAX)];
}

export const artworkTypes = { webp: "image/webp", jpg: "image/jpeg" } as const;
export type ArtworkType = keyof typeof artworkTypes;

/** The path of a picture; the content at a path never changes. */
export function artworkPath({ id }: Pick<Artwork, "id">, width: number, type: ArtworkType): string {
  return `/artwork/${id}/${width}.${type}`;
}
