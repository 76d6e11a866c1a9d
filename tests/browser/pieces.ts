/** A page whose HTML arrives in pieces, each only once the one before it has been painted. */
import type { Page } from "playwright-core";

export interface PieceServer {
  /** Opens a page in that many pieces, and waits until the last one has been painted. */
  open(page: Page, path: string, pieces: number): Promise<void>;
}

/** Runs `test` with a proxy of the site that serves the HTML of pages in pieces; everything else passes unchanged. */
export async function withPieces(site: string, test: (server: PieceServer) => Promise<void>): Promise<void> {
  let count = 1;
  /** Lets the next piece of the page go. */
  let release: (() => void) | null = null;
  const ended = new AbortController();

  async function* inPieces(html: string): AsyncGenerator<string> {
    for (const piece of piecesOf(html, count)) {
      yield piece;
      const { promise, resolve } = Promise.withResolvers<void>();
      release = resolve;
      await promise;
    }
  }
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: ended.signal, onListen() {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers, body } = request;
      const response = await fetch(site + pathname + search, { method, headers, body, redirect: "manual" });
      if (!response.headers.get("content-type")?.startsWith("text/html")) return response;
      const own = new Headers(response.headers);
      for (const name of ["content-encoding", "content-length"]) own.delete(name);
      const pieces = ReadableStream.from(inPieces(await response.text()));
      return new Response(pieces.pipeThrough(new TextEncoderStream()), {
        status: response.status,
        headers: own,
      });
    },
  );
  try {
    await test({
      async open(page, path, pieces) {
        count = pieces;
        await page.goto(`http://127.0.0.1:${server.addr.port}${path}`, { waitUntil: "commit" });
        await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
        for (let released = 0; released < pieces; released++) {
          await untilPainted(page);
          release?.();
        }
      },
    });
  } finally {
    ended.abort();
    await server.finished;
  }
}

/** Waits for two frames: what was there before the first has been painted by the second. */
function untilPainted(page: Page): Promise<void> {
  return page.evaluate(() =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
  );
}

/** Cuts a page in front of tags of its `main`, so that the pieces have about the same number of tags. */
function piecesOf(html: string, count: number): string[] {
  const start = html.indexOf("<main");
  const tags = [...html.matchAll(/<\w/g)].map(({ index }) => index).filter((index) => index > start);
  const cuts = Array.from({ length: count - 1 }, (_, n) => tags[Math.floor(n * tags.length / (count - 1))]);
  return [0, ...cuts].map((from, n) => html.slice(from, cuts[n]));
}
