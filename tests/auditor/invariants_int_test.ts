import assert from "node:assert/strict";
import type { Queryable, Transaction } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { seed } from "@/lib/demo/data.ts";
import { databaseViolations, deliveryViolations } from "./invariants.ts";

/** The oldest booking, and another one of the same event. */
const one = (tx: Transaction) => tx`(select id from bookings order by id limit 1)`;
const other = (tx: Transaction) =>
  tx`(select id from bookings where id <> ${one(tx)}
      and event_id = (select event_id from bookings where id = ${one(tx)}) order by id limit 1)`;

/** What breaks each invariant, and the violation that the auditor must report, possibly with others. */
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
    "a valid ticket has no seat of a confirmed booking",
    (tx) => tx`update bookings set status = 'refunded' where id = ${one(tx)}`,
  ],
  [
    "a valid ticket has no seat of a confirmed booking",
    (tx) => tx`update booking_seats set returned_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "a claim has no live booking of that seat",
    (tx) => tx`update booking_seats set returned_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "money taken is not accounted for by seats, fees and refunds",
    (tx) => tx`update booking_seats set returned_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "the seats returned and the refunds of their tickets disagree",
    (tx) => tx`update booking_seats set returned_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "the seats returned and the refunds of their tickets disagree",
    (tx) =>
      tx`insert into refunds (id, booking_id, amount, reason, status, tickets)
         select gen_random_uuid(), booking_id, 0, 'organizer', 'done', array_agg(id)
         from tickets where booking_id = ${one(tx)} group by booking_id`,
  ],
  [
    "money taken is not accounted for by seats, fees and refunds",
    (tx) =>
      tx`insert into refunds (id, booking_id, amount, reason, status, tickets, fee)
         select gen_random_uuid(), booking_id, 0, 'organizer', 'done', array_agg(id), 1
         from tickets where booking_id = ${one(tx)} group by booking_id`,
  ],
  ["a buyer's seat count differs", (tx) => tx`update buyer_seats set seats = seats + 1`],
  ["a buyer's seat count differs", (tx) => tx`delete from buyer_seats`],
  ["a buyer's seat count differs", (tx) => tx`update events set max_seats_per_buyer = 1`],
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
    "a payment and the provider's charge disagree",
    (tx) =>
      tx`with given_up as (
           update payments set status = 'closed' where booking_id = ${one(tx)}
         ) update mock_provider.charges set status = 'processing' where key = ${one(tx)}::text`,
  ],
  [
    "money taken is not accounted for by seats, fees and refunds",
    (tx) => tx`update bookings set status = 'cancelled' where id = ${one(tx)}`,
  ],
  [
    "money taken is not accounted for by seats, fees and refunds",
    (tx) =>
      tx`insert into refunds (id, booking_id, amount, reason, status)
         select gen_random_uuid(), booking_id, amount + 1, 'organizer', 'done'
         from payments where booking_id = ${one(tx)}`,
  ],
  [
    "a buyer was shown a total other than the one charged",
    (tx) => tx`update bookings set shown_total = total + 1 where id = ${one(tx)}`,
  ],
  [
    "a buyer was shown a total other than the one charged",
    (tx) =>
      tx`with shown as (
           update bookings set shown_total = total where id = ${one(tx)}
         ) update mock_provider.charges set amount = amount + 1 where key = ${one(tx)}::text`,
  ],
  [
    "the provider was asked to charge an amount of zero",
    (tx) => tx`update payments set amount = 0 where booking_id = ${one(tx)}`,
  ],
  [
    "a refund and the provider's record of it disagree",
    (tx) =>
      tx`insert into mock_provider.refunds (key, charge_key, amount)
         select 'stray', key, 1 from mock_provider.charges limit 1`,
  ],
  ["does not have exactly one confirmation", (tx) => tx`delete from messages where booking_id = ${one(tx)}`],
  [
    "a message was never published",
    (tx) =>
      tx`insert into outbox (id, topic, key, data) values (gen_random_uuid(), 'booking.attempted', 'x', '{}')`,
  ],
  [
    "a booking is not final",
    (tx) => tx`update bookings set status = 'pending', final = false where id = ${one(tx)}`,
  ],
  [
    "a payment or refund is unfinished",
    (tx) => tx`update payments set status = 'started', next_attempt_at = now() where booking_id = ${one(tx)}`,
  ],
  [
    "a published message never reached a consumer group",
    (tx) =>
      tx`insert into outbox (id, topic, key, data, position)
         values (gen_random_uuid(), 'booking.attempted', 'x', '{}', 1)`,
  ],
  [
    "a message became a dead letter",
    (tx) =>
      tx`insert into dead_letters (id, consumer_group, topic, message, error)
         values (gen_random_uuid(), 'payments', 'booking.attempted', '{}', 'an error')`,
  ],
];

/** All violations that the auditor finds in a database. */
async function violations(sql: Queryable): Promise<string[]> {
  return [...await databaseViolations(sql), ...await deliveryViolations(sql)];
}

class Undo extends Error {}

Deno.test("each breach of an invariant is found", async (t) => {
  await withDatabase(async (sql) => {
    await seed(sql, { now: Date.now(), passwordHash: "hash", site: "http://localhost" });
    assert.deepEqual(await violations(sql), []);
    for (const [index, [violation, breach]] of breaches.entries()) {
      await t.step(`${index + 1}: ${violation}`, async () => {
        const lines: string[] = [];
        const attempt = sql.begin(async (tx) => {
          await breach(tx);
          lines.push(...await violations(tx));
          throw new Undo();
        });
        await assert.rejects(attempt, Undo);
        assert.ok(lines.some((line) => line.includes(violation)), lines.join("\n") || "nothing was found");
      });
    }
    assert.deepEqual(await violations(sql), []);
  });
});
