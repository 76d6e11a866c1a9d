/** Live seats over HTTP: what only clients on sockets can show. */
import assert from "node:assert/strict";
import { QUEUED_BYTES_MAX } from "@/lib/http/sse.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { Listener, SEATS, Stage } from "./seat_streams_testing.ts";

interface TestServer {
  stage: Stage;
  server: Deno.HttpServer;
  /** Requests the stream. */
  connect(lastEventId?: string, init?: RequestInit): Promise<Response>;
}

/** Runs `test` with a server that responds to every request with the stream of one event. */
async function withServer(test: (server: TestServer) => Promise<void>, seatCount = SEATS): Promise<void> {
  const stage = new Stage({ seatCount });
  const stream = endpoint("/", {
    GET: method({
      operationId: "theStream",
      summary: "The stream",
      description: "The stream.",
      responses: { 200: { contentType: "text/event-stream" } },
      handle: ({ caller, ctx }) =>
        stage.seatStreams.open(stage.eventId, ctx.req.headers.get("last-event-id"), caller),
    }),
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => callEndpoint(stream, request),
  );
  const connect = (lastEventId?: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`, {
      ...init,
      headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
    });
  try {
    await test({ stage, server, connect });
  } finally {
    stage.streams.closeAll();
    await server.shutdown();
  }
}

/** Polls for a condition that nothing signals, such as a server noticing a closed connection. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const BIG_HALL_SEATS = 12_000;
/** More than loopback sockets buffer between two programs. */
const UNREAD_BYTES_MAX = 64 * 1024 * 1024;

Deno.test("a client that stops reading is dropped and can resume, while others carry on", () =>
  withServer(async ({ stage, connect }) => {
    const [slow, quick] = [new Listener(await connect()), new Listener(await connect())];
    for (const listener of [slow, quick]) await listener.next();
    assert.equal(stage.streams.size, 2);

    const half = Array.from({ length: BIG_HALL_SEATS / 2 }, (_, index) => index);
    const bytesEach = JSON.stringify(half.map((index) => [index, "h"])).length;
    let sentBytes = 0;
    while (stage.streams.size === 2) {
      const hold = await stage.hold(...half);
      await stage.release(hold!);
      await quick.until(await stage.snapshot());
      sentBytes += 2 * bytesEach;
      assert(sentBytes < UNREAD_BYTES_MAX, "more is unread than server and sockets can buffer");
    }
    assert(sentBytes > QUEUED_BYTES_MAX);

    const end = await stage.snapshot();
    assert.equal(await slow.untilEnd(), "", "the stream ends between two events");
    assert(slow.version < end.version, "the slow client has missed some versions");
    await slow.reconnect(connect);
    await quick.until(end);
    await slow.until(end);
    for (const listener of [slow, quick]) {
      assert.equal(listener.statuses, end.statuses);
      await listener.leave();
    }
  }, BIG_HALL_SEATS));

Deno.test("a client that disconnects is forgotten", () =>
  withServer(async ({ stage, connect }) => {
    const leaving = new AbortController();
    await new Listener(await connect(undefined, { signal: leaving.signal })).next();
    assert.equal(stage.streams.size, 1);
    leaving.abort();
    await until(() => stage.streams.size === 0);
  }));

Deno.test("HEAD gets a response and leaves no stream open", () =>
  withServer(async ({ stage, connect }) => {
    const response = await connect(undefined, { method: "HEAD" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.equal(await response.text(), "");
    assert.equal(stage.streams.size, 0);
  }));

Deno.test("a client that returns after a rebuild gets the new board and follows it", () =>
  withServer(async ({ stage, connect }) => {
    const listener = new Listener(await connect());
    await stage.hold(3);
    await listener.until(await stage.snapshot());
    const before = listener.position;
    await stage.board.reset(stage.eventId);
    await listener.reconnect(connect);
    const { event, id } = await listener.next();
    assert.equal(event, "snapshot");
    assert.notEqual(id.split(":")[0], before.split(":")[0]);
    await stage.hold(5);
    await listener.until(await stage.snapshot());
    assert.equal(listener.statuses, (await stage.snapshot()).statuses);
    await listener.leave();
  }));

Deno.test("a stopping server, having sent a retry delay, ends its streams between events without waiting", () =>
  withServer(async ({ stage, server, connect }) => {
    const responses = [await connect(), await connect()];
    await until(() => stage.streams.size === 2);
    stage.streams.closeAll();
    await server.shutdown();
    for (const response of responses) {
      assert.match(await response.text(), /^retry: 1000\n\nevent: snapshot\nid: .+\ndata: .+\n\n$/);
    }
  }));
