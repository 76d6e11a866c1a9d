import assert from "node:assert/strict";
import type { Transaction } from "@/lib/db/pool.ts";
import { seed } from "@/lib/db/sample_data.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { databaseViolations } from "./invariants.ts";

/** The oldest booking, and another one of the same event. */
const one = (tx: Transaction) => tx`(select id from bookings order by id limit 1)`;
const other = (tx: Transaction) =>
  tx`(select id from bookings where id <> ${one(tx)}
      and event_id = (select event_id from bookings where id = ${one(tx)}) order by id limit 1)`;

/** What breaks each invariant, and what the auditor has to say then, among other things. */
const breaches: [violation: string, breach: (tx: Transaction) => PromiseLike<unknown>][] = [
  [
    "a seat is in two live bookings",
    (tx) =>
      tx`insert into booking_seats
         select ${other(tx)}, seat_index, seat_id, section, row, number, zone, price
         from booking_seats where booking_id = ${one(tx)}`,
  ],
  [
    "a seat of a live booking has no claim",
    (tx) => tx`delete from seat_claims where booking_id = ${one(tx)}`,
  ],
  [
    "a claim has no live booking of that seat",
    (tx) => tx`update seat_claims set booking_id = ${other(tx)} where booking_id = ${one(tx)}`,
  ],
  [
    "a claim has no live booking of that seat",
    (tx) => tx`update bookings set status = 'cancelled' where id = ${one(tx)}`,
  ],
  [
    "a seat of a confirmed booking has no valid ticket",
    (tx) => tx`update tickets set voided_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "a valid ticket has no confirmed booking",
    (tx) => tx`update bookings set status = 'refunded' where id = ${one(tx)}`,
  ],
  ["a buyer's seats are not the count", (tx) => tx`update buyer_seats set seats = seats + 1`],
  ["a buyer's seats are not the count", (tx) => tx`delete from buyer_seats`],
  ["a buyer's seats are not the count", (tx) => tx`update events set max_seats_per_buyer = 1`],
  [
    "a payment and the provider's charge disagree",
    (tx) => tx`update mock_provider.charges set amount = amount + 1 where key = ${one(tx)}::text`,
  ],
  [
    "a payment and the provider's charge disagree",
    (tx) => tx`delete from mock_provider.charges where key = ${one(tx)}::text`,
  ],
  [
    "a payment and the provider's charge disagree",
    (tx) => tx`update payments set status = 'voided' where booking_id = ${one(tx)}`,
  ],
  [
    "money taken is neither a booking nor a refund",
    (tx) => tx`update bookings set status = 'cancelled' where id = ${one(tx)}`,
  ],
  [
    "money taken is neither a booking nor a refund",
    (tx) =>
      tx`insert into refunds (id, booking_id, amount, reason, status)
         select gen_random_uuid(), booking_id, amount + 1, 'organizer', 'done'
         from payments where booking_id = ${one(tx)}`,
  ],
  [
    "a refund that is done and the provider's disagree",
    (tx) =>
      tx`insert into mock_provider.refunds (key, charge_key, amount)
         select 'stray', key, 1 from mock_provider.charges limit 1`,
  ],
  ["has not exactly one confirmation", (tx) => tx`delete from messages where booking_id = ${one(tx)}`],
  [
    "a message was never published",
    (tx) =>
      tx`insert into outbox (id, topic, key, data) values (gen_random_uuid(), 'booking.attempted', 'x', '{}')`,
  ],
];

class Undo extends Error {}

Deno.test("each breach of an invariant is seen", async (t) => {
  await withDatabase(async (sql) => {
    await seed(sql, { now: Date.now(), passwordHash: "hash", address: "http://localhost" });
    assert.deepEqual(await databaseViolations(sql), []);
    for (const [index, [violation, breach]] of breaches.entries()) {
      await t.step(`${index + 1}: ${violation}`, async () => {
        const lines: string[] = [];
        const attempt = sql.begin(async (tx) => {
          await breach(tx);
          lines.push(...await databaseViolations(tx));
          throw new Undo();
        });
        await assert.rejects(attempt, Undo);
        assert.ok(lines.some((line) => line.includes(violation)), lines.join("\n") || "nothing was seen");
      });
    }
    assert.deepEqual(await databaseViolations(sql), []);
  });
});
