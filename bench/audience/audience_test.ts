import assert from "node:assert/strict";
import { encodeEvent } from "@/lib/http/sse.ts";
import { Counter, Reader } from "./audience.ts";

const encoder = new TextEncoder();

function event(name: string, id: string, data: object): Uint8Array {
  return encodeEvent({ event: name, id, data: JSON.stringify(data) });
}

/** The bytes a server sends: each write as an HTTP chunk. */
function inChunks(writes: Uint8Array[]): Uint8Array {
  const parts = writes.flatMap((bytes) => [`${bytes.length.toString(16)}\r\n`, bytes, "\r\n"]);
  return Uint8Array.from(
    parts.flatMap((part) => [...typeof part === "string" ? encoder.encode(part) : part]),
  );
}

const head = encoder.encode("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
const snapshot = event("snapshot", "e:4", { epoch: "e", version: 4, statuses: "aaa" });
const delta = (version: number, id = `e:${version}`) => event("delta", id, { version, seats: [[1, "h"]] });

Deno.test("every event is counted once, however the bytes are split", () => {
  const retry = encoder.encode("retry: 1000\n\n");
  const beat = encoder.encode(":\n\n");
  const bytes = [...head, ...inChunks([retry, snapshot, delta(5), beat, delta(6)])];
  for (const length of [1, 2, 7, 50, bytes.length]) {
    for (const listener of [new Counter(), new Reader()]) {
      let events = 0;
      for (let at = 0; at < bytes.length; at += length) {
        events += listener.take(Uint8Array.from(bytes.slice(at, at + length)));
      }
      assert.equal(events, 3);
      if (listener instanceof Reader) assert.deepEqual([listener.state, listener.faults], ["e:6 aha", []]);
    }
  }
});

Deno.test("a reader reports deltas that are missing, repeated, or under the wrong id", () => {
  const rows: [deltas: Uint8Array[], fault: string][] = [
    [[delta(6)], "e:6 came after e:4"],
    [[delta(5), delta(5)], "e:5 came after e:5"],
    [[delta(5, "other:5")], "other:5 is the id of e:5"],
  ];
  for (const [deltas, fault] of rows) {
    const reader = new Reader();
    reader.take(inChunks([snapshot, ...deltas]));
    assert.deepEqual(reader.faults, [fault]);
  }
});
