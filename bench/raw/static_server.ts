/** The raw limit of reading a file over HTTP: a bare server that answers every request with the same bytes. */
const bytes = await Deno.readFile(Deno.env.get("FILE")!);
const headers = {
  "content-type": "application/json",
  ...(bytes[0] === 0x1f && { "content-encoding": "gzip" }),
};

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, () => new Response(bytes, { headers }));
