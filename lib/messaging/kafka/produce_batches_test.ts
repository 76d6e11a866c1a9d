import assert from "node:assert/strict";
import fc from "fast-check";
import type { OutboxRow } from "../event_log.ts";
import { outboxEntry, toMessage } from "../outbox.ts";
import type { Topic } from "../topics.ts";
import { produceBatches } from "./produce_batches.ts";

const ID = "019aad00-0000-7000-8000-000000000000";

function row(seq: number, topic: Topic, key: string, padding = ""): OutboxRow {
  return {
    seq,
    message: toMessage(outboxEntry(topic, key, { bookingId: ID + padding }, { id: ID, now: seq })),
  };
}

Deno.test("messages of a topic go out together under the broker's name", () => {
  const rows = [
    row(1, "booking.attempted", "a"),
    row(2, "booking.failed", "a"),
    row(3, "booking.attempted", "b"),
  ];
  const [batch, ...others] = produceBatches(rows, (topic) => `x-${topic}`);
  assert.equal(others.length, 0);
  assert.deepEqual(batch.map(({ topic, messages }) => [topic, messages.map(({ key }) => String(key))]), [
    ["x-booking.attempted", ["a", "b"]],
    ["x-booking.failed", ["a"]],
  ]);
  assert.deepEqual(JSON.parse(String(batch[0].messages[0].value)), rows[0].message.envelope);
});

Deno.test("without rows there is no request", () => {
  assert.deepEqual(produceBatches([], (topic) => topic), []);
});

Deno.test("requests respect the size limit, lose nothing and keep the order", () => {
  const bytesMax = 1_000;
  const rowSizes = fc.array(fc.nat(1_500), { maxLength: 40 });
  fc.assert(fc.property(rowSizes, (sizes) => {
    const rows = sizes.map((size, i) => row(i, "booking.attempted", String(i), "é".repeat(size / 2)));
    const batches = produceBatches(rows, (topic) => topic, bytesMax).map(([{ messages }]) => messages);
    assert.deepEqual(batches.flat().map(({ key }) => String(key)), rows.map(({ message }) => message.key));
    for (const messages of batches) {
      const bytes = messages.reduce(
        (sum, { value }) => sum + new TextEncoder().encode(String(value)).length,
        0,
      );
      assert.ok(bytes <= bytesMax || messages.length === 1);
    }
  }));
});
