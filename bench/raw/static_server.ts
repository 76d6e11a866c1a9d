/**
 * The raw limits of reading a file over HTTP: a bare server that reads the file for each request, like a static file
 * server, and under `/memory` responds with bytes that it read once. Unlike a file server, it does not check whether the
 * file has changed or whether the client has it already.
 */
const file = Deno.env.get("FILE")!;
const kept = await Deno.readFile(file);
const headers = {
  "content-type": "application/json",
  ...(kept[0] === 0x1f && { "content-encoding": "gzip" }),
};

const respond = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes, { headers });

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, (request) => request.url.endsWith("/memory") ? respond(kept) : Deno.readFile(file).then(respond));
