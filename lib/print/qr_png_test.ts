import assert from "node:assert/strict";
import { crc32, inflateSync } from "node:zlib";
import { encode } from "uqr";
import { QUIET_ZONE } from "./qr.ts";
import { qrPng } from "./qr_png.ts";

/** The pixels of an unfiltered one-bit PNG, true for black. Also verifies the checksums. */
function pixelsOf(png: Uint8Array<ArrayBuffer>): boolean[][] {
  const view = new DataView(png.buffer);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const named = png.subarray(at + 4, at + 8 + length);
    assert.equal(view.getUint32(at + 8 + length), crc32(named));
    chunks.set(new TextDecoder().decode(named.subarray(0, 4)), named.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ["IHDR", "IDAT", "IEND"]);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const data = inflateSync(chunks.get("IDAT")!);
  const rowBytes = 1 + Math.ceil(width / 8);
  assert.equal(data.length, rowBytes * height);
  return Array.from({ length: height }, (_, y) => {
    assert.equal(data[y * rowBytes], 0);
    return Array.from({ length: width }, (_, x) => !(data[y * rowBytes + 1 + (x >> 3)] & (0x80 >> (x & 7))));
  });
}

Deno.test("a PNG has all modules of its code in equal size, and the quiet zone", () => {
  for (
    const [text, sideMax] of [["K7QX-2MVD", 480], ["header.payload".repeat(10), 240], ["token", 1]] as const
  ) {
    const { data, size } = encode(text, { ecc: "M", border: 0 });
    const { png, side } = qrPng(text, sideMax);
    const modules = size + 2 * QUIET_ZONE;
    const pixels = side / modules;
    assert.ok(Number.isInteger(pixels));
    assert.ok(sideMax === 1 ? pixels === 1 : side <= sideMax && side + modules > sideMax);
    const expected = Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (_, x) => {
        const module = (at: number) => Math.floor(at / pixels) - QUIET_ZONE;
        return data[module(y)]?.[module(x)] ?? false;
      }));
    assert.deepEqual(pixelsOf(png), expected);
    assert.ok(png.length < 2_000, `${png.length} bytes`);
  }
});
