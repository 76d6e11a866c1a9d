/** Pictures for tests. */
import { crc32 } from "node:zlib";
import sharp from "sharp";

type Bytes = Uint8Array<ArrayBuffer>;

/** A picture whose left half is red and whose right half is blue, in this format. */
export async function halves(
  { width = 900, height = 600, type = "jpeg" }: {
    width?: number;
    height?: number;
    type?: "jpeg" | "png" | "webp" | "avif" | "gif" | "tiff";
  } = {},
): Promise<Bytes> {
  const half = (background: string) => ({
    create: { width: Math.ceil(width / 2), height, channels: 3 as const, background },
  });
  const left = await sharp(half("#e01010")).png().toBuffer();
  const picture = sharp({ create: { width, height, channels: 3, background: "#1010e0" } })
    .composite([{ input: left, left: 0, top: 0 }]);
  return new Uint8Array(await picture.toFormat(type).toBuffer());
}

/** A picture as a phone takes it: rotated, with EXIF data for its orientation and location. */
export async function phonePicture(): Promise<Bytes> {
  const upright = await halves({ width: 600, height: 900 });
  const turned = sharp(upright).rotate(-90).withMetadata({
    orientation: 6,
  }).withExifMerge({ IFD3: { GPSLatitude: "51/1 30/1 0/1" }, IFD0: { Copyright: "Somebody" } });
  return new Uint8Array(await turned.jpeg().toBuffer());
}

/** A PNG of a few bytes that claims these dimensions. */
export function hugePicture(width: number, height: number): Bytes {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // Eight-bit greyscale.
  header.setUint8(8, 8);
  const chunk = (name: string, data: Uint8Array) => {
    const body = new Uint8Array([...new TextEncoder().encode(name), ...data]);
    const framed = new DataView(new ArrayBuffer(body.length + 8));
    framed.setUint32(0, data.length);
    new Uint8Array(framed.buffer).set(body, 4);
    framed.setUint32(body.length + 4, crc32(body));
    return new Uint8Array(framed.buffer);
  };
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", new Uint8Array([0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1])),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The colour of a picture's pixel, at shares of its width and height. */
export async function colourAt(picture: Bytes, x: number, y: number): Promise<[number, number, number]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) *
    info.channels;
  return [data[at], data[at + 1], data[at + 2]];
}
