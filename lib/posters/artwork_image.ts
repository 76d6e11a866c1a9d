/** Makes artwork from an upload. Only for the thread that renders pictures: see `picture_thread.ts`. */
import sharp from "sharp";
import { distance, parseColour } from "@/lib/design/contrast.ts";
import { type ArtworkFault, ASPECT_MAX, PIXELS_MAX, SIDE_MIN, WORK_SECONDS_MAX } from "./artwork_limits.ts";
import { palettes } from "./drawn_poster.ts";
import { ARTWORK_WIDTH_MAX, type ArtworkType, artworkWidths } from "./poster.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Artwork in all its sizes. */
export interface PreparedArtwork {
  /** SHA-256 of the upload. */
  id: string;
  width: number;
  height: number;
  tint: string;
  pictures: { width: number; type: ArtworkType; bytes: Bytes }[];
}

/** Signatures of JPEG, PNG, WebP and AVIF, checked whatever the file name or headers say. SVG is not accepted. */
const signatures: { at: number; bytes: number[] }[] = [
  { at: 0, bytes: [0xff, 0xd8, 0xff] },
  { at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  // "WEBP" after "RIFF" and a length; "ftypavif" after a length.
  { at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
];

/**
 * Turns an upload upright, makes it opaque, and encodes it in every width as WebP and JPEG, without camera metadata
 * (EXIF, location, thumbnails).
 */
export async function prepareArtwork(upload: Bytes): Promise<PreparedArtwork | { fault: ArtworkFault }> {
  if (!signatures.some(({ at, bytes }) => bytes.every((byte, n) => upload[at + n] === byte))) {
    return { fault: "not-a-picture" };
  }
  const fault = await faultOf(upload);
  if (fault) return { fault };
  const largest = await decode(upload);
  if (!largest) return { fault: "not-a-picture" };
  const { data, info } = largest;
  const raw = { raw: { width: info.width, height: info.height, channels: info.channels } };
  const pictures: PreparedArtwork["pictures"] = [];
  for (const width of artworkWidths(info.width)) {
    const resized = sharp(data, raw).timeout({ seconds: WORK_SECONDS_MAX }).resize({ width });
    pictures.push(
      { width, type: "webp", bytes: new Uint8Array(await resized.clone().webp({ quality: 80 }).toBuffer()) },
      {
        width,
        type: "jpg",
        bytes: new Uint8Array(await resized.clone().jpeg({ quality: 82, mozjpeg: true }).toBuffer()),
      },
    );
  }
  const { dominant } = await sharp(data, raw).stats();
  const digest = await crypto.subtle.digest("SHA-256", upload);
  return {
    id: new Uint8Array(digest).toHex(),
    width: info.width,
    height: info.height,
    tint: nearestTint(dominant),
    pictures,
  };
}

/** What is wrong with a picture according to its header, without decoding it. */
async function faultOf(upload: Bytes): Promise<ArtworkFault | null> {
  try {
    const { width, height } = await sharp(upload, { limitInputPixels: false }).metadata();
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    if (width * height > PIXELS_MAX) return "too-many-pixels";
    if (short < SIDE_MIN) return "too-small";
    return long / short > ASPECT_MAX ? "too-long" : null;
  } catch {
    return "not-a-picture";
  }
}

/** The pixels at the largest width; null if the picture can't be decoded completely. */
async function decode(upload: Bytes) {
  try {
    return await sharp(upload, { limitInputPixels: PIXELS_MAX, failOn: "error", sequentialRead: true })
      .timeout({ seconds: WORK_SECONDS_MAX })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .resize({ width: ARTWORK_WIDTH_MAX, withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch {
    return null;
  }
}

/** The tint of the drawn posters that is closest to a colour: text is readable on each of them (tested). */
function nearestTint({ r, g, b }: { r: number; g: number; b: number }): string {
  const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  const distanceFrom = (tint: string) => distance(parseColour(hex), parseColour(tint), "trichromat");
  return palettes.map(({ tint }) => tint).toSorted((one, other) =>
    distanceFrom(one) - distanceFrom(other)
  )[0];
}
