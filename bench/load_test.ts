import assert from "node:assert/strict";
import { parseHead, requestBytes, ResponseReader, runLoad } from "./load.ts";

/** A connection that returns these pieces, one per read. */
function connectionOf(pieces: string[]) {
  const chunks = pieces.map((piece) => new TextEncoder().encode(piece));
  return {
    read(into: Uint8Array): Promise<number | null> {
      const chunk = chunks.shift();
      if (chunk) into.set(chunk);
      return Promise.resolve(chunk?.length ?? null);
    },
  };
}

const RESPONSES = [
  "HTTP/1.1 201 Created\r\ncontent-length: 5\r\n\r\nfirst",
  "HTTP/1.1 204 No Content\r\nx-a: b\r\n\r\n",
  "HTTP/1.1 409 Conflict\r\nContent-Length: 6\r\n\r\nsecond",
].join("");

Deno.test("responses are split correctly wherever the network cuts them", async () => {
  for (let length = 1; length <= RESPONSES.length; length++) {
    const pieces = Array.from(
      { length: Math.ceil(RESPONSES.length / length) },
      (_, n) => RESPONSES.slice(n * length, (n + 1) * length),
    );
    const responses = new ResponseReader(connectionOf(pieces));
    assert.deepEqual([await responses.read(), await responses.read(), await responses.read()], [
      201,
      204,
      409,
    ]);
  }
});

Deno.test("a body longer than the buffer is read to its end", async () => {
  const long = "x".repeat(40_000);
  const responses = new ResponseReader(connectionOf([
    `HTTP/1.1 200 OK\r\ncontent-length: ${3 * long.length}\r\n\r\n`,
    long,
    long,
    `${long}HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n`,
  ]));
  assert.deepEqual([await responses.read(), await responses.read()], [200, 404]);
});

Deno.test("a connection that closes in the middle of a response is an error", async () => {
  const responses = new ResponseReader(connectionOf(["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"]));
  await assert.rejects(responses.read(), /closed the connection/);
});

Deno.test("a response without a content length is an error", () => {
  assert.throws(() => parseHead("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), /without a length/);
  assert.throws(() => parseHead("SSH-2.0-OpenSSH\r\n\r\n"), /not the head/);
});

Deno.test("every request gets one response, and only good responses count as work", async () => {
  const seen: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    seen.push(await request.text());
    return new Response("body", { status: seen.length % 3 === 0 ? 409 : 201 });
  });
  try {
    const result = await runLoad({
      url: `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`,
      connections: 4,
      requests: Array.from({ length: 30 }, (_, n) => requestBytes("POST", "/", {}, { n })),
      isGood: (status) => status === 201,
      durationMsMax: 10_000,
    });
    assert.deepEqual(result.statuses, { 201: 20, 409: 10 });
    assert.equal(result.latenciesMs.length, 20);
    assert.equal(new Set(seen).size, 30);
  } finally {
    await server.shutdown();
  }
});
