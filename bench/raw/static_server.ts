/**
 * The raw limits of reading a file over HTTP: a bare server that reads the file for each request, as a static file
 * server does, and at `/memory` responds with bytes that it read once. Unlike a file server, it does not check whether
 * the file has changed or whether the client already has it.
 */
const file = Deno.env.get("FILE")!;
const inMemory = await Deno.readFile(file);
const headers = {
  "content-type": "application/json",
  ...(inMemory[0] === 0x1f && { "content-encoding": "gzip" }),
};

const respond = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes, { headers });

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, (request) => request.url.endsWith("/memory") ? respond(inMemory) : Deno.readFile(file).then(respond));
