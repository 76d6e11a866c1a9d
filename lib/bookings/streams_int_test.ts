import assert from "node:assert/strict";
import { guest } from "@/lib/auth/identify.ts";
import { Redis } from "ioredis";
import { EventStreams } from "@/lib/http/sse.ts";
import { redisKicks } from "@/lib/messaging/redis_kicks.ts";
import { testPrefix, testRedisUrl } from "@/lib/testing/services.ts";
import { until } from "@/lib/testing/until.ts";
import { BookingStreams } from "./streams.ts";
import { type Sale, withSale } from "./testing.ts";
import type { BookingView } from "./queries.ts";

/** Yields the statuses that a stream sends until it ends. */
async function* statuses(response: Response): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = block.split("\n").find((line) => line.startsWith("data: "));
      if (!data) continue;
      assert.match(block, /^event: status$/m);
      const booking: BookingView = JSON.parse(data.slice("data: ".length));
      yield booking.status + (booking.final ? ", final" : "");
    }
  }
}

function streamsOf({ services }: Sale) {
  const streams = new EventStreams();
  return { streams, bookings: new BookingStreams({ ...services, streams }) };
}

Deno.test("a booking's stream sends its status at once and on each change, and ends after a final one", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    const { streams, bookings } = streamsOf(sale);
    const seen = statuses(bookings.open(await sale.view(bookingId), guest("192.0.2.1")));
    assert.equal((await seen.next()).value, "pending");

    await sale.recordPayment(bookingId, "started");
    await sale.passDeadline(bookingId);
    await sale.settle(bookingId);
    sale.services.eventLog.kick();
    assert.equal((await seen.next()).value, "failed");

    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    sale.services.eventLog.kick();
    assert.equal((await seen.next()).value, "confirmed, final");
    assert.equal((await seen.next()).done, true);
    assert.equal(streams.size, 0);
  }));

Deno.test("the stream of a booking that is already final sends its status and ends", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    const { streams, bookings } = streamsOf(sale);
    const seen = await Array.fromAsync(
      statuses(bookings.open(await sale.view(bookingId), guest("192.0.2.1"))),
    );
    assert.deepEqual(seen, ["failed, final"]);
    assert.equal(streams.size, 0);
  }));

Deno.test({
  name: "a commit in another process wakes a stream long before its next poll",
  ignore: testRedisUrl() === undefined,
  fn: () =>
    withSale(async (sale) => {
      const connections = Array.from({ length: 4 }, () => new Redis(testRedisUrl()!));
      const channel = testPrefix() + "kick";
      const open = (publisher: Redis, subscriber: Redis) =>
        redisKicks({ publisher, subscriber, channel, onError: assert.ifError });
      const web = open(connections[0], connections[1]);
      const worker = open(connections[2], connections[3]);
      try {
        const { bookingId } = await sale.placed(0);
        const streams = new EventStreams();
        const bookings = new BookingStreams({
          ...sale.services,
          eventLog: web,
          streams,
          intervalMs: 3_600_000,
        });
        const seen = statuses(bookings.open(await sale.view(bookingId), guest("192.0.2.1")));
        assert.equal((await seen.next()).value, "pending");

        await until(
          async () => (await connections[0].pubsub("NUMSUB", channel))[1],
          (listeners) => listeners === 2,
        );
        await sale.recordPayment(bookingId, "approved");
        await sale.settle(bookingId);
        worker.kick();
        assert.equal((await seen.next()).value, "confirmed, final");
        assert.equal((await seen.next()).done, true);
      } finally {
        web.stop();
        worker.stop();
        for (const connection of connections) connection.disconnect();
      }
    }),
});

Deno.test("waiting for a booking ends as soon as it is decided", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    const { bookings } = streamsOf(sale);
    const { signal } = new AbortController();
    const decided = bookings.untilDecided(bookingId, { maxMs: 60_000, signal });
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    sale.services.eventLog.kick();
    await decided;
    // A wait that starts late returns at once.
    await bookings.untilDecided(bookingId, { maxMs: 60_000, signal });
  }));

Deno.test("waiting for a booking ends after the maximum time or when the request is aborted", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    const { bookings } = streamsOf(sale);
    const request = new AbortController();
    await bookings.untilDecided(bookingId, { maxMs: 20, signal: request.signal });
    const waiting = bookings.untilDecided(bookingId, { maxMs: 60_000, signal: request.signal });
    request.abort();
    await waiting;
    await bookings.untilDecided(bookingId, { maxMs: 60_000, signal: request.signal });
    assert.equal((await sale.view(bookingId)).status, "pending");
  }));
