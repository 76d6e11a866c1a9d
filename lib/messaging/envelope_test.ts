import assert from "node:assert/strict";
import fc from "fast-check";
import { v7 as newId } from "uuid";
import { z } from "zod";
import { parseDelivery } from "./envelope.ts";
import { outboxEntry, toMessage } from "./outbox.ts";

const bookingId = newId();
const message = toMessage(outboxEntry("payment.status", bookingId, { bookingId }, { now: 0 }));

Deno.test("a message written to the outbox survives a round trip through JSON", () => {
  assert.deepEqual(parseDelivery(JSON.parse(JSON.stringify(message))), message);
  assert.equal(message.envelope.occurredAt, "1970-01-01T00:00:00.000Z");
});

Deno.test("a delivery with an unknown topic, another topic's type or another version is rejected", () => {
  const { envelope } = message;
  for (
    const wrong of [
      { ...message, topic: "booking.unknown" },
      { ...message, topic: "booking.failed" },
      { ...message, envelope: { ...envelope, version: 2 } },
      { ...message, envelope: { ...envelope, id: "1" } },
      { ...message, envelope: { ...envelope, data: {} } },
      { ...message, envelope: "not JSON" },
    ]
  ) assert.throws(() => parseDelivery(wrong), (error) => error instanceof z.ZodError);
});

Deno.test("any delivery either parses or is rejected as invalid", () => {
  fc.assert(fc.property(fc.anything(), (envelope) => {
    try {
      parseDelivery({ topic: "payment.status", key: "k", envelope });
    } catch (error) {
      assert.ok(error instanceof z.ZodError);
    }
  }));
});
