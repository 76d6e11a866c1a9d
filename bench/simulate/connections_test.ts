import assert from "node:assert/strict";
import { requestBytes } from "../load.ts";
import { Connections } from "./connections.ts";

/** A server that responds to each request with the next of these lists of texts, each text written separately. */
async function withServer(responses: string[][], test: (connections: Connections) => Promise<void>) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const socket of listener) serve(socket);
  })();
  async function serve(socket: Deno.TcpConn): Promise<void> {
    socket.setNoDelay(true);
    while (await socket.read(new Uint8Array(4_096)) !== null) {
      const pieces = responses.shift();
      if (!pieces) break;
      for (const piece of pieces) await socket.write(new TextEncoder().encode(piece));
    }
    socket.close();
  }
  const connections = new Connections(`http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`);
  try {
    await test(connections);
  } finally {
    connections.close();
    listener.close();
    await serving.catch(() => {});
  }
}

const request = requestBytes("GET", "/");
const ok = (body: string) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${new TextEncoder().encode(body).length}\r\n\r\n${body}`;

Deno.test("responses are complete however they are split, and one connection serves successive requests", () =>
  withServer([
    [ok("Łódź")],
    ["HTTP/1.1 404 Not Fo", "und\r\ncontent-length: 7\r", "\n\r\nnot", "hing"],
    ["HTTP/1.1 204 No Content\r\n\r\n"],
  ], async (connections) => {
    assert.deepEqual(await connections.send(request), { status: 200, body: "Łódź" });
    assert.deepEqual(await connections.send(request), { status: 404, body: "nothing" });
    assert.deepEqual(await connections.send(request), { status: 204, body: "" });
    assert.equal(connections.count, 1);
  }));

Deno.test("a stream is read to its end, however it is split, and leaves its connection free", async () => {
  const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const chunks = ["5\r\ndata:\r\n", "A\r\n 0\n\ndata: \r\n", "3\r\n1\n\n\r\n", "0\r\n\r\n"];
  const text = [head, ...chunks].join("");
  const everySplit = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]);
  await withServer([...everySplit.slice(1), [ok("next")]], async (connections) => {
    for (let n = 1; n < everySplit.length; n++) {
      assert.deepEqual(await connections.send(request), { status: 200, body: "data: 0\n\ndata: 1\n\n" });
    }
    assert.deepEqual(await connections.send(request), { status: 200, body: "next" });
    assert.equal(connections.count, 1);
  });
});

Deno.test("concurrent requests each have a connection", () =>
  withServer([[ok("1")], [ok("2")]], async (connections) => {
    const responses = await Promise.all([connections.send(request), connections.send(request)]);
    assert.deepEqual(responses.map(({ body }) => body).sort(), ["1", "2"]);
    assert.equal(connections.count, 2);
  }));

Deno.test("a connection that ends without a response is an error", () =>
  withServer([], async (connections) => {
    await assert.rejects(connections.send(request), /closed the connection/);
  }));
