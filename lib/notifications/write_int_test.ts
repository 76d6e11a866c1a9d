import assert from "node:assert/strict";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { transaction } from "@/lib/db/pool.ts";
import { listMessages } from "./inbox.ts";
import { missingMessages, writeMessages } from "./write.ts";

const write = (sale: Sale, ...ids: string[]) =>
  transaction(sale.sql, (tx) => writeMessages(tx, ids, "http://aisle.test"));

/** The first run of a sweeper. */
const writeMissing = (sale: Sale) => sweeper(100)(sale.sql);

const sweeper = (limit: number) => missingMessages({ patienceMs: 3_000, limit, site: "http://aisle.test" });

async function confirmed(sale: Sale, ...seats: number[]) {
  const placed = await sale.placed(...seats);
  await sale.recordPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  return placed;
}

/** An hour ahead, so that the change still counts as recent however long a test takes. */
const JUST_NOW = -3_600;

/** Makes a booking's latest change this many seconds old. */
async function age(sale: Sale, id: string, seconds: number): Promise<void> {
  await sale.sql`update bookings set updated_at = now() - ${seconds} * interval '1 second' where id = ${id}`;
}

async function kinds(sale: Sale, bookingId: string): Promise<string[]> {
  const rows = await sale.sql<{ kind: string }[]>`
    select kind from messages where booking_id = ${bookingId} order by id`;
  return rows.map(({ kind }) => kind);
}

Deno.test("a confirmed booking gets exactly one confirmation, however many concurrent requests there are", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale, 0, 1);
    await Promise.all([write(sale, bookingId), write(sale, bookingId), write(sale, bookingId, bookingId)]);
    await write(sale, bookingId);
    assert.deepEqual(await kinds(sale, bookingId), ["confirmation"]);
    const sends = await sale.sql`select from outbox where topic = 'notifications.send'`;
    assert.equal(sends.length, 1);
  }));

Deno.test("messages are written with one statement, the same for any number", () =>
  withSale(async (sale) => {
    const ids: string[] = [];
    for (const seat of [0, 1, 2]) ids.push((await confirmed(sale, seat)).bookingId);
    const statements = await transaction(sale.sql, async (tx) => {
      await writeMessages(tx, ids.slice(0, 1), "http://aisle.test");
      await writeMessages(tx, ids, "http://aisle.test");
      return await tx`select from pg_prepared_statements where statement ~ 'insert into message[s]'`;
    });
    assert.equal(statements.length, 1);
    assert.deepEqual(await Promise.all(ids.map((id) => kinds(sale, id))), ids.map(() => ["confirmation"]));
    const queued = await sale.sql<{ id: string }[]>`
      select data ->> 'messageId' as id from outbox where topic = 'notifications.send'`;
    const written = await sale.sql<{ id: string }[]>`select id from messages`;
    assert.deepEqual(queued.map(({ id }) => id).sort(), written.map(({ id }) => id).sort());
  }));

Deno.test("a message has the locale that its buyer has chosen since, otherwise the one used at booking", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const placed = await sale.place(userId, await sale.hold(userId, 0), { locale: "de-AT" });
    assert.ok(placed.ok);
    const { bookingId } = placed;
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    await write(sale, bookingId);
    await sale.sql`update users set locale = 'fr' where id = ${userId}`;
    assert.ok((await cancelBooking(sale.services, bookingId, { id: userId, address: null })).ok);
    await write(sale, bookingId);
    const { items: [cancellation, confirmation] } = await listMessages(sale.sql, userId, { limit: 2 });
    assert.equal(confirmation.language, "de");
    assert.equal(confirmation.subject, "Ihre Tickets für „A Concert“");
    assert.match(confirmation.text, /^Guten Tag .*, €\s25,00 bezahlt\./s);
    assert.equal(cancellation.language, "en", "French is not supported");
    assert.match(cancellation.text, /25,00\s€ is on its way back/);
  }, { cancellationAllowed: true }));

Deno.test("nothing is written about a pending or unknown booking", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    await write(sale, bookingId, crypto.randomUUID());
    await write(sale);
    assert.deepEqual(await kinds(sale, bookingId), []);
  }));

Deno.test("a buyer who cancels gets a message with the refund in addition to the confirmation", () =>
  withSale(async (sale) => {
    const { bookingId, userId } = await confirmed(sale, 0, 1);
    await write(sale, bookingId);
    assert.ok((await cancelBooking(sale.services, bookingId, { id: userId, address: null })).ok);
    await write(sale, bookingId);
    assert.deepEqual(await kinds(sale, bookingId), ["confirmation", "cancelled"]);
    const { items } = await listMessages(sale.sql, userId, { limit: 20 });
    assert.deepEqual(items.map(({ kind }) => kind), ["cancelled", "confirmation"]);
    assert.match(items[0].text, /€50\.00 is on its way back/);
  }, { cancellationAllowed: true }));

Deno.test("a message whose trigger was lost is written by the sweep, once and after a delay", () =>
  withSale(async (sale) => {
    const { bookingId } = await confirmed(sale, 0);
    await age(sale, bookingId, JUST_NOW);
    await writeMissing(sale);
    assert.deepEqual(await kinds(sale, bookingId), []);
    await age(sale, bookingId, 60);
    await Promise.all([writeMissing(sale), writeMissing(sale)]);
    await writeMissing(sale);
    assert.deepEqual(await kinds(sale, bookingId), ["confirmation"]);
  }));

Deno.test("a run finds what the previous one left, and late commits too", () =>
  withSale(async (sale) => {
    const ids: string[] = [];
    for (const seat of [0, 1, 2]) ids.push((await confirmed(sale, seat)).bookingId);
    await age(sale, ids[0], 3_600);
    await age(sale, ids[1], 1_800);
    await age(sale, ids[2], JUST_NOW);
    const sweep = sweeper(1);
    assert.deepEqual([await sweep(sale.sql), await sweep(sale.sql), await sweep(sale.sql)], [1, 1, 0]);
    // Begun before the last run, and committed after it.
    await age(sale, ids[2], 15);
    assert.deepEqual([await sweep(sale.sql), await sweep(sale.sql)], [1, 0]);
    for (const id of ids) assert.deepEqual(await kinds(sale, id), ["confirmation"]);
  }));

Deno.test("only their owner can read messages, newest first, page by page", () =>
  withSale(async (sale) => {
    const { userId, bookingId } = await confirmed(sale, 0);
    const other = await confirmed(sale, 1);
    await write(sale, bookingId, other.bookingId);
    await sale.sql`
      insert into messages (id, buyer_id, kind, subject, text, created_at)
      select gen_random_uuid(), ${userId}, 'news', 'n' || n, 'text', now() + n * interval '1 second'
      from generate_series(1, 4) as n`;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMessages(sale.sql, userId, { limit: 2, cursor });
      assert.ok(page.items.length <= 2);
      seen.push(...page.items.map(({ subject }) => subject));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    assert.deepEqual(seen, ["n4", "n3", "n2", "n1", "Your tickets for A Concert"]);
  }));
