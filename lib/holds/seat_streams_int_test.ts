/** The live seats over HTTP: clients on sockets, which can do what no stream in memory does. */
import assert from "node:assert/strict";
import { QUEUED_BYTES_MAX } from "@/lib/http/sse.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { Listener, SEATS, Stage } from "./seat_streams_testing.ts";

interface House {
  stage: Stage;
  server: Deno.HttpServer;
  /** Asks for the stream. */
  ask(lastEventId?: string, init?: RequestInit): Promise<Response>;
}

/** Runs `test` with a server that answers everything with the stream of one event. */
async function withServer(test: (house: House) => Promise<void>, seatCount = SEATS): Promise<void> {
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
  const ask = (lastEventId?: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`, {
      ...init,
      headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
    });
  try {
    await test({ stage, server, ask });
  } finally {
    stage.streams.closeAll();
    await server.shutdown();
  }
}

/** Waits for what nobody tells, such as that a server has heard of the end of a connection. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const BIG_HALL_SEATS = 12_000;
/** What sockets of the loopback hold between two programs, and more. */
const UNREAD_BYTES_MAX = 64 * 1024 * 1024;

Deno.test("a client that stops reading is dropped, others hear on, and it goes on when it comes back", () =>
  withServer(async ({ stage, ask }) => {
    const [slow, quick] = [new Listener(await ask()), new Listener(await ask())];
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
      assert(sentBytes < UNREAD_BYTES_MAX, "it leaves more unread than anything may keep");
    }
    assert(sentBytes > QUEUED_BYTES_MAX);

    const end = await stage.snapshot();
    assert.equal(await slow.untilItsEnd(), "", "it ends between two events");
    assert(slow.version < end.version, "it has missed some");
    await slow.reconnect(ask);
    await quick.until(end);
    await slow.until(end);
    for (const listener of [slow, quick]) {
      assert.equal(listener.statuses, end.statuses);
      await listener.leave();
    }
  }, BIG_HALL_SEATS));

Deno.test("a client that goes away is forgotten", () =>
  withServer(async ({ stage, ask }) => {
    const leaving = new AbortController();
    await new Listener(await ask(undefined, { signal: leaving.signal })).next();
    assert.equal(stage.streams.size, 1);
    leaving.abort();
    await until(() => stage.streams.size === 0);
  }));

Deno.test("HEAD is answered and leaves nothing open", () =>
  withServer(async ({ stage, ask }) => {
    const response = await ask(undefined, { method: "HEAD" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.equal(await response.text(), "");
    assert.equal(stage.streams.size, 0);
  }));

Deno.test("who comes back after a rebuild gets the new board, and goes on with it", () =>
  withServer(async ({ stage, ask }) => {
    const listener = new Listener(await ask());
    await stage.hold(3);
    await listener.until(await stage.snapshot());
    const before = listener.position;
    await stage.board.reset(stage.eventId);
    await listener.reconnect(ask);
    const { event, id } = await listener.next();
    assert.equal(event, "snapshot");
    assert.notEqual(id.split(":")[0], before.split(":")[0]);
    await stage.hold(5);
    await listener.until(await stage.snapshot());
    assert.equal(listener.statuses, (await stage.snapshot()).statuses);
    await listener.leave();
  }));

Deno.test("a server that stops has told when to come back, ends its streams whole, and does not wait", () =>
  withServer(async ({ stage, server, ask }) => {
    const responses = [await ask(), await ask()];
    await until(() => stage.streams.size === 2);
    stage.streams.closeAll();
    await server.shutdown();
    for (const response of responses) {
      assert.match(await response.text(), /^retry: 1000\n\nevent: snapshot\nid: .+\ndata: .+\n\n$/);
    }
  }));
