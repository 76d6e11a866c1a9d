/**
 * The raw limit of live seats: a bare server that reads the feed of `EVENT_ID` as often as the product does and writes
 * the same bytes to every client. Its clients connect while nothing changes and never fall behind, so it need not track
 * their positions; no client is identified, counted or dropped.
 */
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { encodeEvent } from "@/lib/http/sse.ts";

const TICK_MS = 30;
const eventId = Deno.env.get("EVENT_ID")!;
const board = redisBoard({
  urls: Deno.env.get("REDIS_URL")!,
  source: { load: () => Promise.resolve(null) },
  onError: console.error,
});
const clients = new Set<ReadableStreamDefaultController<Uint8Array>>();
let { epoch, version } = await board.snapshot(eventId);

async function tick(): Promise<void> {
  const feed = (await board.feeds([{ eventId, epoch, version }])).get(eventId)!;
  if ("reset" in feed) throw new Error("the board was lost");
  const events = feed.deltas.map((delta) =>
    encodeEvent({ event: "delta", id: `${epoch}:${delta.version}`, data: JSON.stringify(delta) })
  );
  const bytes = new Uint8Array(await new Blob(events).arrayBuffer());
  version += events.length;
  if (events.length > 0) { for (const client of clients) client.enqueue(bytes); }
  setTimeout(tick, TICK_MS);
}
setTimeout(tick, TICK_MS);

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, async () => {
  const snapshot = await board.snapshot(eventId);
  const data = JSON.stringify(snapshot);
  let client: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      client = controller;
      client.enqueue(encodeEvent({ event: "snapshot", id: `${epoch}:${snapshot.version}`, data }));
      clients.add(client);
    },
    cancel() {
      clients.delete(client);
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
});
