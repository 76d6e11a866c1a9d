import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { gzipInPieces, PIECE_BYTES } from "./gzip.ts";

Deno.test("bytes of any length survive a round trip", async () => {
  for (const length of [0, 1, PIECE_BYTES, 3 * PIECE_BYTES + 1]) {
    const bytes = Uint8Array.from({ length }, (_, n) => n % 251);
    const compressed = await gzipInPieces(bytes);
    assert.deepEqual(new Uint8Array(gunzipSync(compressed)), bytes);
  }
});

Deno.test("requests are served between the pieces", async () => {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("ok"),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const responses: string[] = [];
  const request = fetch(url).then((response) => response.text()).then((text) => responses.push(text));
  await gzipInPieces(new Uint8Array(40 * PIECE_BYTES));
  assert.deepEqual(responses, ["ok"]);
  await request;
});
