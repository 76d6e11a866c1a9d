import assert from "node:assert/strict";
import { bytesRetainedBy } from "@/lib/testing/memory.ts";
import { acceptsGzip } from "./encodings.ts";

Deno.test("gzip is accepted if it or everything is named, and it is not refused", () => {
  for (const header of ["gzip", "br, GZIP;q=0.5", "gzip, deflate, br, zstd", "*", "br;q=1.0, *;q=0.1"]) {
    assert.equal(acceptsGzip(header), true, header);
  }
  for (const header of [null, "", "br", "gzip;q=0", "gzip; q=0.0, *", "identity", "x-gzip", "gzip;q=bad"]) {
    assert.equal(acceptsGzip(header), false, String(header));
  }
});

Deno.test("only the beginning of a long header is kept in memory", async () => {
  const retained = await bytesRetainedBy(() => {
    for (let n = 0; n < 1_000; n++) {
      const header = new TextDecoder().decode(
        new TextEncoder().encode(`gzip, br;q=0.${n}, `.padEnd(62_000, "x, ")),
      );
      assert.equal(acceptsGzip(header), true);
    }
  });
  assert(retained < 2_000_000, `${retained} bytes`);
});
