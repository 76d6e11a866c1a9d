import assert from "node:assert/strict";
import fc from "fast-check";
import { encode } from "uqr";
import { qrCode, qrPath, QUIET_ZONE } from "./qr.ts";

Deno.test("the runs of a code cover exactly its dark modules", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 250, unit: "grapheme-ascii" }), (text) => {
      const { size, runs } = qrCode(text);
      const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
      for (const { x, y, length } of runs) drawn[y].fill(true, x, x + length);
      assert.deepEqual(drawn, encode(text, { ecc: "M", border: 0 }).data);
    }),
    { numRuns: 20 },
  );
});

Deno.test("the path of a code leaves its quiet zone white", () => {
  const code = qrCode("token");
  const side = code.size + 2 * QUIET_ZONE;
  const starts = [...qrPath(code).matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, ...numbers]) =>
    numbers.map(Number)
  );
  assert.equal(starts.length, code.runs.length);
  for (const [x, y, length] of starts) {
    assert.ok(x >= QUIET_ZONE && x + length <= side - QUIET_ZONE, "left and right stay white");
    assert.ok(y >= QUIET_ZONE && y < side - QUIET_ZONE, "top and bottom stay white");
  }
});
