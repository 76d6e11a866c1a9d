import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import {
  StreamCaps,
  type StreamReader,
  STREAMS_PER_ADDRESS_MAX,
  STREAMS_PER_BUYER_MAX,
} from "./stream_caps.ts";

const user: User = {
  id: "u1",
  email: "a@example.org",
  emailConfirmed: true,
  name: "A",
  role: "visitor",
  locale: null,
};
const from = (address: string): StreamReader => ({ address, user: null, visitorId: null });

/** How many streams the reader can open. */
function countTaken(caps: StreamCaps, readerOf: (at: number) => StreamReader): number {
  for (let taken = 0;; taken++) {
    try {
      caps.acquire(readerOf(taken));
    } catch (error) {
      assert.equal((error as { code: string }).code, "rate-limited");
      return taken;
    }
  }
}

Deno.test("an IPv4 address or IPv6 /64 may have 300 streams, and a released slot can be taken again", () => {
  const caps = new StreamCaps();
  assert.equal(countTaken(caps, () => from("192.0.2.1")), STREAMS_PER_ADDRESS_MAX);
  const release = caps.acquire(from("192.0.2.2"));
  release();
  const inOne = new StreamCaps();
  const first = inOne.acquire(from("2001:db8::1"));
  assert.equal(countTaken(inOne, (at) => from(`2001:db8::${at.toString(16)}`)), STREAMS_PER_ADDRESS_MAX - 1);
  first();
  assert.equal(countTaken(inOne, () => from("2001:db8::2")), 1);
});

Deno.test("an IPv6 /48 may have ten times as many streams as a /64", () => {
  const caps = new StreamCaps();
  assert.equal(
    countTaken(caps, (at) => from(`2001:db8:1:${at.toString(16)}::1`)),
    STREAMS_PER_ADDRESS_MAX * 10,
  );
});

Deno.test("an account may have 20 streams from any addresses, and so may a visitor", () => {
  const caps = new StreamCaps();
  const elsewhere = (at: number) => `192.0.2.${at}`;
  assert.equal(
    countTaken(caps, (at) => ({ address: elsewhere(at), user, visitorId: "v1" })),
    STREAMS_PER_BUYER_MAX,
  );
  assert.equal(
    countTaken(caps, (at) => ({ address: elsewhere(at), user: null, visitorId: "v2" })),
    STREAMS_PER_BUYER_MAX,
  );
});
