/** QR codes as PNG, for emails: mail clients do not show SVG. */
import { crc32, deflateSync } from "node:zlib";
import { qrCode, QUIET_ZONE } from "./qr.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** One-bit greyscale, not interlaced. */
const FORMAT = [1, 0, 0, 0, 0];

export interface QrPng {
  png: Uint8Array<ArrayBuffer>;
  /** Pixels per side. */
  side: number;
}

/**
 * The QR code of `text`, black on white with its quiet zone: as many whole pixels per module as fit into `sideMax`.
 * About half a kilobyte.
 */
export function qrPng(text: string, sideMax: number): QrPng {
  const { size, runs } = qrCode(text);
  const modules = size + 2 * QUIET_ZONE;
  const pixels = Math.max(1, Math.floor(sideMax / modules));
  const side = modules * pixels;
  // A row is a filter byte (0: none), then eight pixels per byte, 1 for white.
  const rowBytes = 1 + Math.ceil(side / 8);
  const data = new Uint8Array(rowBytes * side).fill(0xff);
  for (let y = 0; y < side; y++) data[y * rowBytes] = 0;
  for (const { x, y, length } of runs) {
    const first = (y + QUIET_ZONE) * pixels * rowBytes;
    const from = (x + QUIET_ZONE) * pixels;
    for (let at = from; at < from + length * pixels; at++) {
      data[first + 1 + (at >> 3)] &= ~(0x80 >> (at & 7));
    }
    for (let copy = 1; copy < pixels; copy++) {
      data.copyWithin(first + copy * rowBytes, first, first + rowBytes);
    }
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, side);
  new DataView(header.buffer).setUint32(4, side);
  header.set(FORMAT, 8);
  return {
    side,
    png: bytesOf(SIGNATURE, chunk("IHDR", header), chunk("IDAT", deflateSync(data)), chunk("IEND")),
  };
}

/** A PNG chunk: its length, its name, its content and a checksum of name and content. */
function chunk(name: string, content: Uint8Array = new Uint8Array()): Uint8Array {
  const named = bytesOf(new TextEncoder().encode(name), content);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, content.length);
  frame.setUint32(4, crc32(named));
  const [length, checksum] = [new Uint8Array(frame.buffer, 0, 4), new Uint8Array(frame.buffer, 4)];
  return bytesOf(length, named, checksum);
}

function bytesOf(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
