import assert from "node:assert/strict";
import { guest } from "@/lib/auth/identify.ts";
import { createMetrics } from "@/lib/observability/metrics.ts";
import { StreamCaps, STREAMS_PER_ADDRESS_MAX } from "./stream_caps.ts";
import { encodeEvent, EventStreams, QUEUED_BYTES_MAX, type StreamClient } from "./sse.ts";

const decoder = new TextDecoder();
const reader = guest("192.0.2.1");

/** Opens a stream and returns its client and reader once `onOpen` has been called. */
async function openStream(streams: EventStreams) {
  const opened = Promise.withResolvers<StreamClient>();
  let closings = 0;
  const response = streams.open({ kind: "seats", reader, onOpen: opened.resolve, onClose: () => closings++ });
  assert.ok(response.body);
  const body = response.body.getReader();
  const first = decoder.decode((await body.read()).value);
  const read = async () => decoder.decode((await body.read()).value);
  return { response, reader: body, first, read, client: await opened.promise, closings: () => closings };
}

Deno.test("an event is written with its name, id and data", () => {
  const bytes = encodeEvent({ event: "delta", data: '{"version":2}', id: "abc:2" });
  assert.equal(decoder.decode(bytes), 'event: delta\nid: abc:2\ndata: {"version":2}\n\n');
});

Deno.test("a stream starts with a reconnection delay, then carries the events sent", async () => {
  const streams = new EventStreams({ random: () => 0.5 });
  const { response, first, read, client } = await openStream(streams);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(first, "retry: 2000\n\n");
  client.send(encodeEvent({ event: "a", data: "1" }));
  client.send(encodeEvent({ event: "a", data: "2" }));
  assert.equal(await read(), "event: a\ndata: 1\n\n");
  assert.equal(await read(), "event: a\ndata: 2\n\n");
  client.close();
});

Deno.test("an idle stream carries a repeated comment", async () => {
  const { read, client } = await openStream(new EventStreams({ heartbeatMs: 1 }));
  for (let beats = 0; beats < 3; beats++) assert.equal(await read(), ":\n\n");
  client.close();
});

Deno.test("a stream that nobody reads is never opened", async () => {
  const streams = new EventStreams();
  const response = streams.open({
    kind: "seats",
    reader,
    onOpen: () => assert.fail("opened"),
    onClose: () => assert.fail("closed"),
  });
  await response.body?.cancel();
  assert.equal(streams.size, 0);
});

Deno.test("a client that leaves is closed once, and the heartbeat ends with the last one", async () => {
  const streams = new EventStreams();
  const one = await openStream(streams);
  const two = await openStream(streams);
  assert.equal(streams.size, 2);
  await one.reader.cancel();
  assert.equal(one.closings(), 1);
  one.client.send(encodeEvent({ event: "late", data: "1" }));
  one.client.close();
  assert.equal(one.closings(), 1);
  assert.equal(streams.size, 1);
  two.client.close();
  assert.equal(streams.size, 0);
});

Deno.test("a client that does not read is dropped at the limit, and others are not", async () => {
  const streams = new EventStreams();
  const slow = await openStream(streams);
  const quick = await openStream(streams);
  const chunk = new Uint8Array(64 * 1024);
  for (let sent = 0; sent <= QUEUED_BYTES_MAX; sent += chunk.byteLength) {
    slow.client.send(chunk);
    quick.client.send(chunk);
    await quick.reader.read();
  }
  assert.equal(slow.closings(), 1);
  assert.equal((await slow.reader.read()).done, true, "unread bytes are discarded");
  assert.equal(quick.closings(), 0);
  quick.client.close();
});

Deno.test("the metrics report how many streams are open and how many clients were dropped", async () => {
  const metrics = createMetrics();
  const streams = new EventStreams({ metrics });
  const rows = async () =>
    [...(await metrics.text()).matchAll(/^aisle_streams_(\w+\{stream="\w+"\} \d+)$/gm)].map(([, row]) => row);
  const [slow, quick] = [await openStream(streams), await openStream(streams)];
  assert.deepEqual(await rows(), [
    'open{stream="seats"} 2',
    'open{stream="hold"} 0',
    'open{stream="booking"} 0',
    'dropped_total{stream="seats"} 0',
    'dropped_total{stream="hold"} 0',
    'dropped_total{stream="booking"} 0',
  ]);
  slow.client.send(new Uint8Array(QUEUED_BYTES_MAX + 1));
  slow.client.send(new Uint8Array(QUEUED_BYTES_MAX + 1));
  quick.client.close();
  assert.deepEqual(await rows(), [
    'open{stream="seats"} 0',
    'open{stream="hold"} 0',
    'open{stream="booking"} 0',
    'dropped_total{stream="seats"} 1',
    'dropped_total{stream="hold"} 0',
    'dropped_total{stream="booking"} 0',
  ]);
});

Deno.test("a failure while opening ends the stream", async () => {
  const streams = new EventStreams();
  let closed = false;
  const response = streams.open({
    kind: "seats",
    reader,
    onOpen: () => Promise.reject(new Error("no snapshot")),
    onClose: () => closed = true,
  });
  await assert.rejects(response.text(), /no snapshot/);
  assert.equal(closed, true);
  assert.equal(streams.size, 0);
});

Deno.test("a stopping server ends all streams after their queued bytes, and opens no more", async () => {
  const streams = new EventStreams();
  const { client, read, reader: body } = await openStream(streams);
  client.send(encodeEvent({ event: "last", data: "1" }));
  streams.closeAll();
  assert.equal(await read(), "event: last\ndata: 1\n\n");
  assert.equal((await body.read()).done, true);
  assert.throws(() => streams.open({ kind: "seats", reader, onOpen: () => {} }), { code: "unavailable" });
});

Deno.test("a slot is released when a stream ends, fails, is cancelled, or was never read", async () => {
  const streams = new EventStreams({ caps: new StreamCaps() });
  const open = (onOpen: (client: StreamClient) => void) => streams.open({ kind: "seats", reader, onOpen });
  const fill = () => Array.from({ length: STREAMS_PER_ADDRESS_MAX }, () => open(() => {}));
  const assertFull = () => assert.throws(() => open(() => {}), { code: "rate-limited" });
  const unread = fill();
  assertFull();
  await Promise.all(unread.map(({ body }) => body!.cancel()));

  await open((client) => client.close()).text();
  await assert.rejects(
    open(() => {
      throw new Error("no snapshot");
    }).text(),
  );
  const left = open(() => {}).body!.getReader();
  await left.read();
  await left.cancel();
  fill();
  assertFull();
});
