/** Server-sent events, as a client reads them. */
import assert from "node:assert/strict";
import { Client, findSeats, newBuyer } from "../client.ts";
import type { Steps } from "./steps.ts";

export interface StreamEvent {
  event: string;
  id?: string;
  // deno-lint-ignore no-explicit-any -- whatever the server sent; the tests check it
  data: any;
}

/** The events of a stream, read until `done` returns true or the server ends it. */
export async function readStream(
  { url, token, cookieHeader }: { url: string; token?: string; cookieHeader?: string },
  path: string,
  done: (events: StreamEvent[]) => boolean,
  options: { lastEventId?: string; onEvent?: (events: StreamEvent[]) => Promise<void> } = {},
): Promise<StreamEvent[]> {
  const headers = new Headers();
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (cookieHeader) headers.set("cookie", cookieHeader);
  if (options.lastEventId !== undefined) headers.set("last-event-id", options.lastEventId);
  const abort = new AbortController();
  const giveUp = setTimeout(() => abort.abort(new Error("no further event arrived")), 60_000);
  try {
    const response = await fetch(url + path, { headers, signal: abort.signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
    assert.ok(response.headers.get("x-request-id"));
    const events: StreamEvent[] = [];
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split("\n\n");
      text = blocks.pop()!;
      for (const block of blocks) {
        const event = parseEvent(block);
        if (!event) continue;
        events.push(event);
        Client.onResponse?.("GET", path, { status: response.status, headers: response.headers, body: event });
        await options.onEvent?.(events);
      }
      if (done(events)) break;
    }
    return events;
  } finally {
    clearTimeout(giveUp);
    abort.abort();
  }
}

function parseEvent(block: string): StreamEvent | null {
  const fields = new Map(
    block.split("\n").filter((line) => /^\w/.test(line)).map((line) => {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return null;
  return { event: fields.get("event") ?? "message", id: fields.get("id"), data: JSON.parse(data) };
}

export const streams: Steps = {
  async "are counted at /metrics while they are open"({ url }) {
    const client = new Client(url);
    const { eventId } = await findSeats(client);
    const open = async () =>
      Number(/^aisle_streams_open\{stream="seats"\} (\d+)$/m.exec((await client.get("/metrics")).body)?.[1]);
    let openMeanwhile = 0;
    await readStream({ url }, `/api/events/${eventId}/stream`, () => true, {
      onEvent: async () => void (openMeanwhile = await open()),
    });
    assert.ok(openMeanwhile >= 1, `${openMeanwhile} are open`);
  },

  async "begin with a snapshot and report every change to a hold, one version at a time"({ url }) {
    const buyer = await newBuyer(url);
    const { eventId, seats } = await findSeats(buyer);
    const path = `/api/events/${eventId}/stream`;
    const chart = (await buyer.get(`/api/events/${eventId}/chart`)).body;
    const indexes = seats.slice(0, 3).map((id) =>
      chart.seats.findIndex((seat: { id: string }) => seat.id === id)
    );
    const letters = (events: StreamEvent[]) =>
      indexes.map((index) => {
        const changes = events.slice(1).flatMap(({ data }) => data.seats as [number, string][]);
        return changes.findLast(([seat]) => seat === index)?.[1] ?? events[0].data.statuses[index];
      }).join("");

    let holdId = "";
    let released = false;
    const seen = await readStream(buyer, path, (events) => released && letters(events) === "aaa", {
      async onEvent(events) {
        if (events.length === 1) {
          assert.equal(letters(events), "aaa");
          const [first, second, third] = seats;
          holdId = (await buyer.post(`/api/events/${eventId}/holds`, { seats: [first, second] })).body.id;
          assert.equal(
            (await buyer.call("PUT", `/api/holds/${holdId}`, { seats: [second, third] })).status,
            200,
          );
        }
        if (letters(events) === "ahh") {
          assert.equal((await buyer.call("DELETE", `/api/holds/${holdId}`)).status, 204);
          released = true;
        }
      },
    });
    const [snapshot, ...deltas] = seen;
    assert.equal(snapshot.event, "snapshot");
    assert.equal(snapshot.id, `${snapshot.data.epoch}:${snapshot.data.version}`);
    for (const [at, { event, id, data }] of deltas.entries()) {
      assert.equal(event, "delta");
      assert.equal(data.version, snapshot.data.version + at + 1);
      assert.equal(id, `${snapshot.data.epoch}:${data.version}`);
    }

    const resumed = await readStream(buyer, path, (events) => events.length === deltas.length, {
      lastEventId: snapshot.id,
    });
    assert.deepEqual(resumed, deltas, "a client that reconnects receives what it missed");
    const { body } = await buyer.get(`/api/events/${eventId}/seats`);
    assert.deepEqual([body.epoch, body.version], [snapshot.data.epoch, deltas.at(-1)!.data.version]);
  },

  async "begin with a snapshot after an unknown id, and send nothing to a client that missed nothing"(
    { url },
  ) {
    const buyer = await newBuyer(url);
    const { eventId, seats } = await findSeats(buyer);
    const path = `/api/events/${eventId}/stream`;
    const { epoch, version } = (await buyer.get(`/api/events/${eventId}/seats`)).body;
    const unknownIds = [
      `${epoch}:${version + 1_000_000}`,
      `other:${version}`,
      "nonsense",
      `${epoch}:`,
      `${epoch}:-1`,
    ];
    for (const lastEventId of unknownIds) {
      const [first] = await readStream(buyer, path, (events) => events.length > 0, { lastEventId });
      assert.equal(first.event, "snapshot", lastEventId);
    }
    const current = readStream(buyer, path, (events) => events.length > 0, {
      lastEventId: `${epoch}:${version}`,
    });
    await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 1) });
    const [first] = await current;
    assert.deepEqual([first.event, first.id], ["delta", `${epoch}:${version + 1}`]);
  },

  async "of unknown events are refused, and HEAD opens none"({ url }) {
    const client = new Client(url);
    const { eventId } = await findSeats(client);
    assert.equal((await client.get("/api/events/none/stream")).status, 404);
    const head = await client.call("HEAD", `/api/events/${eventId}/stream`);
    assert.deepEqual([head.status, head.body], [200, ""]);
  },
};
