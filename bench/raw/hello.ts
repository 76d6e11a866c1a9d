/** The raw limit of startup: a server that says hello. */
Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, () => new Response("hello"));
