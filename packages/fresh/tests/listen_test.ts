import assert from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";

Deno.test("listen - serves the app for development, with a socket by which pages detect a restart", async () => {
  const outDir = await Deno.makeTempDir();
  const stop = new AbortController();
  const listening = Promise.withResolvers<number>();
  const builder = new Builder({ root: new URL("./app", import.meta.url).href, outDir });
  const app = new App().use(staticFiles()).fsRoutes();
  const finished = builder.listen(() => Promise.resolve({ app }), {
    port: 0,
    signal: stop.signal,
    onListen: ({ port }) => listening.resolve(port),
  });
  try {
    const port = await listening.promise;
    const html = await (await fetch(`http://localhost:${port}/`)).text();
    assert.match(html, /new WebSocket\(.*\/_frsh\/alive"\)/, "every page detects a restart");
    assert.equal(app.config.mode, "development");

    const socket = new WebSocket(`ws://localhost:${port}/_frsh/alive`);
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    const closed = new Promise((resolve) => socket.addEventListener("close", resolve, { once: true }));
    socket.close();
    await closed;
    const plain = await fetch(`http://localhost:${port}/_frsh/alive`);
    assert.equal(plain.status, 404);
    await plain.body?.cancel();
  } finally {
    stop.abort();
    await finished;
    await Deno.remove(outDir, { recursive: true });
  }
});
