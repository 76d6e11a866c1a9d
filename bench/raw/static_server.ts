/**
 * The raw limits of reading a file over HTTP: a bare server that reads the file for each request, as a server of static
 * files does, and under `/memory` answers with bytes that it read once. It leaves out what such a server does besides:
 * looking whether the file has changed, and answering who has it already.
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
