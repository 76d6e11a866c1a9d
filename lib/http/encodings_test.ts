import assert from "node:assert/strict";
import { acceptsGzip } from "./encodings.ts";

Deno.test("gzip is taken where it is named or everything is, and not refused", () => {
  for (const header of ["gzip", "br, GZIP;q=0.5", "gzip, deflate, br, zstd", "*", "br;q=1.0, *;q=0.1"]) {
    assert.equal(acceptsGzip(header), true, header);
  }
  for (const header of [null, "", "br", "gzip;q=0", "gzip; q=0.0, *", "identity", "x-gzip", "gzip;q=bad"]) {
    assert.equal(acceptsGzip(header), false, String(header));
  }
});
